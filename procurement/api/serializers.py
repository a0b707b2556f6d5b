"""How deals look in the API: both languages, codes instead of numbers, amounts as texts with their currency."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.rest.views import Strict
from procurement.models import (
    Deal,
    Dependency,
    Engagement,
    Lot,
    Milestone,
    MilestoneCheck,
    MilestoneStatement,
    Order,
    Payment,
    Workstream,
)
from procurement.queries.plan import facts_of
from procurement.vocabulary import MilestoneState, ReasonCode


def code(**options: Any) -> serializers.SlugRelatedField[Any]:
    """A related row by its code, read only."""
    return serializers.SlugRelatedField(slug_field="code", read_only=True, **options)


def slug(**options: Any) -> serializers.SlugRelatedField[Any]:
    """A related row by its slug, read only."""
    return serializers.SlugRelatedField(slug_field="slug", read_only=True, **options)


def uid() -> serializers.UUIDField:
    """The name of a row that has no code."""
    return serializers.UUIDField(source="uid", read_only=True)


def digits() -> serializers.CharField:
    """A number as text, so that its digits stay as stated."""
    return serializers.CharField(read_only=True, allow_null=True)


def reason_code() -> serializers.ChoiceField:
    """The kind of a reason, where the speaker names one."""
    return serializers.ChoiceField(choices=ReasonCode.choices, required=False, default="", allow_blank=True)


def exercise(deal: str) -> serializers.BooleanField:
    """True for every object of an invented deal."""
    return serializers.BooleanField(source=f"{deal}.is_exercise", read_only=True)


class DealSerializer(serializers.ModelSerializer[Deal]):
    exercise = serializers.BooleanField(source="is_exercise", read_only=True)

    class Meta:
        model = Deal
        fields = [
            *["code", "exercise", "title_en", "title_uk", "nature", "status", "party_codes", "starts_on", "ends_on"],
            *["known_since", "currency", "summary_en", "summary_uk", "version"],
        ]


class WorkstreamSerializer(serializers.ModelSerializer[Workstream]):
    id = uid()
    deal = code()
    exercise = exercise("deal")

    class Meta:
        model = Workstream
        fields = ["id", "deal", "exercise", "code", "title_en", "title_uk", "position"]


class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    """State and actual dates are computed from the statements that the caller may see."""

    deal = code()
    exercise = exercise("deal")
    workstream = code()
    owner = code(allow_null=True)
    state = serializers.SerializerMethodField()
    actual_start = serializers.SerializerMethodField()
    actual_finish = serializers.SerializerMethodField()

    class Meta:
        model = Milestone
        fields = [
            *["code", "deal", "exercise", "workstream", "title_en", "title_uk", "kind", "owner", "duration_days"],
            *["agreed_start", "agreed_finish", "weight", "criteria_en", "criteria_uk", "releasable_to"],
            *["cancelled_on", "state", "actual_start", "actual_finish", "version"],
        ]

    def to_representation(self, instance: Milestone) -> dict[str, Any]:
        self._facts = facts_of(instance, instance.said)  # type: ignore[attr-defined]  # prefetched by the viewset
        return super().to_representation(instance)

    @extend_schema_field(serializers.ChoiceField(choices=MilestoneState.choices))
    def get_state(self, row: Milestone) -> str:
        return self._facts.state.value

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_actual_start(self, row: Milestone) -> str | None:
        return self._facts.actual_start.isoformat() if self._facts.actual_start else None

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_actual_finish(self, row: Milestone) -> str | None:
        return self._facts.actual_finish.isoformat() if self._facts.actual_finish else None


class MilestoneCheckSerializer(serializers.ModelSerializer[MilestoneCheck]):
    milestone = code()
    exercise = exercise("milestone.deal")
    party = code()

    class Meta:
        model = MilestoneCheck
        fields = ["milestone", "exercise", "party", "person", "checked_on", "recorded_at"]


class MilestoneStatementSerializer(serializers.ModelSerializer[MilestoneStatement]):
    milestone = code()
    deal = code(source="milestone.deal")
    exercise = exercise("milestone.deal")
    party = code(allow_null=True)
    source = slug(allow_null=True)  # type: ignore[assignment]  # the field "source"
    id = uid()
    about = serializers.UUIDField(source="about.uid", read_only=True, allow_null=True, default=None)
    quantity = digits()

    class Meta:
        model = MilestoneStatement
        fields = [
            *["id", "milestone", "deal", "exercise", "kind", "party", "person", "stated_on", "start_date", "date"],
            *["quantity", "quantity_unit", "reason_code", "reason", "about", "source", "releasable_to", "recorded_at"],
        ]


class StatedNumber(serializers.DecimalField):
    """A number that keeps the digits its speaker gave."""

    def quantize(self, value: Any) -> Any:
        return value


class NewStatementSerializer(Strict):
    """What a caller states about a milestone, for the own party. The rules decide what is possible."""

    milestone = serializers.CharField(max_length=60)
    kind = serializers.CharField(max_length=12)
    date = serializers.CharField(max_length=10, required=False, default="", allow_blank=True)
    start_date = serializers.CharField(max_length=10, required=False, default="", allow_blank=True)
    reason = serializers.CharField(max_length=5000, required=False, default="", allow_blank=True)
    about = serializers.UUIDField(required=False, allow_null=True, default=None)
    quantity = StatedNumber(40, 12, required=False, allow_null=True, default=None)
    quantity_unit = serializers.CharField(max_length=12, required=False, default="", allow_blank=True)
    reason_code = reason_code()

    def to_internal_value(self, data: Any) -> Any:
        """A name that is not known is refused: nothing that a caller says is dropped in silence."""
        unknown = set(data) - set(self.fields) if isinstance(data, dict) else set()
        if unknown:
            raise serializers.ValidationError({str(name): ["Unknown."] for name in sorted(unknown)})
        return super().to_internal_value(data)


class DependencySerializer(serializers.ModelSerializer[Dependency]):
    id = uid()
    deal = code(source="predecessor.deal")
    exercise = exercise("predecessor.deal")
    predecessor = code()
    successor = code()

    class Meta:
        model = Dependency
        fields = ["id", "deal", "exercise", "predecessor", "successor", "type", "lag_days", "version"]


class OrderSerializer(serializers.ModelSerializer[Order]):
    deal = code()
    exercise = exercise("deal")
    model = slug()
    milestone = code()

    class Meta:
        model = Order
        fields = ["code", "deal", "exercise", "model", "quantity", "unit_price", "currency", "milestone", "version"]


class LotSerializer(serializers.ModelSerializer[Lot]):
    id = uid()
    deal = code(source="order.deal")
    exercise = exercise("order.deal")
    order = code()

    class Meta:
        model = Lot
        fields = [
            *["id", "deal", "exercise", "order", "number", "due_on", "planned", "accepted", "rejected"],
            *["accepted_on", "version"],
        ]


class PaymentSerializer(serializers.ModelSerializer[Payment]):
    deal = code()
    exercise = exercise("deal")
    milestone = code()
    order = code(allow_null=True)

    class Meta:
        model = Payment
        fields = [
            *["code", "deal", "exercise", "milestone", "order", "due_on", "amount", "currency", "paid_on"],
            *["paid_amount", "version"],
        ]


class EngagementSerializer(serializers.ModelSerializer[Engagement]):
    source = slug(allow_null=True)  # type: ignore[assignment]  # the field "source"

    class Meta:
        model = Engagement
        fields = [
            *["slug", "starts_on", "ends_on", "kind", "place", "party_codes", "subject_en", "subject_uk"],
            *["outcome_en", "outcome_uk", "source", "version"],
        ]


class ScheduleLineSerializer(serializers.Serializer[Any]):
    """One milestone of the schedule; nulls where the rules give none (finished) or nothing has agreed dates."""

    code = serializers.CharField()
    state = serializers.ChoiceField(choices=MilestoneState.choices)
    forecast_start = serializers.DateField(allow_null=True)
    forecast_finish = serializers.DateField(allow_null=True)
    start_slip_days = serializers.IntegerField(allow_null=True)
    finish_slip_days = serializers.IntegerField(allow_null=True)
    late_start = serializers.DateField(allow_null=True)
    late_finish = serializers.DateField(allow_null=True)
    total_float_days = serializers.IntegerField(
        allow_null=True, help_text="counted to the last milestone that you see; rule 16 of the schedule rules"
    )
    critical = serializers.BooleanField()
    from_owner = serializers.BooleanField(
        help_text="the dates come from the owner’s stated forecast; by the plan alone they would be earlier"
    )
