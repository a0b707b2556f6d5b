"""What the next report of a schedule would be made of, if it were made now."""

from datetime import datetime
from zoneinfo import ZoneInfo

from reports.models import ReportSchedule
from reports.queries.collecting import Collected, collect
from reports.queries.schedules import listed
from reports.rules import DAY, WEEK, Period


def next_period(schedule: ReportSchedule, *, at: datetime) -> Period:
    """The period that the next report tells; for one on demand the seven days up to today."""
    today = at.astimezone(ZoneInfo(schedule.zone)).date()
    return listed(schedule, at).period or Period(today + DAY - WEEK, today + DAY)


def collected_now(schedule: ReportSchedule, *, at: datetime) -> Collected:
    """What stands in the record now, for the readers of the schedule."""
    return collect(schedule.deal_id, next_period(schedule, at=at), audience=schedule.audience)
