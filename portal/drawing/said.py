"""When each statement was said: one row per subject, years to the right, undated ones in a column of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH = 1216
LEFT = 184.0  # names stand left of it
RIGHT = 984.0  # the axis of years ends here
UNDATED = 1044.0
ROW = 24
HEAD = 30
BESIDE = 11.0  # how far marks of one day stand apart
MANY_YEARS = 6  # from here on the quarters would be a grid of their own


@dataclass(frozen=True)
class Said:
    """One statement: the first and last day that its date may mean (None = no date), whose word it is, in words."""

    since: date | None
    until: date | None
    own_word: bool
    label: str


@dataclass(frozen=True)
class Dot:
    """A drawn statement. `span` is the line under it where the date is known to the month or year only."""

    x: float
    span: tuple[float, float] | None
    filled: bool
    label: str


@dataclass(frozen=True)
class Row:
    """One subject; `base` is the y of its rule."""

    name: str
    base: float
    dots: Sequence[Dot]

    @property
    def y(self) -> float:
        return self.base - 12

    @property
    def text_y(self) -> float:
        return self.base - 8

    @property
    def span_y(self) -> float:
        return self.base - 4


@dataclass(frozen=True)
class Year:
    year: int
    x: float
    width: float
    shaded: bool
    named: bool


@dataclass(frozen=True)
class WhenSaid:
    """The whole drawing, 1216 px wide."""

    years: Sequence[Year]
    quarters: Sequence[float]
    rows: Sequence[Row]
    height: float
    undated: float = UNDATED
    wall: float = RIGHT + 3
    width: int = WIDTH


def when_said(subjects: Sequence[tuple[str, Sequence[Said]]]) -> WhenSaid | None:
    """The drawing of all subjects in the order given; None when nothing has a date."""
    days = [day for _, said in subjects for one in said for day in (one.since, one.until) if day]
    if not days:
        return None
    axis = _Axis(min(days).year, max(days).year)
    rows = [_row(name, said, HEAD + ROW * number, axis) for number, (name, said) in enumerate(subjects, start=1)]
    return WhenSaid(axis.bands(), axis.quarters(), rows, height=HEAD + ROW * len(rows) + 1.0)


class _Axis:
    """Whole years between LEFT and RIGHT, each day as wide as another."""

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last
        self.start = date(first, 1, 1)
        self.days = (date(last, 12, 31) - self.start).days + 1

    def x(self, day: date, *, end: bool = False) -> float:
        """Where a day begins, or ends."""
        passed = (day - self.start).days + (1 if end else 0)
        return round(LEFT + (RIGHT - LEFT) * passed / self.days, 1)

    def bands(self) -> list[Year]:
        years = range(self.first, self.last + 1)
        step = 1 + len(years) // 20  # a name needs some 36 px
        return [
            Year(year, self.x(date(year, 1, 1)), self._width(year), number % 2 == 0, number % step == 0)
            for number, year in enumerate(years)
        ]

    def _width(self, year: int) -> float:
        return round(self.x(date(year, 12, 31), end=True) - self.x(date(year, 1, 1)), 1)

    def quarters(self) -> list[float]:
        if self.last - self.first >= MANY_YEARS:
            return []
        years = range(self.first, self.last + 1)
        return [self.x(date(year, month, 1)) for year in years for month in (4, 7, 10)]


def _row(name: str, said: Sequence[Said], base: float, axis: _Axis) -> Row:
    dated = sorted((one for one in said if one.since), key=lambda one: (one.since, one.until))
    return Row(name, base, [*_dated(dated, axis), *_undated([one for one in said if not one.since])])


def _dated(said: Sequence[Said], axis: _Axis) -> list[Dot]:
    """Each in the middle of the days it may mean; those of one place move to the right, so that all are seen."""
    dots: list[Dot] = []
    for one in said:
        assert one.since
        assert one.until
        ends = axis.x(one.since), axis.x(one.until, end=True)
        x = sum(ends) / 2
        if dots and x < dots[-1].x + BESIDE:
            x = dots[-1].x + BESIDE
        span = ends if one.until > one.since else None
        dots.append(Dot(round(x, 1), span, one.own_word, one.label))
    return dots


def _undated(said: Sequence[Said]) -> list[Dot]:
    room = (WIDTH - 8 - UNDATED) / max(1, len(said) - 1)
    step = min(BESIDE + 1, room)
    places = [round(UNDATED + 4 + step * number, 1) for number in range(len(said))]
    return [Dot(x, None, one.own_word, one.label) for x, one in zip(places, said, strict=True)]
