"""Report schedules and the reports made from them."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from portal.accounts.markings import MarkedQuerySet, Marking
from portal.accounts.models import Party
from portal.history.events import recorded
from portal.unnumbered import Unnumbered
from procurement.models import Deal
from reports.vocabulary import Cadence, DeliveryState, FileForm, ReportState, Tongue, Zone


def formats_of_a_new_schedule() -> list[str]:
    return [FileForm.PDF.value]


@recorded
class ReportSchedule(Unnumbered, Marking):
    """When a deal is reported, and to whom: after each period, at `hour` of the clock of `zone`.

    `audience` is the code of the one party that the report is for, which alone sees the schedule then; empty = all
    parties of the deal. `starts_on` lies in the first period that is reported; a schedule that was paused goes on with
    the period of the day on which it is taken up again. One on demand has no periods: each report is asked for.
    `language` and `formats` say what the mails to its recipients hold; the page of a report has everything anyway.
    """

    marked_by = ("",)
    deal_path = "deal__"

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="report_schedules")
    cadence = models.CharField(max_length=20, choices=Cadence)
    audience = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=20, choices=Zone, default=Zone.UTC)
    hour = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField(help_text="a day of the first period that is reported")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=4, choices=Tongue, default=Tongue.BOTH)
    formats = ArrayField(
        models.CharField(max_length=4, choices=FileForm), default=formats_of_a_new_schedule, blank=True
    )
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["ReportSchedule"].as_manager()

    class Meta:
        ordering = ["deal_id", "cadence", "audience"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "cadence", "audience"], name="report_schedule_once_an_audience"),
            models.CheckConstraint(condition=Q(cadence__in=Cadence.values), name="report_schedule_cadence_known"),
            models.CheckConstraint(condition=Q(zone__in=Zone.values), name="report_schedule_zone_known"),
            models.CheckConstraint(condition=Q(hour__lte=23), name="report_schedule_hour_of_a_day"),
            models.CheckConstraint(condition=Q(language__in=Tongue.values), name="report_schedule_language_known"),
            models.CheckConstraint(
                condition=Q(formats__contained_by=FileForm.values), name="report_schedule_formats_known"
            ),
            models.CheckConstraint(
                condition=Q(audience="", releasable_to=[]) | Q(releasable_to__len=1, releasable_to__0=F("audience")),
                name="report_schedule_released_to_its_audience",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deal_id} {self.cadence}"


@recorded
class Report(Marking):
    """One status report: for one deal and period, exactly once.

    queued (the period is over, a job is in line) -> ready (the body is stored and never changes) or failed (three
    attempts; the reason stands in `error`). The period is end-exclusive; the report says how things stood on its last
    day. `body` is the language-free snapshot that page and files are made of; `sha256` is the hash of its canonical
    bytes, `horizon` the oldest transaction that was still open when it was taken, `snapshot` every transaction that
    was seen (`verify_report` rebuilds the body from it), `previous` the report before for the same audience, whose
    hash stands in the body.
    """

    marked_by = ("",)
    deal_path = "deal__"

    schedule = models.ForeignKey(ReportSchedule, on_delete=models.PROTECT, related_name="reports")
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="reports")
    audience = models.CharField(max_length=40, blank=True)
    period_start = models.DateField()
    period_end = models.DateField()
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.QUEUED)
    known_at = models.DateTimeField(null=True, blank=True)
    horizon = models.BigIntegerField(null=True, blank=True)
    snapshot = models.TextField(blank=True)
    body = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="next")
    error = models.TextField(blank=True)
    queued_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["Report"].as_manager()

    class Meta:
        ordering = ["-period_end", "deal_id"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "period_end"], name="report_once_a_period"),
            models.CheckConstraint(
                condition=Q(audience="") | Q(releasable_to__len=1, releasable_to__0=F("audience")),
                name="report_released_to_its_audience",
            ),
            models.CheckConstraint(condition=Q(period_start__lt=F("period_end")), name="report_period_has_a_day"),
            models.CheckConstraint(
                condition=Q(state=ReportState.READY, body__isnull=False, known_at__isnull=False, horizon__isnull=False)
                & Q(sha256__regex=r"^[0-9a-f]{64}$")
                | Q(state__in=[ReportState.QUEUED, ReportState.FAILED], body__isnull=True, sha256=""),
                name="report_ready_has_its_body",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deal_id} {self.period_end}"

    @property
    def last_day(self) -> date:
        """The day whose state the report tells."""
        return self.period_end - timedelta(days=1)


@recorded
class ReportRecipient(Unnumbered, Marking):
    """Somebody to whom the reports of a schedule are mailed, from `added_at` until `removed_at`.

    Either an account of the party, whose own address is used, or an address that the party vouches for. Only the
    party that named the recipient sees it. Never deleted: a mail that was sent still says to whom.
    """

    marked_by = ("", "schedule__")
    deal_path = "schedule__deal__"

    schedule = models.ForeignKey(ReportSchedule, on_delete=models.PROTECT, related_name="recipients")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    address = models.EmailField(blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["ReportRecipient"].as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, address="") | Q(account__isnull=True) & ~Q(address=""),
                name="report_recipient_account_or_address",
            ),
            models.CheckConstraint(condition=Q(releasable_to__len=1), name="report_recipient_seen_by_its_party"),
            models.UniqueConstraint(
                fields=["schedule", "account"],
                condition=Q(removed_at=None, account__isnull=False),
                name="report_recipient_account_once",
            ),
            models.UniqueConstraint(
                "schedule",
                "party",
                Lower("address"),
                condition=Q(removed_at=None, account__isnull=True),
                name="report_recipient_address_once",
            ),
        ]

    def __str__(self) -> str:
        return self.account.username if self.account else self.address


class ReportDelivery(Unnumbered, Marking):
    """One mail: one report (so one version of it) to one recipient, exactly one row. Its life:

    waiting (for its turn, for `due_at`, or for a mail server to be configured) -> sending (a worker holds its job) ->
    sent (the server has taken it), or waiting again (the server could not be reached), or failed (refused for good:
    `error` says why, and it can be tried again), or withheld (the recipient may not get it). `handed_at` is noted just
    before the message leaves: where it is set and the mail is not sent, nobody knows whether it arrived. It is sent
    again under the same `message_id` then, by which the receiver knows it for the same, and `is_doubtful` says so.
    """

    marked_by = ("", "report__")
    deal_path = "report__deal__"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="deliveries")
    recipient = models.ForeignKey(ReportRecipient, on_delete=models.PROTECT, related_name="deliveries")
    message_id = models.CharField(max_length=200, unique=True)
    address = models.EmailField(blank=True, help_text="where it went, or was to go, at the last attempt")
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    is_doubtful = models.BooleanField(default=False)
    error = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["ReportDelivery"].as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "recipient"], name="report_delivery_once_a_recipient"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="report_delivery_state_known"),
            models.CheckConstraint(condition=Q(releasable_to__len=1), name="report_delivery_seen_by_its_party"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SENT, sent_at__isnull=False)
                | ~Q(state=DeliveryState.SENT) & Q(sent_at__isnull=True),
                name="report_delivery_sent_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="report_delivery_open",
                condition=Q(state__in=[DeliveryState.WAITING, DeliveryState.SENDING]),
            )
        ]

    def __str__(self) -> str:
        return self.message_id
