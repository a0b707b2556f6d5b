"""Keyset pages: the cost of a page does not grow with the table, and no row is skipped or shown twice.

A cursor is the key of a row, sealed: gaps between keys would tell how many rows the caller does not see. The seal holds
for one table: the keys of another one, which are told, would serve as a measure for them.
"""

import binascii
import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

USUAL, LARGEST = 100, 1000
NEXT, PREVIOUS = "n", "p"
START = 0  # below every key
CURSOR = "^[A-Za-z0-9_-]{48}$"
SWITCH = {"true": True, "false": False}


@cache
def _cipher() -> AESSIV:
    """The same cursor for the same row each time, so that an unchanged page keeps its ETag."""
    return AESSIV(hashlib.sha512(b"cursor" + settings.SECRET_KEY.encode()).digest())


def seal(direction: str, key: int, *, table: str) -> str:
    """A cursor that leads on from the row of the table with this key."""
    sealed = _cipher().encrypt(f"{direction}{key:019d}".encode(), [table.encode()])
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def unseal(text: str, *, table: str) -> tuple[str, int]:
    """Direction and key of a cursor. ValueError when the portal did not make it, or not for this table."""
    try:
        plain = _cipher().decrypt(urlsafe_b64decode(text + "=" * (-len(text) % 4)), [table.encode()]).decode()
    except (InvalidTag, binascii.Error) as error:
        raise ValueError(text) from error
    if seal(plain[0], int(plain[1:]), table=table) != text:
        raise ValueError(text)
    return plain[0], int(plain[1:])


class KeysetPagination(BasePagination):
    """`page_size` up to 1000; `count=true` counts (slow on long lists), otherwise `count` is null."""

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any]:
        table = queryset.model._meta.db_table
        size, (direction, key) = _page_size(request), _cursor(request, table)
        self.count = queryset.count() if _switch(request, "count") else None
        forward = direction == NEXT
        beyond = {"pk__gt": key} if forward else {"pk__lt": key}
        found = list(queryset.filter(**beyond).order_by("pk" if forward else "-pk")[: size + 1])
        more, rows = len(found) > size, sorted(found[:size], key=lambda row: row.pk)
        first, last = (rows[0].pk, rows[-1].pk) if rows else (key + 1, key - 1)
        self.next = _link(request, seal(NEXT, last, table=table)) if more or not forward else None
        before = key > START if forward else more
        self.previous = _link(request, seal(PREVIOUS, first, table=table)) if before else None
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"count": self.count, "next": self.next, "previous": self.previous, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": ["integer", "null"]},
                "next": link,
                "previous": link,
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": USUAL}
        return [
            _parameter("cursor", {"type": "string", "pattern": CURSOR}, "From `next` or `previous` of an answer."),
            _parameter("page_size", size, "Rows of a page."),
            _parameter("count", {"type": "boolean", "default": False}, "true: count all rows; slow on long lists."),
        ]


def _link(request: Request, cursor: str) -> str:
    """The address of the page to which the cursor leads."""
    return replace_query_param(request.build_absolute_uri(), "cursor", cursor)


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "required": False, "in": "query", "description": description, "schema": schema}


def _page_size(request: Request) -> int:
    asked = request.query_params.get("page_size", str(USUAL))
    if not (asked.isascii() and asked.isdigit() and len(asked) <= len(str(LARGEST)) and 1 <= int(asked) <= LARGEST):
        raise ValidationError({"page_size": [f"A whole number from 1 to {LARGEST}."]})
    return int(asked)


def _switch(request: Request, name: str) -> bool:
    asked = request.query_params.get(name, "false")
    if asked not in SWITCH:
        raise ValidationError({name: ["true or false."]})
    return SWITCH[asked]


def _cursor(request: Request, table: str) -> tuple[str, int]:
    asked = request.query_params.get("cursor")
    if asked is None:
        return NEXT, START
    if not re.match(CURSOR, asked):
        raise ValidationError({"cursor": ["Take it from `next` or `previous` of an answer."]})
    try:
        return unseal(asked, table=table)
    except ValueError:
        raise NotFound from None
