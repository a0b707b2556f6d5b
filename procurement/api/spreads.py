"""Endpoint of stated durations: how sure the owners of milestones are."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.models import User
from portal.rest.views import IF_MATCH, KEY, RecordViewSet, Strict, caller, once, seen_version, valid_body
from procurement import filters
from procurement.actions.spreads import Days, state_spread
from procurement.api.serializers import code, exercise, uid
from procurement.models import DurationSpread
from procurement.models.spreads import LONGEST_DURATION


class DurationSpreadSerializer(serializers.ModelSerializer[DurationSpread]):
    """Calendar days; nulls in all three take back what was stated before. The last one of a milestone counts."""

    id = uid()
    milestone = code()
    deal = code(source="milestone.deal")
    exercise = exercise("milestone.deal")
    party = code()

    class Meta:
        model = DurationSpread
        fields = [
            *["id", "milestone", "deal", "exercise", "shortest", "likely", "longest", "party", "person", "reason"],
            *["releasable_to", "recorded_at"],
        ]


def _days() -> serializers.IntegerField:
    return serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=0, max_value=LONGEST_DURATION
    )


class NewSpreadSerializer(Strict):
    """What the owner of a milestone states of its duration. Without days it takes back what was stated."""

    milestone = serializers.CharField(max_length=60)
    shortest = _days()
    likely = _days()
    longest = _days()
    reason = serializers.CharField(max_length=5000)


class DurationSpreadViewSet(RecordViewSet[DurationSpread]):
    """How sure owners are of the durations of their milestones. POST adds a statement for the own party."""

    serializer_class = DurationSpreadSerializer
    filterset_class = filters.DurationSpreadFilter
    lookup_field = "uid"

    def rows(self, user: User) -> QuerySet[DurationSpread]:
        return DurationSpread.objects.visible_to(user).select_related("milestone__deal", "party")

    @extend_schema(parameters=[IF_MATCH, KEY], request=NewSpreadSerializer, responses={201: DurationSpreadSerializer})
    def create(self, request: Request) -> Response:
        """States the shortest, most likely and longest duration of a milestone; If-Match is the milestone's ETag."""
        version = seen_version(request)
        given = valid_body(NewSpreadSerializer, request)

        def write() -> Response:
            days = Days(given["shortest"], given["likely"], given["longest"])
            made = state_spread(
                milestone_code=given["milestone"],
                by=caller(request),
                at=timezone.now(),
                reason=given["reason"],
                version=version,
                days=days,
            )
            return Response(DurationSpreadSerializer(made).data, status=201)

        return once(request, write)
