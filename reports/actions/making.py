"""Putting reports in line and storing what was composed. Each report exists exactly once."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts import roles
from portal.accounts.models import User
from portal.faults import Conflict, Missing, Refused
from portal.history.writing import Actor, writing
from portal.jobs import quarantine
from portal.jobs.actions import again, enqueue
from procurement.models import Deal
from reports.composers.proof import digest
from reports.models import Report, ReportSchedule
from reports.queries.schedules import missing
from reports.rules import Period, job_key, week_before
from reports.vocabulary import Cadence, ReportState

CLERK = Actor("system:reports")


def queue_due_reports(*, at: datetime) -> int:
    """Puts a job in line for each report that is due and does not exist; returns how many were put.

    A deal without a schedule gets the weekly one, beginning with the last whole week. In quarantine what was due more
    than a day ago waits. Safe to run twice at once: the database allows one report per schedule and period.
    """
    today = at.date()
    with transaction.atomic():
        _schedule_new_deals(today)
        schedules = ReportSchedule.objects.all()
        held = missing(schedules, at=at - quarantine.HELD_AFTER) if quarantine.is_on() else []
        new = [pair for pair in missing(schedules, at=at) if pair not in held]
        for schedule, period in new:
            queue(schedule, period, at=at)
    return len(new)


def _schedule_new_deals(today: date) -> None:
    """Each deal begins with the weekly report to all its parties; who wants none pauses it."""
    deals = list(Deal.objects.exclude(report_schedules__cadence=Cadence.WEEKLY))
    if deals:
        first = week_before(today)
        with writing(by=CLERK, reason="Every deal is reported weekly"):
            ReportSchedule.objects.bulk_create(
                ReportSchedule(deal=deal, cadence=Cadence.WEEKLY, starts_on=first.start) for deal in deals
            )


def queue(schedule: ReportSchedule, period: Period, *, at: datetime) -> None:
    """Puts the report on one period in line, unless it is there already. Part of the caller's transaction."""
    report = Report(
        schedule=schedule,
        deal_id=schedule.deal_id,
        audience=schedule.audience,
        releasable_to=[schedule.audience] if schedule.audience else [],
        period_start=period.start,
        period_end=period.end,
        queued_at=at,
    )
    with writing(by=CLERK, reason="The period is over"):
        Report.objects.bulk_create([report], ignore_conflicts=True)
    payload = {"schedule": schedule.pk, "period_end": period.end.isoformat()}
    enqueue(kind="report", key=job_key(schedule.pk, period.end), payload=payload, at=at)


def store_report(*, report: Report, body: dict[str, Any], horizon: int, snapshot: str, at: datetime) -> None:
    """Stores the body of a queued report. A report that is ready is never changed."""
    with writing(by=CLERK, reason="Report made"):
        row = Report.objects.select_for_update().get(pk=report.pk)
        if row.state == ReportState.READY:
            return
        row.state, row.body, row.sha256 = ReportState.READY, body, digest(body)
        row.horizon, row.snapshot, row.known_at, row.error = horizon, snapshot, at, ""
        row.previous_id = body["previous"]
        row.version += 1
        row.save()


def note_report_failed(*, report: Report, error: str) -> None:
    """Marks a queued report as failed, with the reason that its page shows."""
    with writing(by=CLERK, reason="Report failed"):
        row = Report.objects.select_for_update().get(pk=report.pk)
        if row.state == ReportState.QUEUED:
            row.state, row.error = ReportState.FAILED, error
            row.version += 1
            row.save()


def make_again(*, number: int, version: int, by: User, at: datetime) -> Report:
    """Puts a report that failed in line again; its three attempts begin anew.

    Missing: no such report for this person. Refused: no right. Conflict: it is no longer the failed one that was seen.
    """
    if not Report.objects.visible_to(by).filter(pk=number).exists():
        raise Missing(_("There is no such report."))
    if not by.may(roles.ISSUE_REPORT):
        raise Refused(_("Your role reads reports but does not issue them."), code="no-right")
    with writing(by=by.actor, reason="Tried again by hand"):
        row = Report.objects.select_for_update().get(pk=number)
        if row.version != version or row.state != ReportState.FAILED:
            raise Conflict(_("This report has moved on since you saw it."), current={"version": row.version})
        note_in_line_again(row)
        again(key=job_key(row.schedule_id, row.period_end), by=by, at=at)
    return row


def note_in_line_again(row: Report) -> None:
    """A failed report waits again. Part of the caller's transaction, which also puts the job in line."""
    with writing(by=CLERK, reason="In line again"):
        if row.state == ReportState.FAILED:
            row.state, row.error = ReportState.QUEUED, ""
            row.version += 1
            row.save()


def issue_report(*, deal_code: str, by: User | None, at: datetime) -> Report:
    """The weekly report on the last whole week, put in line by hand; an existing one is given back.

    `by` is None for an operator at the command line. Missing: no such deal for this person. Refused: no right.
    """
    deals = Deal.objects.all() if by is None else Deal.objects.visible_to(by)
    deal = deals.filter(code=deal_code).first()
    if deal is None:
        raise Missing(f"There is no deal {deal_code}.")
    if by is not None and not by.may(roles.ISSUE_REPORT):
        raise Refused("Your role reads reports but does not issue them.", code="no-right")
    with transaction.atomic():
        _schedule_new_deals(at.date())
        schedule = ReportSchedule.objects.get(deal=deal, cadence=Cadence.WEEKLY, audience="")
        period = week_before(at.date())
        queue(schedule, period, at=at)
    return Report.objects.get(schedule=schedule, period_end=period.end)
