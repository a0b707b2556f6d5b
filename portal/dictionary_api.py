"""Endpoints of the portal's words: `/api/v1/glossary/` and `/api/v1/dictionary/`."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.dictionary import Json, Viewsets, glossary, lists, units
from portal.rest.views import Tagged, refuse_unknown

KNOWN = frozenset({"lang"})


def _page(results: list[Json]) -> Response:
    """The whole list as one page, in the shape of every list."""
    return Response({"count": len(results), "next": None, "previous": None, "results": results})


class TermOfGlossarySerializer(serializers.Serializer[Any]):
    """A word of the portal with its meaning in both languages."""

    term_en = serializers.CharField()
    term_uk = serializers.CharField()
    definition_en = serializers.CharField()
    definition_uk = serializers.CharField()
    note_en = serializers.CharField()
    note_uk = serializers.CharField()


class GlossarySerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = TermOfGlossarySerializer(many=True)


class CodeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    label_en = serializers.CharField()
    label_uk = serializers.CharField()


class ColumnSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    type = serializers.CharField()
    list = serializers.BooleanField()
    nullable = serializers.BooleanField()
    refers_to = serializers.CharField(allow_null=True)
    about_en = serializers.CharField()
    about_uk = serializers.CharField()
    codes = CodeSerializer(many=True)


class DescribedListSerializer(serializers.Serializer[Any]):
    """A list of the API: where it is, how it is filtered, what its objects consist of."""

    name = serializers.CharField()
    address = serializers.CharField()
    about_en = serializers.CharField()
    about_uk = serializers.CharField()
    key = serializers.CharField()
    parameters = serializers.ListField(child=serializers.CharField())
    columns = ColumnSerializer(many=True)


class UnitSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    dimension = serializers.CharField()
    name_en = serializers.CharField()
    name_uk = serializers.CharField()


class DictionarySerializer(serializers.Serializer[Any]):
    """Every list with its columns, and every unit that figures may have."""

    lists = DescribedListSerializer(many=True)
    units = UnitSerializer(many=True)


class GlossaryView(Tagged):
    """The words of the portal in both languages, with their definitions."""

    @extend_schema(responses=GlossarySerializer)
    def get(self, request: Request) -> Response:
        refuse_unknown(request, KNOWN)
        return _page(list(TermOfGlossarySerializer(glossary(), many=True).data))


class DictionaryView(Tagged):
    """The data dictionary: every list of this API with its columns, their types and codes, and every unit."""

    viewsets: Viewsets = {}

    @extend_schema(responses=DictionarySerializer)
    def get(self, request: Request) -> Response:
        refuse_unknown(request, KNOWN)
        return Response({"lists": lists(self.viewsets), "units": units()})
