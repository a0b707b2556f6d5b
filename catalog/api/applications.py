"""Endpoint of applications: who says that a model is meant or used for a task."""

import django_filters as filters
from django.db.models import QuerySet
from rest_framework import serializers

from catalog.api.models import slug
from catalog.models import ApplicationStatement
from catalog.queries.applications import applications_of
from catalog.vocabulary import DroneRole
from portal.accounts.models import User
from portal.rest.views import RecordViewSet


class ApplicationFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    model = filters.CharFilter(field_name="model__slug")
    application = filters.MultipleChoiceFilter(choices=DroneRole.choices)

    class Meta:
        model = ApplicationStatement
        fields = ["model", "application"]


class ApplicationSerializer(serializers.ModelSerializer[ApplicationStatement]):
    model = slug()
    source = slug()  # type: ignore[assignment]  # the field "source"

    class Meta:
        model = ApplicationStatement
        fields = ["id", "model", "application", "stated_by", "stated_on", "source", "condition", "recorded_at"]


class ApplicationViewSet(RecordViewSet[ApplicationStatement]):
    """Applications of models, each with its source; withdrawn ones are left out."""

    serializer_class = ApplicationSerializer
    filterset_class = ApplicationFilter

    def rows(self, user: User) -> QuerySet[ApplicationStatement]:
        return applications_of(user)
