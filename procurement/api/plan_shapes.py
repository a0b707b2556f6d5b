"""What the plan of a deal answers in the API beside the schedule itself."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers

from procurement.queries.risk import Risk, RiskRow
from procurement.queries.what_if import WhatIf

MOVE = OpenApiParameter(
    "move",
    OpenApiTypes.STR,
    many=True,
    description="code of a milestone, colon, another start: M-7:2027-03-01; as often as you like",
)
DURATION = OpenApiParameter(
    "duration",
    OpenApiTypes.STR,
    many=True,
    description="code of a milestone, colon, another duration in calendar days: M-7:45; as often as you like",
)
SEED = OpenApiParameter("seed", OpenApiTypes.STR, description="0 to 4294967295; the same seed gives the same figures")
RUNS = OpenApiParameter("runs", OpenApiTypes.STR, description="number of courses, 100 to 10000")
ASSUME = OpenApiParameter(
    "assume",
    OpenApiTypes.STR,
    description="your own assumption where nobody has stated a spread: percent less, colon, percent more: 10:30",
)


class TriedSerializer(serializers.Serializer[Any]):
    """The agreed dates that a milestone would have."""

    code = serializers.CharField(source="milestone.code")
    start = serializers.DateField()
    finish = serializers.DateField()
    duration_days = serializers.IntegerField(source="days")


class MovedSerializer(serializers.Serializer[Any]):
    """A milestone of which the forecast finish would move."""

    code = serializers.CharField(source="milestone.code")
    now = serializers.DateField(source="before", allow_null=True)
    then = serializers.DateField(source="after", allow_null=True)
    days = serializers.IntegerField(allow_null=True)


class WhatIfSerializer(serializers.Serializer[Any]):
    """What would move, as far as the caller may see it. Hidden milestones drive the answer and are not in it."""

    status_date = serializers.DateField(source="before.status_date")
    changes = TriedSerializer(many=True)
    end_now = serializers.DateField(source="before.end", allow_null=True)
    end_then = serializers.DateField(source="after.end", allow_null=True)
    end_days = serializers.IntegerField()
    moved = MovedSerializer(many=True)
    critical_now = serializers.SerializerMethodField()
    critical_then = serializers.SerializerMethodField()

    def get_critical_now(self, found: WhatIf) -> list[str]:
        return [milestone.code for milestone in found.critical[0]]

    def get_critical_then(self, found: WhatIf) -> list[str]:
        return [milestone.code for milestone in found.critical[1]]


class SpreadSerializer(serializers.Serializer[Any]):
    """Calendar days. `assumed`: not stated by anybody, but assumed by the caller."""

    shortest = serializers.IntegerField()
    likely = serializers.IntegerField()
    longest = serializers.IntegerField()
    assumed = serializers.BooleanField()


class RiskRowSerializer(serializers.Serializer[Any]):
    """A milestone that has not finished: by when half and four fifths of the courses finish it."""

    code = serializers.CharField(source="row.milestone.code")
    forecast_finish = serializers.DateField(source="row.due_on")
    p50 = serializers.DateField()
    p80 = serializers.DateField()
    critical_percent = serializers.FloatField(
        source="critical", help_text="percent of the courses in which it has no float: the criticality index"
    )
    spread = serializers.SerializerMethodField()

    @extend_schema_field(SpreadSerializer(allow_null=True))
    def get_spread(self, row: RiskRow) -> dict[str, Any] | None:
        spread = row.stated or row.assumed
        if spread is None:
            return None
        days = {name: getattr(spread, name) for name in ("shortest", "likely", "longest")}
        return {**days, "assumed": row.stated is None}


class CurvePointSerializer(serializers.Serializer[Any]):
    percent = serializers.IntegerField()
    day = serializers.DateField()


class RiskSerializer(serializers.Serializer[Any]):
    """How sure the dates are, as far as the caller may see the plan. Hidden milestones drive it and are not in it."""

    status_date = serializers.DateField(source="plan.status_date")
    seed = serializers.IntegerField(source="asked.seed")
    runs = serializers.IntegerField(source="asked.runs")
    assume = serializers.SerializerMethodField()
    end_forecast = serializers.DateField(source="plan.end", allow_null=True)
    end_p50 = serializers.DateField(source="p50", allow_null=True)
    end_p80 = serializers.DateField(source="p80", allow_null=True)
    percent_by_forecast = serializers.FloatField(allow_null=True)
    percent_by_last_day = serializers.FloatField(allow_null=True)
    curve = serializers.SerializerMethodField()
    milestones = RiskRowSerializer(source="rows", many=True)

    def get_assume(self, risk: Risk) -> str | None:
        return None if risk.asked.assume is None else "{}:{}".format(*risk.asked.assume)

    @extend_schema_field(CurvePointSerializer(many=True))
    def get_curve(self, risk: Risk) -> list[dict[str, Any]]:
        points = risk.table if len(risk.ends) else []
        return [{"percent": percent, "day": day.isoformat()} for percent, day in points]
