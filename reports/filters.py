"""Filters of reports, the same for page and API."""

import django_filters as filters

from reports.models import Report
from reports.vocabulary import ReportState


class ReportFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    deal = filters.CharFilter(field_name="deal__code")
    state = filters.MultipleChoiceFilter(choices=ReportState.choices)

    class Meta:
        model = Report
        fields = ["deal", "state"]
