"""The language of a page: `?lang=` chooses it and the session remembers it, else the person's own, else English.

Only pages are remembered: who takes a paper in the other language keeps reading in his own.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

KEY = "language"
SPEECHLESS = ("/api/", "/health/", "/csp-report/")  # for machines: no session is begun for them
KNOWN = frozenset(code for code, _ in settings.LANGUAGES)


class LanguageMiddleware:
    """Activates the language for the request. Stands after session and authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.GET.get("lang", "")
        code = (
            (asked if asked in KNOWN else request.session.get(KEY))
            or getattr(request.user, "language", "")
            or settings.LANGUAGE_CODE
        )
        with translation.override(code if code in KNOWN else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
        if asked in KNOWN and _is_page(request, response):
            request.session[KEY] = asked
        return response


def _is_page(request: HttpRequest, response: HttpResponseBase) -> bool:
    html = response.headers.get("Content-Type", "").startswith("text/html")
    return html and not request.path.startswith(SPEECHLESS)
