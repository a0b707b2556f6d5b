"""The reader's unit system: `?units=us` chooses it and the session remembers it; metric where nobody chose."""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponseBase

from catalog.units import METRIC, SYSTEMS

KEY = "units"
_system: ContextVar[str] = ContextVar("units", default=METRIC)


def system() -> str:
    """The unit system of the page that is being made."""
    return _system.get()


class UnitsMiddleware:
    """Sets the unit system for the request. Stands after the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _system.set(_chosen(request))
        try:
            return self.get_response(request)
        finally:
            _system.reset(token)


def _chosen(request: HttpRequest) -> str:
    """An address of the API says its units itself: what somebody chose on a page never changes the numbers there."""
    asked = request.GET.get("units", "")
    if request.path.startswith("/api/"):
        return asked if asked in SYSTEMS else METRIC
    if asked in SYSTEMS:
        request.session[KEY] = asked
    return str(request.session.get(KEY, METRIC))
