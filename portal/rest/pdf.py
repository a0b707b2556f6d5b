"""Papers as answers of the API: PDF out, problem documents as everywhere."""

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response

from portal.rest.json import dumps


class PdfRenderer(BaseRenderer):
    """Bytes of a PDF pass; whatever else comes is a problem document."""

    media_type = "application/pdf"
    format = "pdf"
    charset: str | None = None
    render_style = "binary"

    def render(self, data: Any, media_type: str | None = None, context: Mapping[str, Any] | None = None) -> bytes:
        if isinstance(data, bytes):
            return data
        return b"" if data is None else dumps(data)


def pdf(content: bytes, *, name: str) -> Response:
    """An answer that a browser shows and keeps under `name`."""
    return Response(content, headers={"Content-Disposition": disposition(name)})


def disposition(name: str) -> str:
    """Shown in place, kept under a name of letters, digits, dots and dashes."""
    return f'inline; filename="{name}"'
