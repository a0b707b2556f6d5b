"""The next report of a schedule as it would be now, for eyes only: never stored, numbered or mailed."""

from datetime import datetime

from reports.composers.body import compose
from reports.models import Report, ReportSchedule
from reports.queries.collecting import Collected
from reports.vocabulary import ReportState


def preview_of(schedule: ReportSchedule, found: Collected, *, at: datetime) -> Report:
    """A report without a number, made of what was collected."""
    return Report(
        id=None,  # no address, and nothing that leads there
        schedule=schedule,
        deal=schedule.deal,
        audience=schedule.audience,
        releasable_to=schedule.releasable_to,
        period_start=found.period.start,
        period_end=found.period.end,
        state=ReportState.READY,
        known_at=at,
        body=compose(found, known_at=at),
        queued_at=at,
    )
