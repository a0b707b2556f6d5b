"""Endpoint of reports: the stored body, as it was made."""

from django.db.models import QuerySet
from rest_framework import serializers

from portal.accounts.models import User
from portal.rest.views import RecordViewSet
from reports.filters import ReportFilter
from reports.models import Report


class ReportSerializer(serializers.ModelSerializer[Report]):
    deal = serializers.SlugRelatedField(slug_field="code", read_only=True)  # type: ignore[var-annotated]
    exercise = serializers.BooleanField(source="deal.is_exercise", read_only=True)
    previous = serializers.IntegerField(source="previous_id", read_only=True, allow_null=True)

    class Meta:
        model = Report
        fields = [
            *["id", "deal", "exercise", "period_start", "period_end", "state", "known_at", "horizon", "sha256"],
            *["previous", "error", "version", "body"],
        ]


class ReportViewSet(RecordViewSet[Report]):
    """Status reports; `body` is the snapshot that both languages are made from."""

    serializer_class = ReportSerializer
    filterset_class = ReportFilter

    def rows(self, user: User) -> QuerySet[Report]:
        return Report.objects.visible_to(user).select_related("deal")
