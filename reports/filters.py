"""Filters of reports, the same for page and API."""

import django_filters as filters

from reports.models import Narrative, Report, ReportDelivery, ReportRecipient, ReportSchedule
from reports.vocabulary import Cadence, DeliveryState, NarrativeState, ReportState


class ReportFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    deal = filters.CharFilter(field_name="deal__code")
    state = filters.MultipleChoiceFilter(choices=ReportState.choices)

    class Meta:
        model = Report
        fields = ["deal", "state"]


class ScheduleFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    deal = filters.CharFilter(field_name="deal__code")
    cadence = filters.MultipleChoiceFilter(choices=Cadence.choices)

    class Meta:
        model = ReportSchedule
        fields = ["deal", "cadence"]


class RecipientFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    schedule = filters.UUIDFilter(field_name="schedule__uid")

    class Meta:
        model = ReportRecipient
        fields = ["schedule"]


class DeliveryFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    deal = filters.CharFilter(field_name="report__deal__code")
    report = filters.NumberFilter(field_name="report_id")
    state = filters.MultipleChoiceFilter(choices=DeliveryState.choices)

    class Meta:
        model = ReportDelivery
        fields = ["deal", "report", "state"]


class NarrativeFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    deal = filters.CharFilter(field_name="report__deal__code")
    report = filters.NumberFilter(field_name="report_id")
    party = filters.CharFilter(field_name="party__code")
    state = filters.MultipleChoiceFilter(choices=NarrativeState.choices)

    class Meta:
        model = Narrative
        fields = ["deal", "report", "party", "state"]
