"""`/api/v1/drone-models/comparison/?m=a&m=b&format=`: what the comparison page shows, as JSON, CSV or XLSX."""

from typing import Any

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from catalog.api.models import COMPARED, ClaimSourceSerializer, ShownSerializer
from catalog.queries.comparison import FEWEST, MOST
from catalog.units import SYSTEMS
from catalog.vocabulary import Bound, Speaker
from exchange.api.exports import OneRenderer
from exchange.composers.comparison_files import comparison_export
from exchange.composers.download import written
from exchange.composers.exports import MEDIA_TYPES
from exchange.vocabulary import Format, Part
from portal.history.reading import one_snapshot
from portal.rest.views import caller, refuse_unknown
from procurement.queries.comparison import Compared, compared

FORMATS = [Format.JSON, Format.CSV, Format.CSV_EXCEL, Format.XLSX]
CHOICES: dict[str, list[str]] = {
    "format": [form.value for form in FORMATS],
    "units": list(SYSTEMS),
    "only": ["differences"],
    "lang": ["en", "uk"],
}
KNOWN = frozenset({"m", "requirement", *CHOICES})


class ComparedModelSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()


class StatementSourceSerializer(ClaimSourceSerializer):
    class Meta(ClaimSourceSerializer.Meta):
        fields = ["slug", "publisher", "title", "url", "published_on", "language"]


class ComparedStatementSerializer(serializers.Serializer[Any]):
    """One statement as stated, and in the caller's units."""

    id = serializers.IntegerField()
    words = serializers.CharField()
    bound = serializers.ChoiceField(choices=Bound.choices)
    low = serializers.CharField(allow_null=True)
    high = serializers.CharField(allow_null=True)
    unit = serializers.CharField()
    shown = ShownSerializer(allow_null=True)
    condition = serializers.CharField()
    stated_by = serializers.ChoiceField(choices=Speaker.choices)
    stated_on = serializers.CharField()
    source = StatementSourceSerializer()  # type: ignore[assignment]  # the field "source"


class ComparedCellSerializer(serializers.Serializer[Any]):
    """What one model's cell says. `state` is a state of agreement, or an answer to the requirement."""

    model = serializers.CharField()
    words = serializers.CharField()
    low = serializers.CharField(allow_null=True, help_text="the lowest end that somebody states, in the row's unit")
    high = serializers.CharField(allow_null=True)
    state = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the field "label"
    statements = ComparedStatementSerializer(many=True)


class ComparedRowSerializer(serializers.Serializer[Any]):
    """One row of the comparison, in the order of the page."""

    part = serializers.ChoiceField(choices=Part.choices)
    code = serializers.CharField()
    name = serializers.CharField()
    asked = serializers.CharField(help_text="what the requirement wants; empty elsewhere")
    unit = serializers.CharField()
    differs = serializers.BooleanField(allow_null=True)
    cells = ComparedCellSerializer(many=True)


class ComparisonSerializer(serializers.Serializer[Any]):
    """Two to six models side by side, with the check against a requirement beside it."""

    models = ComparedModelSerializer(many=True)
    only_differences = serializers.BooleanField()
    requirement = serializers.CharField(allow_null=True)
    units = serializers.ChoiceField(choices=SYSTEMS)
    language = serializers.CharField()
    rows = ComparedRowSerializer(many=True)


FILES = {(200, MEDIA_TYPES[form].split(";")[0]): OpenApiTypes.BINARY for form in FORMATS if form != Format.JSON}


class ComparisonView(APIView):
    """What the comparison page shows, as data or as a file."""

    content_negotiation_class = OneRenderer

    @extend_schema(
        operation_id="drone_models_compared",
        parameters=[
            COMPARED,
            OpenApiParameter("requirement", str, description="slug of a requirement to check the models against"),
            *[OpenApiParameter(name, str, enum=known) for name, known in CHOICES.items()],
        ],
        responses={(200, MEDIA_TYPES[Format.JSON]): ComparisonSerializer, **FILES},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """JSON unless `format` says csv, csv-excel or xlsx. `only=differences` leaves out what is the same for all."""
        refuse_unknown(request, KNOWN, several=frozenset({"m"}))
        asked = request.query_params
        _refuse_other(request)
        with one_snapshot() as horizon:
            shown = compared(
                asked.getlist("m"),
                only=bool(asked.get("only")),
                requirement=asked.get("requirement", ""),
                user=caller(request),
            )
        _refuse_partial(shown)
        export = comparison_export(shown, person=caller(request), at=timezone.now(), horizon=horizon)
        return written(export, Format(asked.get("format") or Format.JSON))


def _refuse_other(request: Request) -> None:
    """A choice that is none of the known ones. Empty asks for nothing."""
    asked = request.query_params
    problems = {
        name: [f"One of {', '.join(known)}."]
        for name, known in CHOICES.items()
        if asked.get(name) and asked[name] not in known
    }
    if problems:
        raise ValidationError(problems)


def _refuse_partial(shown: Compared) -> None:
    """What does not exist for the caller is not found, as everywhere; a wrong number of models is named."""
    if shown.found.missing or (shown.unknown and shown.enough):
        raise NotFound
    if shown.too_many or not shown.enough:
        raise ValidationError({"m": [f"From {FEWEST} to {MOST} models: m=<slug>&m=<slug>."]})
