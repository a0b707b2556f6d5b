"""What background work calls: put due reports in line, make one, note that one failed."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from portal import mail
from portal.jobs.actions import Claim, note_progress
from reports.actions import mailing, note_report_failed, queue_due_reports, store_report
from reports.actions.announcing import announce
from reports.actions.making import note_in_line_again
from reports.composers.body import compose
from reports.composers.mail import mail_of
from reports.models import Report
from reports.queries.collecting import collect
from reports.rules import Period


def sweep(at: datetime) -> None:
    """Called at each tick."""
    queue_due_reports(at=at)


def sweep_mail(at: datetime) -> None:
    """Called at each tick."""
    mailing.queue_mail(at=at)


def _report(claimed: Claim) -> Report:
    return Report.objects.get(
        schedule_id=claimed.payload["schedule"], period_end=date.fromisoformat(claimed.payload["period_end"])
    )


def make_report(claimed: Claim, at: datetime) -> Callable[[], None]:
    """Collects and composes outside of the job's transaction; storing is the effect that commits with the job."""
    report = _report(claimed)
    note_progress(claimed, 10)
    found = collect(report.deal_id, Period(report.period_start, report.period_end), audience=report.audience)
    note_progress(claimed, 50)
    body = compose(found, known_at=at)
    note_progress(claimed, 90)

    def effect() -> None:
        store_report(report=report, body=body, horizon=found.horizon, snapshot=found.snapshot, at=at)
        announce(report, kind="report-ready", at=at)
        mailing.queue_mail(at=at)

    return effect


def note_failure(claimed: Claim, error: str) -> None:
    """Called when the last attempt failed."""
    note_report_failed(report=_report(claimed), error=error)
    announce(_report(claimed), kind="report-failed", at=timezone.now())


def note_again(claimed: Claim) -> None:
    """Called when an operator puts the job in line again."""
    note_in_line_again(_report(claimed))


def send_mail(claimed: Claim, at: datetime) -> Callable[[], None]:
    """Hands one mail to the server; what came of it is the effect that commits with the job."""
    posted = mailing.claim_mail(claimed, at=at)
    if posted is None:
        return lambda: None
    row = posted.delivery
    which: dict[str, Any] = {"identifier": row.message_id, "correction": row.narrative}
    message = mail_of(row.report, row.recipient.schedule, to=posted.address, **which)
    try:
        mail.send(message, to=posted.address, before=lambda: mailing.note_handed(posted, claimed, at=at))
    except mail.NotNow as fault:
        said, doubtful = str(fault), fault.is_doubtful
        return lambda: mailing.put_back(posted, error=said, is_doubtful=doubtful, at=at)
    except mail.Never as fault:
        said = str(fault)
        return lambda: mailing.note_refused(posted, error=said)
    return lambda: mailing.note_sent(posted, at=at)


def note_mail_failure(claimed: Claim, error: str) -> None:
    """Called when the job was given up."""
    mailing.note_mail_lost(claimed.payload["delivery"], error=error)
