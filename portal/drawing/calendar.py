"""A span of days on a horizontal axis: years or quarters as bands, shorter steps as hairlines. Pixels."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.drawing.labels import width

FISCAL_NAME = "FY%(short)02d"
MONTHS = {"quarter": 3}  # length of a period in months; of a year otherwise
LONG, MIDDLE = 1100, 200  # days up to which an axis is parted by months, and by weeks


@dataclass(frozen=True)
class Period:
    """One year or quarter: from `begin` up to the day before `end`."""

    begin: date
    end: date
    name: str


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
    """A period on the axis; every other one is drawn grey. Its label is '' where there is no room for it."""

    x: float
    width: float
    label: str
    shaded: bool


@dataclass(frozen=True)
class Quarter:
    """A step within the periods: where the quarter, month or week begins."""

    x: float
    day: date


def later(day: date, months: int) -> date:
    """The same day of a later month (negative: an earlier one); its last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def periods(by: str, start: date, end: date, *, anchor: date, names: str = FISCAL_NAME) -> list[Period]:
    """The periods that hold the days from `start` up to the day before `end`, oldest first.

    `by`: fiscal (US, from 1 October), calendar, quarter, or deal (years from the day `anchor`). `names` is filled with
    `year` (in which the period ends), `short` (its last two digits), `quarter` and `number` (from the anchor).
    """
    months = MONTHS.get(by, 12)
    first = {"fiscal": date(anchor.year, 10, 1), "deal": anchor}.get(by, date(anchor.year, 1, 1))
    number = ((start.year - first.year) * 12 + start.month - first.month) // months - 1
    found: list[Period] = []
    while (begin := later(first, number * months)) < end:
        until = later(first, (number + 1) * months)
        if until > start:
            found.append(Period(begin, until, _name(names, begin, until, number + 1)))
        number += 1
    return found


def _name(names: str, begin: date, until: date, number: int) -> str:
    year = (until - timedelta(days=1)).year
    return names % {"year": year, "short": year % 100, "quarter": (begin.month + 2) // 3, "number": number}


@dataclass(frozen=True)
class Axis:
    """Days from `start` to `end` (end-exclusive) between `left` and `right`. Without `periods`: US fiscal years."""

    start: date
    end: date
    left: float
    right: float
    periods: Sequence[Period] = ()

    def x(self, day: date) -> float:
        """Where a day begins; days outside stand at the nearest end."""
        share = (day - self.start).days / max(1, (self.end - self.start).days)
        return round(self.left + (self.right - self.left) * min(1.0, max(0.0, share)), 1)

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def grain(self) -> str:
        """What the hairlines part: quarters of a long axis, months, or weeks of a short one."""
        return "quarter" if self.days > LONG else "month" if self.days > MIDDLE else "week"

    @property
    def bands(self) -> Sequence[Band]:
        """The periods that overlap the axis."""
        spans = self.periods or periods("fiscal", self.start, self.end, anchor=self.start)
        bands = []
        for number, period in enumerate(spans):
            begin, end = self.x(period.begin), self.x(period.end)
            label = period.name if width(period.name) < end - begin else ""
            bands.append(Band(begin, round(end - begin, 1), label, number % 2 == 0))
        return bands

    @property
    def quarters(self) -> Sequence[Quarter]:
        """The first day of each quarter, month or week (from Monday) within the axis."""
        if self.grain == "week":
            monday = self.start + timedelta(days=-self.start.weekday() % 7)
            days = [monday + timedelta(days=7 * n) for n in range((self.end - monday).days // 7 + 1)]
        else:
            step = 3 if self.grain == "quarter" else 1
            first = date(self.start.year, 1, 1)
            days = [later(first, n * step) for n in range(self.days // (28 * step) + 13)]
        return [Quarter(self.x(day), day) for day in days if self.start <= day < self.end]


def deal_axis(start: date, end: date, *, left: float, right: float) -> Axis:
    """An axis over whole US fiscal years that hold both days."""
    years = periods("fiscal", start, end, anchor=start)
    return Axis(years[0].begin, years[-1].end, left, right, years)


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
