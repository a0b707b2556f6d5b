"""Refuses what no honest client sends in path, query and form fields: NUL, broken Unicode, turned text. Answer: 400.

Turned text: characters that write the text after them from right to left show another figure than the one that is on
record. What a party reads must be what it accepts, so nobody brings them in.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.common import CommonMiddleware
from django.template.loader import render_to_string

SURROGATES = frozenset(map(chr, range(0xD800, 0xE000)))
TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
STRANGE = SURROGATES | TURNING | {"\0", "\ufffd"}


def is_strange(text: str) -> bool:
    """True for NUL, lone surrogates, the character that broken UTF-8 decodes to, and what turns the text after it."""
    return not STRANGE.isdisjoint(text)


class SlashMiddleware(CommonMiddleware):
    """Leads a reader to the address with its slash. A call that writes is told 404: a redirect would drop its body."""

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        return request.method in {"GET", "HEAD"} and bool(super().should_redirect_with_slash(request))


class InputMiddleware:
    """Looks at the address and at form fields before any view does. The API reads its bodies itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        fields = [request.path, *_texts(request.GET)]
        if request.method == "POST" and not request.path.startswith("/api/"):
            fields += _texts(request.POST)
        if any(is_strange(text) for text in fields):
            return refuse(request)
        return None


def refuse(request: HttpRequest) -> HttpResponse:
    """400: a problem document for machines, a page for people."""
    detail = "The address or a field holds a NUL character, broken Unicode or turned text. Remove it."
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": "The request is wrong", "status": 400, "detail": detail}
        return JsonResponse({**body, "code": "strange-text"}, status=400, content_type="application/problem+json")
    return HttpResponse(render_to_string("400.html"), status=400)


def _texts(data: object) -> list[str]:
    lists = data.lists() if hasattr(data, "lists") else []
    return [text for name, values in lists for text in (name, *values)]
