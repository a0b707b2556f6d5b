"""A span of days on a horizontal axis, with US fiscal years as bands and quarters as hairlines. Pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

STEPS = (1, 3, 6, 12, 24, 48)  # months between two ticks
MOST_TICKS = 10


@dataclass(frozen=True)
class Tick:
    """The first day of a month, and whether its year is named beside it."""

    x: float
    day: date
    named_year: bool


@dataclass(frozen=True)
class Band:
    """One US fiscal year (1 October to 30 September); every other one is drawn grey."""

    x: float
    width: float
    label: str
    shaded: bool


@dataclass(frozen=True)
class Quarter:
    x: float
    day: date


@dataclass(frozen=True)
class Axis:
    """Days from `start` to `end` (end-exclusive) between `left` and `right`."""

    start: date
    end: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Where a day begins; days outside stand at the nearest end."""
        share = (day - self.start).days / max(1, (self.end - self.start).days)
        return round(self.left + (self.right - self.left) * min(1.0, max(0.0, share)), 1)

    @property
    def bands(self) -> Sequence[Band]:
        """Fiscal years that overlap the axis."""
        first = self.start.year + (1 if self.start.month >= 10 else 0)
        last = (self.end - timedelta(days=1)).year + (1 if (self.end - timedelta(days=1)).month >= 10 else 0)
        bands = []
        for year in range(first, last + 1):
            begin, end = self.x(date(year - 1, 10, 1)), self.x(date(year, 10, 1))
            bands.append(Band(begin, round(end - begin, 1), f"FY{year % 100:02d}", (year - first) % 2 == 0))
        return bands

    @property
    def quarters(self) -> Sequence[Quarter]:
        """The first day of each quarter within the axis."""
        year, month = self.start.year, self.start.month
        found = []
        while (day := date(year, month, 1)) < self.end:
            if day >= self.start and month in {1, 4, 7, 10}:
                found.append(Quarter(self.x(day), day))
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return found


def deal_axis(start: date, end: date, *, left: float, right: float) -> Axis:
    """An axis over whole fiscal years that hold both days."""
    begin = date(start.year if start.month >= 10 else start.year - 1, 10, 1)
    last = end - timedelta(days=1)
    finish = date(last.year + 1 if last.month >= 10 else last.year, 10, 1)
    return Axis(begin, finish, left, right)


def month_axis(days: Sequence[date], left: float, right: float) -> Axis:
    """From the first of a month to the first of a month, with room for what ends last."""
    first, last = min(days), max(days) + timedelta(days=20)
    end = date(last.year + (last.month == 12), last.month % 12 + 1, 1)
    return Axis(first.replace(day=1), end, left, right)


def ticks(axis: Axis) -> list[Tick]:
    """Months, quarters or years of an axis that begins with a month, so that their names have room."""
    months = (axis.end.year - axis.start.year) * 12 + axis.end.month - axis.start.month
    step = next((step for step in STEPS if months / step <= MOST_TICKS), STEPS[-1])
    found: list[Tick] = []
    for number in range(months + 1):
        year, month = axis.start.year + (axis.start.month - 1 + number) // 12, (axis.start.month - 1 + number) % 12 + 1
        day = date(year, month, 1)
        if (month - 1 + 12 * year) % step == 0 and axis.start <= day < axis.end:
            found.append(Tick(axis.x(day), day, month == 1 or not found))
    return found
