"""Endpoints of schedules, of their recipients, and of what was mailed to them."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.models import User
from portal.rest.views import IF_MATCH, KEY, RecordViewSet, Strict, caller, once, seen_version, valid_body
from reports.actions.mailing import send_again
from reports.actions.recipients import add_recipient, remove_recipient
from reports.actions.schedules import ScheduleWords, add_schedule, change_schedule, pause_schedule, resume_schedule
from reports.actions.schedules import run_now as run_schedule_now
from reports.composers.preview import preview_of
from reports.filters import DeliveryFilter, RecipientFilter, ScheduleFilter
from reports.forms import PERIODIC
from reports.models import ReportDelivery, ReportRecipient, ReportSchedule
from reports.queries.delivering import deliveries_of
from reports.queries.previewing import collected_now
from reports.queries.schedules import Listed, listed
from reports.vocabulary import FileForm, Tongue, Zone

UID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


class ReportScheduleSerializer(serializers.ModelSerializer[ReportSchedule]):
    """When a deal is reported to whom. `audience` is one party, or '' for all parties; `next_due` null: when asked."""

    deal = serializers.SlugRelatedField(slug_field="code", read_only=True)  # type: ignore[var-annotated]
    exercise = serializers.BooleanField(source="deal.is_exercise", read_only=True)
    active = serializers.BooleanField(source="is_active", read_only=True)
    formats = serializers.ListField(child=serializers.ChoiceField(choices=FileForm.choices), read_only=True)
    next_start = serializers.SerializerMethodField()
    next_last_day = serializers.SerializerMethodField()
    next_due = serializers.SerializerMethodField()

    class Meta:
        model = ReportSchedule
        fields = [
            *["uid", "deal", "exercise", "cadence", "audience", "zone", "hour", "starts_on", "active", "language"],
            *["formats", "next_start", "next_last_day", "next_due", "version"],
        ]

    _last: Listed | None = None

    def _next(self, row: ReportSchedule) -> Listed:
        """Worked out once for the three fields of a row."""
        if self._last is None or self._last.schedule is not row:
            self._last = listed(row, timezone.now())
        return self._last

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_next_start(self, row: ReportSchedule) -> Any:
        period = self._next(row).period
        return period.start if period and row.is_active else None

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_next_last_day(self, row: ReportSchedule) -> Any:
        period = self._next(row).period
        return period.last_day if period and row.is_active else None

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_next_due(self, row: ReportSchedule) -> Any:
        due = self._next(row).due if row.is_active else None
        return serializers.DateTimeField().to_representation(due) if due else None


def _formats(**options: Any) -> serializers.ListField:
    child = serializers.ChoiceField(choices=FileForm.choices)
    return serializers.ListField(child=child, max_length=len(FileForm.values), **options)


class NewScheduleSerializer(Strict):
    """`own`: only for the caller's party, with what is marked for it."""

    deal = serializers.CharField(max_length=60)
    cadence = serializers.ChoiceField(choices=PERIODIC)
    zone = serializers.ChoiceField(choices=Zone.choices, default=Zone.UTC)
    hour = serializers.IntegerField(min_value=0, max_value=23, default=8)
    own = serializers.BooleanField(default=False)
    language = serializers.ChoiceField(choices=Tongue.choices, default=Tongue.BOTH)
    formats = _formats(default=lambda: [FileForm.PDF.value])


class ChangedScheduleSerializer(Strict):
    """What is left out stays as it is; `active` alone pauses or takes up again."""

    zone = serializers.ChoiceField(choices=Zone.choices, required=False)
    hour = serializers.IntegerField(min_value=0, max_value=23, required=False)
    language = serializers.ChoiceField(choices=Tongue.choices, required=False)
    formats = _formats(required=False)
    active = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "active" in attrs and len(attrs) > 1:
            raise ValidationError({"active": ["Pause or take up in a call of its own: it is another step."]})
        return attrs


class AskedReportSerializer(serializers.Serializer[Any]):
    """The report that was put in line: see /reports/<id>/progress/."""

    report = serializers.IntegerField(source="pk")
    state = serializers.CharField()


class ReportScheduleViewSet(RecordViewSet[ReportSchedule]):
    """Schedules of reports. POST makes one, PATCH changes, pauses or takes it up; `run` asks for a report now."""

    serializer_class = ReportScheduleSerializer
    filterset_class = ScheduleFilter
    lookup_field = "uid"
    lookup_value_regex = UID
    own_parameters: ClassVar = {}

    def rows(self, user: User) -> QuerySet[ReportSchedule]:
        return ReportSchedule.objects.visible_to(user).select_related("deal")

    @extend_schema(parameters=[KEY], request=NewScheduleSerializer, responses={201: ReportScheduleSerializer})
    def create(self, request: Request) -> Response:
        """A schedule whose first report tells the period of today."""
        given = valid_body(NewScheduleSerializer, request)

        def write() -> Response:
            made = add_schedule(words=ScheduleWords(**given), by=caller(request), at=timezone.now())
            return self._answer(made.uid, 201)

        return once(request, write)

    @extend_schema(
        parameters=[IF_MATCH, KEY], request=ChangedScheduleSerializer, responses={200: ReportScheduleSerializer}
    )
    def partial_update(self, request: Request, uid: str = "") -> Response:
        """Another clock, other mails, or pause and take up."""
        version, given = seen_version(request), valid_body(ChangedScheduleSerializer, request)
        row = self._row(request, uid)
        which: dict[str, Any] = {"schedule_id": row.pk, "version": version, "by": caller(request)}

        def write() -> Response:
            if "active" not in given:
                clock = {"zone": row.zone, "hour": row.hour}
                change_schedule(**which, **{**clock, **given}, reason="Changed by machine")
            elif given["active"]:
                resume_schedule(**which, at=timezone.now())
            else:
                pause_schedule(**which)
            return self._answer(row.uid, 200)

        return once(request, write)

    @extend_schema(parameters=[KEY], request=None, responses={202: AskedReportSerializer})
    @action(detail=True, methods=["post"], pagination_class=None, filter_backends=[])
    def run(self, request: Request, uid: str = "") -> Response:
        """A report on the running period up to today, on demand; once a day."""
        row = self._row(request, uid)

        def write() -> Response:
            made = run_schedule_now(schedule_id=row.pk, by=caller(request), at=timezone.now())
            return Response(AskedReportSerializer(made).data, status=202)

        return once(request, write)

    @extend_schema(responses={200: OpenApiTypes.OBJECT}, filters=False)
    @action(detail=True, pagination_class=None, filter_backends=[])
    def preview(self, request: Request, uid: str = "") -> Response:
        """The body of the next report as it would be now. Nothing is stored, numbered or mailed."""
        row, at = self._row(request, uid), timezone.now()
        return Response(preview_of(row, collected_now(row, at=at), at=at).body)

    def _row(self, request: Request, uid: str) -> ReportSchedule:
        row = self.rows(caller(request)).filter(uid=UUID(uid)).first()
        if row is None:
            raise Http404
        return row

    def _answer(self, uid: UUID, status: int) -> Response:
        row = self.rows(caller(self.request)).get(uid=uid)
        return Response(ReportScheduleSerializer(row).data, status=status)


class ReportRecipientSerializer(serializers.ModelSerializer[ReportRecipient]):
    """Somebody to whom the reports of a schedule are mailed: an account of the party, or an address it vouches for."""

    schedule = serializers.UUIDField(source="schedule.uid", read_only=True)
    deal = serializers.CharField(source="schedule.deal.code", read_only=True)
    exercise = serializers.BooleanField(source="schedule.deal.is_exercise", read_only=True)
    party = serializers.CharField(source="party.code", read_only=True)
    account = serializers.CharField(source="account.username", read_only=True, default="")

    class Meta:
        model = ReportRecipient
        fields = ["uid", "schedule", "deal", "exercise", "party", "account", "address", "added_at", "version"]


class NewRecipientSerializer(Strict):
    """`who`: a user name of the caller's party, or a mail address for which it vouches."""

    schedule = serializers.UUIDField()
    who = serializers.CharField(max_length=254)


class ReportRecipientViewSet(RecordViewSet[ReportRecipient]):
    """The recipients that the caller's party named and that still stand. POST names one, DELETE takes one off."""

    serializer_class = ReportRecipientSerializer
    filterset_class = RecipientFilter
    lookup_field = "uid"
    lookup_value_regex = UID

    def rows(self, user: User) -> QuerySet[ReportRecipient]:
        rows = ReportRecipient.objects.visible_to(user).filter(removed_at=None)
        return rows.select_related("schedule__deal", "party", "account")

    @extend_schema(parameters=[KEY], request=NewRecipientSerializer, responses={201: ReportRecipientSerializer})
    def create(self, request: Request) -> Response:
        """Names a recipient for the own party; later reports are mailed there."""
        given = valid_body(NewRecipientSerializer, request)
        schedule = ReportSchedule.objects.visible_to(caller(request)).filter(uid=given["schedule"]).first()
        if schedule is None:
            raise ValidationError({"schedule": ["There is no such schedule."]})
        number = schedule.pk

        def write() -> Response:
            made = add_recipient(schedule_id=number, who=given["who"], by=caller(request), at=timezone.now())
            return Response(ReportRecipientSerializer(self.rows(caller(request)).get(pk=made.pk)).data, status=201)

        return once(request, write)

    @extend_schema(parameters=[IF_MATCH, KEY], responses={204: None})
    def destroy(self, request: Request, uid: str = "") -> Response:
        """Nothing is mailed there any more, also not what is still in line."""
        version = seen_version(request)
        row = self.rows(caller(request)).filter(uid=UUID(uid)).first()
        if row is None:
            raise Http404

        def write() -> Response:
            remove_recipient(recipient=row, version=version, by=caller(request), at=timezone.now())
            return Response(status=204)

        return once(request, write)


class ReportDeliverySerializer(serializers.ModelSerializer[ReportDelivery]):
    """One report to one recipient, or the correction of comments on it that `correction` names by its uid.

    `doubtful`: it may have come twice, both times under this Message-ID.
    """

    report = serializers.IntegerField(source="report_id", read_only=True)
    deal = serializers.CharField(source="report.deal.code", read_only=True)
    exercise = serializers.BooleanField(source="report.deal.is_exercise", read_only=True)
    recipient = serializers.UUIDField(source="recipient.uid", read_only=True)
    correction = serializers.UUIDField(source="narrative.uid", read_only=True, default=None, allow_null=True)
    doubtful = serializers.BooleanField(source="is_doubtful", read_only=True)

    class Meta:
        model = ReportDelivery
        fields = [
            *[
                "uid",
                "report",
                "deal",
                "exercise",
                "recipient",
                "correction",
                "address",
                "message_id",
                "state",
                "attempts",
            ],
            *["queued_at", "due_at", "sent_at", "doubtful", "error", "version"],
        ]


class ReportDeliveryViewSet(RecordViewSet[ReportDelivery]):
    """What was mailed to the recipients of the caller's party, and what waits or failed."""

    serializer_class = ReportDeliverySerializer
    filterset_class = DeliveryFilter
    lookup_field = "uid"
    lookup_value_regex = UID

    def rows(self, user: User) -> QuerySet[ReportDelivery]:
        return deliveries_of(user)

    @extend_schema(parameters=[IF_MATCH, KEY], request=None, responses={202: ReportDeliverySerializer})
    @action(detail=True, methods=["post"], pagination_class=None, filter_backends=[])
    def again(self, request: Request, uid: str = "") -> Response:
        """Puts a mail that failed or was withheld in line again."""
        version = seen_version(request)
        row = self.rows(caller(request)).filter(uid=UUID(uid)).first()
        if row is None:
            raise Http404

        def write() -> Response:
            send_again(delivery=row, version=version, by=caller(request), at=timezone.now())
            found = self.rows(caller(request)).get(pk=row.pk)
            return Response(ReportDeliverySerializer(found).data, status=202)

        return once(request, write)
