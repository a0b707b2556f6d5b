"""`/api/v1/openapi.json`: the description of the API, made once in a process for each language.

It is the same for everybody and changes with the code only, and making it takes longer than any other answer.
"""

from functools import cache

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.request import Request


class DescriptionView(SpectacularJSONAPIView):
    """The description as `manage.py spectacular` writes it, in the reader's language."""

    def _get_schema_response(self, request: Request) -> HttpResponse:
        name = self._get_filename(request, None)  # type: ignore[no-untyped-call]  # has no types
        return HttpResponse(
            _written(_language()),
            content_type=request.accepted_renderer.media_type,
            headers={"Content-Disposition": f'inline; filename="{name}"'},
        )


def _language() -> str:
    """The reader's; what is asked for and none of ours is answered in the first."""
    asked = translation.get_language()
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@cache
def _written(language: str) -> bytes:
    with translation.override(language):
        schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # has no types
    return bytes(OpenApiJsonRenderer().render(schema))
