"""Endpoint of applications: who says that a model is meant or used for a task."""

from collections.abc import Mapping
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.actions.applications import ApplicationWords, add_application, withdraw_application
from catalog.actions.sources import SourceWords
from catalog.api.ledger import NewSourceSerializer, ReasonSerializer, party, text_field
from catalog.api.models import slug
from catalog.models import ApplicationStatement
from catalog.queries.applications import applications_with_withdrawn
from catalog.vocabulary import DroneRole
from portal.accounts.models import User
from portal.rest.views import KEY, RecordViewSet, Strict, caller, once, valid_body


class ApplicationFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    model = filters.CharFilter(field_name="model__slug")
    application = filters.MultipleChoiceFilter(choices=DroneRole.choices)
    withdrawn = filters.BooleanFilter(method="any_row", label="withdrawn ones too")

    class Meta:
        model = ApplicationStatement
        fields = ["model", "application", "withdrawn"]

    def filter_queryset(self, rows: QuerySet[ApplicationStatement]) -> QuerySet[ApplicationStatement]:
        found: QuerySet[ApplicationStatement] = super().filter_queryset(rows)
        return found if self.form.cleaned_data.get("withdrawn") else found.filter(withdrawn_by=None)

    def any_row(self, rows: QuerySet[Any], name: str, value: object) -> QuerySet[Any]:
        """`withdrawn` leaves rows out when it is not given, see filter_queryset."""
        return rows


class ApplicationWithdrawalSerializer(serializers.ModelSerializer[ApplicationStatement]):
    reason = serializers.CharField(source="condition")
    party = party(source="owner")
    person = serializers.CharField(source="added_by")
    withdrawn_at = serializers.DateTimeField(source="recorded_at")

    class Meta:
        model = ApplicationStatement
        fields = ["reason", "party", "person", "withdrawn_at"]


class ApplicationSerializer(serializers.ModelSerializer[ApplicationStatement]):
    """An application with who brought it, and with its withdrawal where it was taken back."""

    model = slug()
    source = slug()  # type: ignore[assignment]  # the field "source"
    owner = party()
    withdrawal = serializers.SerializerMethodField()

    class Meta:
        model = ApplicationStatement
        fields = [
            *["id", "model", "application", "stated_by", "stated_on", "source", "condition", "recorded_at"],
            *["owner", "added_by", "withdrawal"],
        ]

    @extend_schema_field(ApplicationWithdrawalSerializer(allow_null=True))
    def get_withdrawal(self, row: ApplicationStatement) -> Any:
        return ApplicationWithdrawalSerializer(row.withdrawn_by).data if hasattr(row, "withdrawn_by") else None


class NewApplicationSerializer(Strict):
    """What a model is meant or used for. `source` is the slug of a known page, `new_source` any page."""

    model = text_field(120, needed=True)
    application = text_field(20, needed=True)
    stated_by = text_field(10, needed=True)
    stated_on = text_field(10)
    condition = text_field(5000)
    source = text_field(120)  # type: ignore[assignment]  # the field "source"
    new_source = NewSourceSerializer(required=False)

    @staticmethod
    def words(given: Mapping[str, Any]) -> ApplicationWords:
        """What the action takes."""
        source = SourceWords(slug=given["source"], **given.get("new_source", {}))
        plain = ("application", "stated_by", "stated_on", "condition")
        return ApplicationWords(source=source, **{name: given[name] for name in plain})


class ApplicationViewSet(RecordViewSet[ApplicationStatement]):
    """Applications of models, each with its source. Withdrawn ones are left out unless `withdrawn=true`."""

    serializer_class = ApplicationSerializer
    filterset_class = ApplicationFilter
    lookup_value_regex = "[0-9]{1,18}"

    def rows(self, user: User) -> QuerySet[ApplicationStatement]:
        return applications_with_withdrawn(user)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The list and its export leave withdrawn ones out; the address of a single one stays good."""
        return queryset if self.detail else super().filter_queryset(queryset)

    @extend_schema(parameters=[KEY], request=NewApplicationSerializer, responses={201: ApplicationSerializer})
    def create(self, request: Request) -> Response:
        """Puts an application on record for the own party, with its source."""
        given = valid_body(NewApplicationSerializer, request)

        def write() -> Response:
            words = NewApplicationSerializer.words(given)
            row = add_application(model_slug=given["model"], words=words, by=caller(request), at=timezone.now())
            return self._answer(row.pk, 201)

        return once(request, write)

    @extend_schema(parameters=[KEY], request=ReasonSerializer, responses={200: ApplicationSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def withdraw(self, request: Request, pk: str = "") -> Response:
        """Takes an application back: it stays readable and counts nowhere. The own party's and the public record's."""
        given = valid_body(ReasonSerializer, request)

        def write() -> Response:
            withdraw_application(number=int(pk), by=caller(request), at=timezone.now(), reason=given["reason"])
            return self._answer(int(pk), 200)

        return once(request, write)

    def _answer(self, pk: int, status: int) -> Response:
        """The application as it stands now."""
        return Response(ApplicationSerializer(self.rows(caller(self.request)).get(pk=pk)).data, status=status)
