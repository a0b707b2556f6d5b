"""What the plan of a deal answers in the API beside the schedule itself."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

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
