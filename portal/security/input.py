"""Refuses what no honest client sends: NUL and broken Unicode in path, query and form fields. Answer: 400."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase

SURROGATES = frozenset(map(chr, range(0xD800, 0xE000)))


def is_strange(text: str) -> bool:
    """True for NUL, lone surrogates and the replacement character that broken UTF-8 decodes to."""
    return "\0" in text or "\ufffd" in text or not SURROGATES.isdisjoint(text)


class InputMiddleware:
    """Looks at the address and at form fields before any view does. JSON bodies are read by the API itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        fields = [request.path, *_texts(request.GET)]
        if request.method == "POST" and request.content_type != "application/json":
            fields += _texts(request.POST)
        if any(is_strange(text) for text in fields):
            raise BadRequest("The address or a field holds a NUL character or broken Unicode. Remove it.")


def _texts(data: object) -> list[str]:
    lists = data.lists() if hasattr(data, "lists") else []
    return [text for name, values in lists for text in (name, *values)]
