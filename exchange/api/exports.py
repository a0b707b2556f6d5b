"""`/api/v1/<list>/export/?format=`: every list as one file, with the filters and the rights of its endpoint."""

from typing import Any

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSetMixin

from exchange.composers.download import download
from exchange.composers.exports import MEDIA_TYPES
from exchange.queries.columns import columns_of
from exchange.vocabulary import Format, Kind
from portal.rest.json import Renderer
from portal.rest.views import RecordViewSet, caller

FORMAT = OpenApiParameter("format", OpenApiTypes.STR, enum=Format.values, description="csv when left out")
FILES = {(200, media.split(";")[0]): OpenApiTypes.BINARY for form, media in MEDIA_TYPES.items() if form != Format.JSON}
CELLS: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": ["string", "null"]},
    Kind.NUMBER: {"type": ["number", "null"]},
    Kind.WHOLE: {"type": ["integer", "null"]},
    Kind.YES_NO: {"type": ["boolean", "null"]},
    Kind.DAY: {"type": ["string", "null"], "format": "date"},
    Kind.PARTIAL_DAY: {"type": ["string", "null"], "description": "As precise as stated: 2026, 2026-11 or 2026-11-25."},
    Kind.MOMENT: {"type": ["string", "null"], "format": "date-time"},
    Kind.LIST: {"type": ["array", "null"], "items": {"type": "string"}},
}


class OneRenderer(BaseContentNegotiation):
    """`format` names the file here, never a renderer; errors are problem documents."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> tuple[Any, str]:
        return Renderer(), Renderer.media_type


class Exporting(RecordViewSet[Any]):
    """Adds `export/` to a list."""

    @classmethod
    def parameters(cls, action: str) -> frozenset[str]:
        return cls.filter_names() | {"format"} if action == "export" else super().parameters(action)

    @action(detail=False, url_path="export", pagination_class=None, content_negotiation_class=OneRenderer)
    def export(self, request: Request) -> Any:
        """All rows as one file: CSV for data or for Excel, XLSX, JSON lines or JSON."""
        form = request.query_params.get("format", Format.CSV)
        if form not in Format.values:
            raise ValidationError({"format": [f"One of {', '.join(Format.values)}."]})
        return download(
            name=self.basename,
            rows=self.filter_queryset(self.get_queryset()),
            serializer=self.get_serializer_class(),
            person=caller(request),
            filters={name: request.query_params.getlist(name) for name in self.filter_names() & set(request.GET)},
            form=Format(form),
        )

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(response, FileResponse):
            return super().finalize_response(request, response, *args, **kwargs)
        answer: Any = response  # REST framework lets any answer of Django's pass
        return APIView.finalize_response(self, request, answer, *args, **kwargs)


def with_export(viewset: type[ViewSetMixin]) -> type[ViewSetMixin]:
    """The same viewset with an export of its list, described with the columns of its rows."""
    made = type(viewset.__name__, (Exporting, viewset), {"__doc__": viewset.__doc__})
    answers = {**FILES, (200, MEDIA_TYPES[Format.JSON]): _rows(viewset)}
    return extend_schema_view(export=extend_schema(parameters=[FORMAT], filters=True, responses=answers))(made)


def _rows(viewset: type[Any]) -> dict[str, Any]:
    """The JSON schema of all rows: every column is there in every row."""
    columns = columns_of(viewset.serializer_class)
    cells = {column.name: CELLS[column.kind] for column in columns}
    return {"type": "array", "items": {"type": "object", "properties": cells, "required": list(cells)}}
