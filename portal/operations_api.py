"""Endpoint of operators: the background work."""

from dataclasses import asdict
from typing import ClassVar

import django_filters as filters
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.models import User
from portal.faults import Conflict
from portal.jobs.models import Job, JobState
from portal.jobs.operating import error_for, jobs_for, put_again, retries_for
from portal.rest.views import KEY, RecordViewSet, caller, once


class JobFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    state = filters.MultipleChoiceFilter(choices=JobState.choices)
    kind = filters.CharFilter()

    class Meta:
        model = Job
        fields = ["state", "kind"]


class RetrySerializer(serializers.Serializer[Job]):
    """Who put a job in line again; of people of another party only their party."""

    by = serializers.CharField()
    at = serializers.DateTimeField()


class JobSerializer(serializers.ModelSerializer[Job]):
    """A piece of background work. `error` is its kind only for an operator of a party."""

    error = serializers.SerializerMethodField()
    retries = serializers.SerializerMethodField()

    class Meta:
        model = Job
        fields = [
            *["id", "kind", "state", "attempts", "progress", "created_at", "due_at", "lease_until", "finished_at"],
            *["worker", "error", "retries"],
        ]

    @extend_schema_field(serializers.CharField())
    def get_error(self, row: Job) -> str:
        return error_for(row, self.context["request"].user)

    @extend_schema_field(RetrySerializer(many=True))
    def get_retries(self, row: Job) -> list[dict[str, str]]:
        return [asdict(one) for one in retries_for(row, self.context["request"].user)]


class JobViewSet(RecordViewSet[Job]):
    """All jobs, for operators; nobody else finds any."""

    serializer_class = JobSerializer
    filterset_class = JobFilter
    lookup_value_regex = "[0-9]{1,18}"
    own_parameters: ClassVar = {}

    def rows(self, user: User) -> QuerySet[Job]:
        return jobs_for(user)

    @extend_schema(parameters=[KEY], request=None, responses={202: JobSerializer})
    @action(detail=True, methods=["post"], pagination_class=None, filter_backends=[])
    def again(self, request: Request, pk: str = "") -> Response:
        """Puts a parked job in line again, with three new attempts."""
        row = self.rows(caller(request)).filter(pk=pk).first()
        if row is None:
            raise Http404

        def write() -> Response:
            if not put_again(row.pk, by=caller(request), at=timezone.now()):
                raise Conflict("This job is not parked, or is put in line again elsewhere.", current={})
            row.refresh_from_db()
            return Response(JobSerializer(row, context={"request": request}).data, status=202)

        return once(request, write)
