"""Report schedules and the reports made from them."""

from datetime import date, timedelta

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from portal.accounts.markings import MarkedQuerySet, Marking
from portal.history.events import kept
from portal.unnumbered import RandomKey, Unnumbered
from procurement.models import Deal
from reports.vocabulary import Cadence, FileForm, ReportState, Tongue, Zone

READY_STAYS = pgtrigger.Protect(
    name="ready_never_changed",
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__state=ReportState.READY.value),
)


def formats_of_a_new_schedule() -> list[str]:
    return [FileForm.PDF.value]


@kept
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


@pgtrigger.register(READY_STAYS)
@kept
class Report(RandomKey, Marking):
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
