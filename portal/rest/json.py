"""JSON in and out (orjson). Refused in a body: strange texts, and what is too long or nested too deeply."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import chain
from typing import IO, Any

import orjson
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from portal.security.input import is_strange

MOST_BYTES = 10_000_000  # 500 statements with the longest Ukrainian reasons are half of it
DEEPEST = 20  # what the portal takes has five levels


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
        raw = stream.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise ParseError(f"The body has more than {MOST_BYTES} bytes. Send it in parts.")
        try:
            data = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise ParseError(f"The body is no JSON: {error}.") from None
        _check(data)
        return data


def _check(data: object) -> None:
    """Looks through the body level by level, so that no depth of it can break the look itself."""
    level = [data]
    for _ in range(DEEPEST):
        if any(isinstance(part, str) and is_strange(part) for part in level):
            raise ParseError("A text in the body holds a NUL character, broken Unicode or turned text. Remove it.")
        level = [inner for part in level for inner in _parts(part)]
    if level:
        raise ParseError(f"The body is nested more than {DEEPEST} levels deep.")


def _parts(data: object) -> Iterable[object]:
    if isinstance(data, dict):
        return chain(data.keys(), data.values())
    return data if isinstance(data, list) else ()
