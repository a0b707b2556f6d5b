"""Endpoints of baselines: reading them and their rows, taking one, signing it, setting it aside."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.models import User
from portal.accounts.vocabulary import Side
from portal.rest.views import KEY, RecordViewSet, Strict, caller, once, seen_version, valid_body
from procurement import filters
from procurement.actions.baselines import set_baseline_aside, sign_baseline, take_baseline
from procurement.api.serializers import code, exercise, uid
from procurement.models import Baseline, BaselineMilestone, BaselineSignature
from procurement.queries.baselines import baseline_rows_of, baselines_of
from procurement.vocabulary import BaselineState

SEEN = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="ETag of the baseline that you saw"
)


class BaselineSignatureSerializer(serializers.ModelSerializer[BaselineSignature]):
    party = code()
    signed_by = serializers.CharField(source="signed_by.username", read_only=True)

    class Meta:
        model = BaselineSignature
        fields = ["side", "party", "signed_by", "signed_at"]


class BaselineSerializer(serializers.ModelSerializer[Baseline]):
    """State and version come from the signatures. Its dates are in the list `baseline-milestones`."""

    id = serializers.SerializerMethodField()
    deal = code()
    exercise = exercise("deal")
    party = code()
    taken_by = serializers.CharField(source="taken_by.username", read_only=True)
    state = serializers.SerializerMethodField()
    signatures = BaselineSignatureSerializer(many=True, read_only=True)
    waits_for = serializers.SerializerMethodField()
    set_aside_by = serializers.CharField(source="aside.set_by.username", read_only=True, allow_null=True, default=None)
    set_aside_at = serializers.DateTimeField(source="aside.set_at", read_only=True, allow_null=True, default=None)
    set_aside_reason = serializers.CharField(source="aside.reason", read_only=True, allow_null=True, default=None)
    version = serializers.IntegerField(read_only=True)

    class Meta:
        model = Baseline
        fields = [
            *["id", "deal", "exercise", "number", "name", "note", "party", "taken_by", "taken_at", "state"],
            *["signatures", "waits_for", "set_aside_by", "set_aside_at", "set_aside_reason", "version"],
        ]

    def get_id(self, row: Baseline) -> str:
        return f"{row.deal.code}.{row.number}"

    @extend_schema_field(serializers.ChoiceField(choices=BaselineState.choices))
    def get_state(self, row: Baseline) -> str:
        return row.state.value

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=Side.choices)))
    def get_waits_for(self, row: Baseline) -> list[str]:
        return [side.value for side in row.waits_for]


class BaselineMilestoneSerializer(serializers.ModelSerializer[BaselineMilestone]):
    """The agreed dates of one milestone in one baseline."""

    id = uid()
    deal = code(source="baseline.deal")
    exercise = exercise("baseline.deal")
    baseline = serializers.IntegerField(source="baseline.number", read_only=True)
    milestone = code()
    workstream = code(source="milestone.workstream")
    releasable_to = serializers.ListField(
        source="milestone.releasable_to", child=serializers.CharField(), read_only=True
    )

    class Meta:
        model = BaselineMilestone
        fields = [
            *["id", "deal", "exercise", "baseline", "milestone", "workstream", "start", "finish", "releasable_to"],
        ]


class NewBaselineSerializer(Strict):
    """The name of a baseline of the dates agreed now."""

    deal = serializers.CharField(max_length=60)
    name = serializers.CharField(max_length=120)
    note = serializers.CharField(max_length=5000, required=False, default="", allow_blank=True)


class SetAsideSerializer(Strict):
    reason = serializers.CharField(max_length=5000)


class BaselineViewSet(RecordViewSet[Baseline]):
    """Named, frozen copies of all agreed dates of a deal, with their signatures."""

    serializer_class = BaselineSerializer
    filterset_class = filters.BaselineFilter
    lookup_value_regex = r"[A-Za-z0-9_-]{1,60}\.[0-9]{1,6}"

    def rows(self, user: User) -> QuerySet[Baseline]:
        return baselines_of(user)

    def get_object(self) -> Baseline:
        deal, number = self._named()
        baseline = self.get_queryset().filter(deal__code=deal, number=number).first()
        if baseline is None:
            raise Http404
        return baseline

    def _named(self) -> tuple[str, int]:
        deal, _, number = self.kwargs["pk"].rpartition(".")
        return deal, int(number)

    @extend_schema(parameters=[KEY], request=NewBaselineSerializer, responses={201: BaselineSerializer})
    def create(self, request: Request) -> Response:
        """Copies the dates agreed now under a name of its own."""
        given = valid_body(NewBaselineSerializer, request)
        deal = given.pop("deal")

        def write() -> Response:
            made = take_baseline(deal_code=deal, by=caller(request), at=timezone.now(), **given)
            return self._answer(deal, made.number, 201)

        return once(request, write)

    @extend_schema(parameters=[SEEN, KEY], request=None, responses={200: BaselineSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def sign(self, request: Request, pk: str = "") -> Response:
        """Signs for the own side, once."""
        return self._step(request, sign_baseline, {})

    @extend_schema(parameters=[SEEN, KEY], request=SetAsideSerializer, responses={200: BaselineSerializer})
    @action(detail=True, methods=["post"], filter_backends=[], url_path="set-aside")
    def set_aside(self, request: Request, pk: str = "") -> Response:
        """Says with a reason that a baseline which not both have signed shall not count."""
        return self._step(request, set_baseline_aside, valid_body(SetAsideSerializer, request))

    def _step(self, request: Request, act: Callable[..., Baseline], words: dict[str, Any]) -> Response:
        version = seen_version(request)
        deal, number = self._named()

        def write() -> Response:
            act(deal_code=deal, number=number, version=version, by=caller(request), at=timezone.now(), **words)
            return self._answer(deal, number, 200)

        return once(request, write)

    def _answer(self, deal: str, number: int, status: int) -> Response:
        baseline = self.rows(caller(self.request)).get(deal__code=deal, number=number)
        return Response(BaselineSerializer(baseline).data, status=status)


class BaselineMilestoneViewSet(RecordViewSet[BaselineMilestone]):
    """Dates in baselines: one row for each milestone that the caller may see."""

    serializer_class = BaselineMilestoneSerializer
    filterset_class = filters.BaselineMilestoneFilter
    lookup_field = "uid"

    def rows(self, user: User) -> QuerySet[BaselineMilestone]:
        return baseline_rows_of(user)
