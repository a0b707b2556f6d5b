"""What is answered when a request fails before or outside of a view: a problem document under /api/, a page elsewhere.

The pages are made without the request: what is wrong with it (too many fields, say) must not break them too.
"""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from portal.rest import problems


def _answer(request: HttpRequest, status: int, detail: str, *, code: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problems.plain(status, detail, code=code)
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many fields, a forged host, a broken form."""
    return _answer(request, 400, "The request cannot be read.", code="bad-request")


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """No right; also a form whose forgery token is missing or old."""
    return _answer(request, 403, "Your role or party may not do this.", code="refused")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An unknown address, or something hidden."""
    return _answer(request, 404, "There is no such address.", code="missing")


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake of the portal's own; what happened is in the log."""
    return _answer(request, 500, "The portal made a mistake and wrote it down.", code="error")
