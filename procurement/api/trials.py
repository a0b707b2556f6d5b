"""Endpoints of trials and evaluations: what the caller's party recorded, and what others released to it."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from portal.accounts.models import User
from portal.rest.views import RecordViewSet
from procurement import filters
from procurement.api.serializers import code, digits, slug, uid
from procurement.models import Evaluation, Trial, TrialFigure
from procurement.queries.trials import evaluations_of, trials_of


class TrialFigureSerializer(serializers.ModelSerializer[TrialFigure]):
    capability = code()
    low = digits()
    high = digits()

    class Meta:
        model = TrialFigure
        fields = ["capability", "bound", "low", "high", "unit", "condition"]


class TrialSerializer(serializers.ModelSerializer[Trial]):
    """A trial with what was observed; `engagement` is null also where the caller may not see it.

    `source` is a source of the list; a page that the list does not know stands in `source_url` and its publisher.
    """

    id = uid()
    model = slug()
    party = code()
    engagement: serializers.SlugRelatedField[Any] = slug(allow_null=True)
    source = slug(allow_null=True)  # type: ignore[assignment]  # the field "source"
    figures = TrialFigureSerializer(source="observed", many=True, read_only=True)

    class Meta:
        model = Trial
        fields = [
            *["id", "model", "party", "person", "held_on", "place", "conditions", "note", "engagement", "source"],
            *["source_url", "source_publisher", "source_language", "figures", "releasable_to", "recorded_at"],
        ]


class EvaluationSerializer(serializers.ModelSerializer[Evaluation]):
    id = uid()
    model = slug()
    party = code()

    class Meta:
        model = Evaluation
        fields = [
            *["id", "model", "party", "person", "rating", "pros", "cons", "note", "releasable_to", "recorded_at"],
        ]


class TrialViewSet(RecordViewSet[Trial]):
    """Trials and demonstrations."""

    serializer_class = TrialSerializer
    filterset_class = filters.TrialFilter
    lookup_field = "uid"

    def rows(self, user: User) -> QuerySet[Trial]:
        return trials_of(user)


class EvaluationViewSet(RecordViewSet[Evaluation]):
    """What parties think of models."""

    serializer_class = EvaluationSerializer
    filterset_class = filters.EvaluationFilter
    lookup_field = "uid"

    def rows(self, user: User) -> QuerySet[Evaluation]:
        return evaluations_of(user)
