"""When reports are due. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)


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
    start = starts_on - timedelta(days=starts_on.weekday())
    while start + WEEK <= today:
        yield Period(start, start + WEEK)
        start += WEEK
