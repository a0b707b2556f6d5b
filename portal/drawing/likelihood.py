"""The share of many courses that have ended by each day, as a rising line with the days that matter. Pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.drawing.calendar import Axis

WIDTH, HEIGHT = 760, 300
LEFT, RIGHT, TOP, BASE = 44.0, 744.0, 40.0, 268.0
ROOM = 150  # a label stands left of its line where there is less room on the right
GRID = (0, 20, 50, 80, 100)
FEW, MANY = 12, 66  # months of the axis up to which each month, each quarter is marked


@dataclass(frozen=True)
class Level:
    """A share of the courses; `x` where the curve reaches it, None for a grid line alone."""

    y: float
    percent: int
    x: float | None = None
    label: str = ""


@dataclass(frozen=True)
class Mark:
    """A day that is drawn as an upright line; `y` is where its label stands."""

    x: float
    y: float
    label: str
    paint: str
    anchor: str

    @property
    def text_x(self) -> float:
        return self.x + (5 if self.anchor == "start" else -5)


@dataclass(frozen=True)
class Likelihood:
    """`path` rises from 0 to 100 percent; ticks are the first days of months, each with its x."""

    path: str
    levels: Sequence[Level]
    marks: Sequence[Mark]
    ticks: Sequence[tuple[float, date]]
    width: int = WIDTH
    height: int = HEIGHT
    left: float = LEFT
    right: float = RIGHT
    top: float = TOP
    base: float = BASE


def likelihood(
    points: Sequence[tuple[int, date]], *, named: Sequence[tuple[int, str]], days: Sequence[tuple[date, str, str]]
) -> Likelihood | None:
    """`points`: by which day so many percent have ended, rising; `named`: percents that are marked on the curve, each
    with its label; `days`: other days that are marked, each with label and paint. None when all is one day.
    """
    first = min([points[0][1], *(day for day, _, _ in days)])
    last = max([points[-1][1], *(day for day, _, _ in days)])
    if points[0][1] == points[-1][1]:
        return None
    axis = Axis(first.replace(day=1), _next_month(last, 1), LEFT, RIGHT)
    by_percent = dict(points)
    levels = [Level(_y(percent), percent) for percent in GRID]
    levels += [Level(_y(percent), percent, axis.x(by_percent[percent]), label) for percent, label in named]
    path = "L".join(f"{axis.x(day)} {_y(percent)}" for percent, day in points)
    return Likelihood(
        f"M{path}", levels, [_mark(axis.x(day), n, *rest) for n, (day, *rest) in enumerate(days)], _ticks(axis)
    )


def _y(percent: int) -> float:
    return round(BASE - (BASE - TOP) * percent / 100, 1)


def _mark(x: float, number: int, label: str, paint: str) -> Mark:
    return Mark(x, 12.0 + 14 * number, label, paint, "start" if x < RIGHT - ROOM else "end")


def _next_month(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _ticks(axis: Axis) -> list[tuple[float, date]]:
    """The first day of each month, quarter or year, by the length of the axis."""
    months = (axis.end.year - axis.start.year) * 12 + axis.end.month - axis.start.month
    step = 1 if months <= FEW else 3 if months <= MANY else 12
    days = [_next_month(axis.start, number) for number in range(months)]
    return [(axis.x(day), day) for day in days if (day.month - 1) % step == 0]
