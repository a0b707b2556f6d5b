"""Endpoints of makers, sources, capabilities, and drone models with nested claims."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.composers.papers import compared, comparison_paper, model_paper
from catalog.filters import DroneModelFilter, MakerFilter, SourceFilter
from catalog.models import Capability, Claim, DroneModel, Maker, Source
from catalog.queries.comparison import FEWEST, MOST
from catalog.queries.figures import Figure, figures, readable
from catalog.queries.ledger import standing
from catalog.queries.matching import match_of
from catalog.queries.pages import claims_of
from catalog.unit_choice import system
from catalog.vocabulary import Bound, FigureState, Match
from portal.accounts.models import User
from portal.paper.asked import LANGUAGES, Paper
from portal.rest.json import Renderer
from portal.rest.pdf import PdfRenderer, pdf
from portal.rest.views import RecordViewSet, caller

PAPER = {(200, "application/pdf"): OpenApiTypes.BINARY}
PAPER_LANGUAGE = OpenApiParameter(
    "lang", str, enum=["en", "uk", "both"], description="language of the paper; both stand side by side"
)

SLUGS = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
COMPARED = OpenApiParameter(
    "m",
    {"type": "array", "minItems": 2, "maxItems": 6, "uniqueItems": True, "items": SLUGS},
    required=True,
    explode=True,
    description="slug of a model; from two to six",
)


def slug(**options: Any) -> serializers.SlugRelatedField[Any]:
    """A related row by its slug, read only."""
    return serializers.SlugRelatedField(slug_field="slug", read_only=True, **options)


class MakerSerializer(serializers.ModelSerializer[Maker]):
    source = slug()  # type: ignore[assignment]  # the field "source"

    class Meta:
        model = Maker
        fields = ["slug", "name_en", "name_uk", "kind", "country", "website", "source"]


class SourceSerializer(serializers.ModelSerializer[Source]):
    class Meta:
        model = Source
        fields = ["slug", "publisher", "title", "url", "published_on", "language", "kind", "note"]


class CapabilitySerializer(serializers.ModelSerializer[Capability]):
    class Meta:
        model = Capability
        fields = ["code", "name_en", "name_uk", "dimension", "canonical_unit", "better", "position", "group"]


class ClaimSourceSerializer(serializers.ModelSerializer[Source]):
    class Meta:
        model = Source
        fields = ["slug", "publisher", "url", "published_on", "language"]


class ShownSerializer(serializers.Serializer[Any]):
    """A figure in the units that the caller asked for. `about`: converting has rounded it."""

    low = serializers.CharField(allow_null=True)
    high = serializers.CharField(allow_null=True)
    unit = serializers.CharField()
    about = serializers.BooleanField()


class FigureSerializer(serializers.ModelSerializer[Claim]):
    """A claim within its model. Numbers are texts, so that the digits stay as stated."""

    capability: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(slug_field="code", read_only=True)
    source = ClaimSourceSerializer(read_only=True)  # type: ignore[assignment]  # the field "source"
    low = serializers.CharField(read_only=True, allow_null=True)
    high = serializers.CharField(read_only=True, allow_null=True)
    canonical_low = serializers.CharField(read_only=True, allow_null=True)
    canonical_high = serializers.CharField(read_only=True, allow_null=True)
    canonical_unit = serializers.CharField(source="capability.canonical_unit", read_only=True)
    shown = serializers.SerializerMethodField()

    @extend_schema_field(ShownSerializer(allow_null=True))
    def get_shown(self, claim: Claim) -> dict[str, Any] | None:
        """The figure in the units of `?units=metric|us`, with the digits of the stated one; null for words."""
        if claim.bound == Bound.TEXT:
            return None
        seen = readable(claim, system())
        ends = {name: None if end is None else str(end) for name, end in (("low", seen.low), ("high", seen.high))}
        return {**ends, "unit": seen.unit, "about": seen.about}

    class Meta:
        model = Claim
        fields = [
            *["id", "capability", "bound", "low", "high", "unit", "canonical_low", "canonical_high", "canonical_unit"],
            "shown",
            *["condition", "stated_by", "stated_on", "source", "checked_on", "recorded_at"],
        ]


class DroneModelSerializer(serializers.ModelSerializer[DroneModel]):
    maker = slug()
    source = slug()  # type: ignore[assignment]  # the field "source"
    claims = FigureSerializer(source="counting", many=True, read_only=True)
    match = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField(choices=Match.choices, allow_null=True))
    def get_match(self, model: DroneModel) -> str | None:
        """How the model answers the conditions of `?figure=`; null where none was asked."""
        match = match_of(model)
        return None if match is None else match.value

    class Meta:
        model = DroneModel
        fields = [
            *["slug", "name_en", "name_uk", "aliases", "maker", "domain", "kind", "roles", "status", "first_reported"],
            *["summary_en", "summary_uk", "source", "version", "match", "claims"],
        ]


class PreferredSerializer(serializers.Serializer[Any]):
    """A party that prefers one of the figure's claims, and why."""

    claim = serializers.IntegerField()
    party = serializers.CharField()
    reason = serializers.CharField()


class FigureStateSerializer(serializers.Serializer[Any]):
    """What the claims about one capability amount to (money: per currency). Nothing is averaged."""

    capability = serializers.CharField()
    unit = serializers.CharField(help_text="what its numbers are compared in; empty for words")
    state = serializers.ChoiceField(choices=FigureState.choices)
    low = serializers.CharField(allow_null=True, help_text="the lowest end that somebody states")
    high = serializers.CharField(allow_null=True, help_text="the highest end that somebody states")
    sources = serializers.IntegerField()
    claims = serializers.ListField(child=serializers.IntegerField())
    preferred_by = PreferredSerializer(many=True)


class ModelSheetSerializer(DroneModelSerializer):
    """One model: what its claims amount to, figure by figure, beside the claims themselves."""

    figures = serializers.SerializerMethodField()

    @extend_schema_field(FigureStateSerializer(many=True))
    def get_figures(self, model: DroneModel) -> list[dict[str, Any]]:
        """Each figure with its state: agreed, disputed, one source, or in words."""
        return [_figure(figure) for figure in figures(model.counting)]  # type: ignore[attr-defined]  # prefetched

    class Meta(DroneModelSerializer.Meta):
        fields = [*DroneModelSerializer.Meta.fields, "figures"]


def _figure(figure: Figure) -> dict[str, Any]:
    preferred = [(claim.pk, one) for claim in figure.claims for one in claim.preferred]  # type: ignore[attr-defined]
    return {
        "capability": figure.capability.code,
        "unit": figure.unit,
        "state": figure.state.value,
        "low": None if figure.low is None else str(figure.low),
        "high": None if figure.high is None else str(figure.high),
        "sources": figure.sources,
        "claims": [claim.pk for claim in figure.claims],
        "preferred_by": [{"claim": pk, "party": one.party.code, "reason": one.reason} for pk, one in preferred],
    }


class MakerViewSet(RecordViewSet[Maker]):
    """Makers of drones."""

    serializer_class = MakerSerializer
    filterset_class = MakerFilter
    lookup_field = "slug"

    def rows(self, user: User) -> QuerySet[Maker]:
        return Maker.objects.visible_to(user).select_related("source")


class SourceViewSet(RecordViewSet[Source]):
    """Published pages that somebody is quoted from."""

    serializer_class = SourceSerializer
    filterset_class = SourceFilter
    lookup_field = "slug"

    def rows(self, user: User) -> QuerySet[Source]:
        return Source.objects.visible_to(user)


class CapabilityViewSet(RecordViewSet[Capability]):
    """What is stated about models, with units."""

    serializer_class = CapabilitySerializer
    lookup_field = "code"

    def rows(self, user: User) -> QuerySet[Capability]:
        return Capability.objects.visible_to(user)


UNITS = frozenset({"units"})


class DroneModelViewSet(RecordViewSet[DroneModel]):
    """Drone models with every claim that counts, its speaker, date and source."""

    serializer_class = DroneModelSerializer
    filterset_class = DroneModelFilter
    lookup_field = "slug"
    own_parameters: ClassVar = {
        "list": UNITS,
        "retrieve": UNITS,
        "briefing": UNITS | {"lang"},
        "comparison": UNITS | {"lang", "m"},
    }
    repeatable: ClassVar = frozenset({"m"})

    def get_serializer_class(self) -> type[DroneModelSerializer]:
        return ModelSheetSerializer if getattr(self, "action", "") == "retrieve" else DroneModelSerializer

    def rows(self, user: User) -> QuerySet[DroneModel]:
        rows = claims_of(user).order_by("id")
        if getattr(self, "action", "") == "retrieve":
            rows = rows.prefetch_related(Prefetch("preferences", queryset=standing(), to_attr="preferred"))
        claims = Prefetch("claims", queryset=rows, to_attr="counting")
        return DroneModel.objects.visible_to(user).select_related("maker", "source").prefetch_related(claims)

    @extend_schema(parameters=[PAPER_LANGUAGE], responses=PAPER, filters=False)
    @action(detail=True, renderer_classes=[PdfRenderer, Renderer], pagination_class=None, filter_backends=[])
    def briefing(self, request: Request, slug: str = "") -> Response:
        """The briefing paper of the model: PDF/A-3a with its figures attached as JSON."""
        paper = model_paper(slug, user=caller(request), languages=_languages(request), at=timezone.now())
        return _answer(paper)

    @extend_schema(
        operation_id="drone_models_comparison", parameters=[PAPER_LANGUAGE, COMPARED], responses=PAPER, filters=False
    )
    @action(
        detail=False,
        url_path="briefing",
        renderer_classes=[PdfRenderer, Renderer],
        pagination_class=None,
        filter_backends=[],
    )
    def comparison(self, request: Request) -> Response:
        """The briefing paper of two to six models side by side: `?m=<slug>&m=<slug>`."""
        slugs = compared(request.query_params.getlist("m"))
        if slugs is None:
            raise ValidationError({"m": [f"From {FEWEST} to {MOST} models: m=<slug>&m=<slug>."]})
        languages = _languages(request)
        return _answer(comparison_paper(slugs, user=caller(request), languages=languages, at=timezone.now()))


def _languages(request: Request) -> Sequence[str]:
    asked = request.query_params.get("lang", "en")
    if asked not in LANGUAGES:
        raise ValidationError({"lang": [f"One of {', '.join(LANGUAGES)}."]})
    return LANGUAGES[asked]


def _answer(paper: Paper | None) -> Response:
    if paper is None:
        raise Http404
    return pdf(paper.content, name=paper.name)
