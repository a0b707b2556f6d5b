"""JSON in and out (orjson); NUL and broken Unicode in a body are refused."""

from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any

import orjson
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from portal.security.input import is_strange


def _default(value: object) -> str:
    if isinstance(value, Decimal) or hasattr(value, "__str__"):
        return str(value)
    raise TypeError(type(value).__name__)


def dumps(data: object) -> bytes:
    """UTF-8 bytes; amounts and lazy texts as text."""
    return orjson.dumps(data, default=_default, option=orjson.OPT_NON_STR_KEYS)


class Renderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, media_type: str | None = None, context: Mapping[str, Any] | None = None) -> bytes:
        return b"" if data is None else dumps(data)


class Parser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: IO[Any], media_type: str | None = None, context: Mapping[str, Any] | None = None) -> Any:
        try:
            raw = stream.read()
            data = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise ParseError(f"The body is no JSON: {error}.") from None
        if _has_strange_text(data):
            raise ParseError("A text in the body holds a NUL character or broken Unicode. Remove it.")
        return data


def _has_strange_text(data: object) -> bool:
    if isinstance(data, str):
        return is_strange(data)
    if isinstance(data, dict):
        return any(_has_strange_text(part) for pair in data.items() for part in pair)
    return isinstance(data, list) and any(_has_strange_text(part) for part in data)
