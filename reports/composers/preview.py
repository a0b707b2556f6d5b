"""The next report of a schedule as it would be now, for eyes only: never stored, numbered or mailed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from reports.composers.body import compose
from reports.models import Report, ReportSchedule
from reports.queries.collecting import collect
from reports.rules import DAY, WEEK, Period, next_due
from reports.vocabulary import Cadence, ReportState


def next_period(schedule: ReportSchedule, *, at: datetime) -> Period:
    """The period that the next report tells; for one on demand the seven days up to today."""
    if schedule.cadence == Cadence.ON_DEMAND:
        today = at.astimezone(ZoneInfo(schedule.zone)).date()
        return Period(today + DAY - WEEK, today + DAY)
    period, _when = next_due(
        schedule.cadence,
        schedule.starts_on,
        anchor=schedule.deal.starts_on,
        hour=schedule.hour,
        zone=schedule.zone,
        at=at,
    )
    return period


def preview_of(schedule: ReportSchedule, *, at: datetime) -> Report:
    """A report without a number, made of what stands in the record now."""
    period = next_period(schedule, at=at)
    body = compose(collect(schedule.deal_id, period, audience=schedule.audience), known_at=at)
    return Report(
        id=None,  # no address, and nothing that leads there
        schedule=schedule,
        deal=schedule.deal,
        audience=schedule.audience,
        releasable_to=schedule.releasable_to,
        period_start=period.start,
        period_end=period.end,
        state=ReportState.READY,
        known_at=at,
        body=body,
        queued_at=at,
    )
