"""Keyset pages: the cost of a page does not grow with the table, and no row is skipped or shown twice."""

from typing import Any

from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

LARGEST = 1000


class KeysetPagination(CursorPagination):
    """`page_size` up to 1000; `count=true` counts (slow on long lists), otherwise `count` is null."""

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = LARGEST
    ordering = "pk"

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any] | None:
        asked = request.query_params.get("page_size", "1")
        if not asked.isascii() or not asked.isdigit() or not 1 <= int(asked) <= LARGEST:
            raise ValidationError({"page_size": [f"A whole number from 1 to {LARGEST}."]})
        self.count = queryset.count() if request.query_params.get("count") == "true" else None
        try:
            return super().paginate_queryset(queryset, request, view)
        except NotFound:
            raise ValidationError({"cursor": ["Take it from `next` or `previous` of an answer."]}) from None

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {"count": self.count, "next": self.get_next_link(), "previous": self.get_previous_link(), "results": data}
        )

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
