"""Endpoints of requirements, and how the models answer them."""

from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.vocabulary import Match
from portal.accounts.models import User
from portal.rest.views import RecordViewSet, caller
from procurement.api.serializers import code, digits, slug
from procurement.models import Requirement, RequirementFigure
from procurement.queries.requirements import ModelAnswer, Ranking, ranking


class RequirementFigureSerializer(serializers.ModelSerializer[RequirementFigure]):
    capability = code()
    source = slug()  # type: ignore[assignment]  # the field "source"
    low = digits()
    high = digits()

    class Meta:
        model = RequirementFigure
        fields = ["id", "capability", "level", "bound", "low", "high", "unit", "condition", "stated_on", "source"]


class RequirementSerializer(serializers.ModelSerializer[Requirement]):
    figures = RequirementFigureSerializer(many=True, read_only=True)

    class Meta:
        model = Requirement
        fields = ["slug", "branch", "title_en", "title_uk", "domain", "figures"]


class JudgementSerializer(serializers.Serializer[Any]):
    """How a model answers one figure; `claims` are the ids of the claims that decide."""

    figure = serializers.IntegerField()
    match = serializers.ChoiceField(choices=Match.choices)
    claims = serializers.ListField(child=serializers.IntegerField())


class ModelAnswerSerializer(serializers.Serializer[Any]):
    """`threshold` and `objective` are the worst answers of their level, null where it states no figure."""

    model = serializers.CharField()
    threshold = serializers.ChoiceField(choices=Match.choices, allow_null=True)
    objective = serializers.ChoiceField(choices=Match.choices, allow_null=True)
    figures = JudgementSerializer(many=True)


class RankingSerializer(serializers.Serializer[Any]):
    """One page of models, best answer first; `answers` counts all models of the domain by their answer."""

    requirement = serializers.CharField()
    answers = serializers.DictField(child=serializers.IntegerField())
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    results = ModelAnswerSerializer(many=True)


class RequirementViewSet(RecordViewSet[Requirement]):
    """Publicly stated needs of service branches with their figures."""

    serializer_class = RequirementSerializer
    lookup_field = "slug"
    own_parameters: ClassVar = {"models": frozenset({"match", "page"})}

    def rows(self, user: User) -> QuerySet[Requirement]:
        figures = RequirementFigure.objects.visible_to(user).select_related("capability", "source").order_by("id")
        return Requirement.objects.visible_to(user).prefetch_related(Prefetch("figures", queryset=figures))

    @extend_schema(
        parameters=[
            OpenApiParameter("match", str, description="meets, may, fails, unknown; parted by commas"),
            OpenApiParameter("page", OpenApiTypes.INT, description="30 models a page, from 1"),
        ],
        responses=RankingSerializer,
    )
    @action(detail=True, pagination_class=None, filter_backends=[])
    def models(self, request: Request, slug: str) -> Response:
        """How the models of the domain answer the requirement, best answer first."""
        number = request.query_params.get("page", "1")
        found = ranking(self.get_object(), user=caller(request), match=_matches(request), number=number)
        return Response(_ranking(found))


def _matches(request: Request) -> list[Match]:
    asked = [part.strip() for part in request.query_params.get("match", "").split(",") if part.strip()]
    unknown = [part for part in asked if part not in Match.values]
    if unknown:
        raise ValidationError({"match": [f"Choose of {', '.join(Match.values)}."]})
    return [Match(part) for part in asked]


def _ranking(found: Ranking) -> dict[str, Any]:
    return {
        "requirement": found.requirement.slug,
        "answers": {match.value: count for match, count in found.answers.items()},
        "page": found.page.number,
        "pages": found.page.paginator.num_pages,
        "results": [_answer(row) for row in found.rows],
    }


def _answer(row: ModelAnswer) -> dict[str, Any]:
    return {
        "model": row.model.slug,
        "threshold": row.threshold and row.threshold.value,
        "objective": row.objective and row.objective.value,
        "figures": [
            {"figure": one.figure.pk, "match": one.match.value, "claims": [claim.pk for claim in one.claims]}
            for one in row.judgements
        ],
    }
