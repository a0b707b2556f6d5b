"""What background work calls: put due reports in line, make one, note that one failed."""

from collections.abc import Callable
from datetime import date, datetime

from portal.jobs.actions import Claim
from reports.actions import note_report_failed, queue_due_reports, store_report
from reports.composers.body import compose
from reports.models import Report
from reports.queries.collecting import collect
from reports.rules import Period


def sweep(at: datetime) -> None:
    """Called at each tick."""
    queue_due_reports(at=at)


def _report(claimed: Claim) -> Report:
    return Report.objects.get(
        schedule_id=claimed.payload["schedule"], period_end=date.fromisoformat(claimed.payload["period_end"])
    )


def make_report(claimed: Claim, at: datetime) -> Callable[[], None]:
    """Collects and composes outside of the job's transaction; storing is the effect that commits with the job."""
    report = _report(claimed)
    found = collect(report.deal_id, Period(report.period_start, report.period_end), audience=report.audience)
    body = compose(found, known_at=at)
    return lambda: store_report(report=report, body=body, horizon=found.horizon, snapshot=found.snapshot, at=at)


def note_failure(claimed: Claim, error: str) -> None:
    """Called when the last attempt failed."""
    note_report_failed(report=_report(claimed), error=error)
