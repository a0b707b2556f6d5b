"""When reports are due. Pure.

A period is whole days; its report is due on the first day after it, at an hour of the schedule's time zone. An hour
that the clocks skip on that day (spring) is taken as the moment right after the gap, one that they show twice (autumn)
as the first of both: so every period is due exactly once, whatever the clocks do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
WEEKLY, MONTHLY, QUARTERLY, FISCAL, YEARLY, ON_DEMAND = (
    *("weekly", "monthly", "quarterly", "fiscal-quarterly"),
    *("deal-yearly", "on-demand"),
)


@dataclass(frozen=True)
class Period:
    """Days that a report covers; `end` is the first day that it no longer covers."""

    start: date
    end: date

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)


def week_before(today: date) -> Period:
    """The last whole week (Monday to Sunday) before the day."""
    monday = today - timedelta(days=today.weekday())
    return Period(monday - WEEK, monday)


def weeks_due(starts_on: date, today: date) -> Iterator[Period]:
    """Every whole week since `starts_on` that is over, oldest first: a missed one is made up."""
    for period in periods(WEEKLY, starts_on):
        if period.end > today:
            return
        yield period


def period_of(cadence: str, day: date, *, anchor: date) -> Period:
    """The period that the day lies in. `anchor` is the first day of the deal: its years begin on that day.

    ValueError for a cadence that has no periods. The quarters of the US fiscal year (from 1 October) begin on the same
    days as those of the calendar and have other names.
    """
    if cadence == WEEKLY:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + WEEK)
    if cadence == MONTHLY:
        first = day.replace(day=1)
        return Period(first, _months_later(first, 1))
    if cadence in {QUARTERLY, FISCAL}:
        first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        return Period(first, _months_later(first, 3))
    if cadence == YEARLY:
        years = day.year - anchor.year
        start = _anniversary(anchor, years)
        start = start if start <= day else _anniversary(anchor, years := years - 1)
        return Period(start, _anniversary(anchor, years + 1))
    raise ValueError(f"{cadence} has no periods")


def _months_later(first: date, months: int) -> date:
    whole = first.year * 12 + first.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def _anniversary(anchor: date, years: int) -> date:
    """The same day of another year; 29 February is 1 March where there is none."""
    try:
        return anchor.replace(year=anchor.year + years)
    except ValueError:
        return date(anchor.year + years, 3, 1)


def periods(cadence: str, starts_on: date, *, anchor: date | None = None) -> Iterator[Period]:
    """The periods from the one of `starts_on` on, without end."""
    period = period_of(cadence, starts_on, anchor=anchor or starts_on)
    while True:
        yield period
        period = period_of(cadence, period.end, anchor=anchor or starts_on)


def due_at(period: Period, *, hour: int, zone: str) -> datetime:
    """The moment, in UTC, at which the report on the period is due."""
    return datetime.combine(period.end, time(hour), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def periods_due(
    cadence: str, starts_on: date, *, anchor: date | None, hour: int, zone: str, at: datetime
) -> Iterator[Period]:
    """Every period since `starts_on` whose report is due by `at`, oldest first: a missed one is made up."""
    for period in periods(cadence, starts_on, anchor=anchor):
        if due_at(period, hour=hour, zone=zone) > at:
            return
        yield period


def next_due(
    cadence: str, starts_on: date, *, anchor: date | None, hour: int, zone: str, at: datetime
) -> tuple[Period, datetime]:
    """The first period that is not due yet, with the moment when it will be."""
    first = max(starts_on, at.astimezone(ZoneInfo(zone)).date() - DAY)
    for period in periods(cadence, first, anchor=anchor or starts_on):
        when = due_at(period, hour=hour, zone=zone)
        if when > at:
            return period, when
    raise AssertionError("periods have no end")


def job_key(schedule_id: int, period_end: date) -> str:
    """The name of the job that makes the report of a schedule on the period that ends so."""
    return f"report:{schedule_id}:{period_end.isoformat()}"


def quarter_name(period: Period, *, fiscal: bool) -> str:
    """Q1 FY27 (October to December 2026), or Q4 2026."""
    quarter = (period.start.month - 1) // 3 + 1
    if not fiscal:
        return f"Q{quarter} {period.start.year}"
    return f"Q{quarter % 4 + 1} FY{(period.start.year + (quarter == 4)) % 100:02}"
