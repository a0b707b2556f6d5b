"""The timeline of a deal: bars packed greedily into lanes, one panel per workstream. Data in, places out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from portal.drawing.calendar import Axis

LANE = 20
LABEL = 5.9  # width of a letter of a label, measured on Noto Sans at 11 px
PANEL_HEAD = 24
WIDTH = 1216
LEFT = 168
RIGHT = 1196


@dataclass(frozen=True)
class Entry:
    """One milestone as it is drawn: plan and forecast (or actual) days, how it stands, where it links to."""

    key: str
    label: str
    name: str
    url: str
    start: date
    finish: date
    plan_start: date
    plan_finish: date
    done: bool = False
    critical: bool = False
    overdue: bool = False
    contested: bool = False
    slip: str = ""


@dataclass(frozen=True)
class Bar:
    """A placed entry: `x1` to `x2` in lane `y`; `ghost` the plan's ends where it differs; `text_x` its label."""

    entry: Entry
    x1: float
    x2: float
    y: float
    text_x: float
    anchor: str
    ghost: tuple[float, float] | None

    @property
    def is_point(self) -> bool:
        return self.entry.start == self.entry.finish

    @property
    def paint(self) -> str:
        if self.entry.done:
            return "done"
        return "crit" if self.entry.critical else "plan"

    @property
    def width(self) -> float:
        return round(max(1.5, self.x2 - self.x1), 1)

    @property
    def base(self) -> float:
        return self.y + 8

    @property
    def text_y(self) -> float:
        return self.y + 8.5


@dataclass(frozen=True)
class Panel:
    """One workstream."""

    title: str
    bars: Sequence[Bar]
    height: float


@dataclass(frozen=True)
class Timeline:
    axis: Axis
    panels: Sequence[Panel] = field(default_factory=list)
    today: float | None = None
    end: float | None = None
    width: int = WIDTH


def timeline(groups: Sequence[tuple[str, Sequence[Entry]]], *, axis: Axis, today: date, end: date | None) -> Timeline:
    """Panels in the order given. `end` is the last day of the deal, drawn as a dashed line."""
    panels = [_panel(title, entries, axis) for title, entries in groups if entries]
    marked = axis.x(today) if axis.start <= today < axis.end else None
    return Timeline(axis, panels, marked, axis.x(end) if end else None)


def _panel(title: str, entries: Sequence[Entry], axis: Axis) -> Panel:
    free: list[float] = []  # per lane: where the last label ends
    bars = []
    for entry in sorted(entries, key=lambda e: (min(e.start, e.plan_start), e.key)):
        x1, x2 = axis.x(entry.start), axis.x(entry.finish)
        ghost = _ghost(entry, axis)
        length = LABEL * len(entry.label + entry.slip) + 14
        on_left = x2 + length > WIDTH
        begin = min(x1, ghost[0] if ghost else x1) - (length if on_left else 6)
        lane = next((number for number, x in enumerate(free) if x <= begin), len(free))
        if lane == len(free):
            free.append(0.0)
        free[lane] = (x2 + 8) if on_left else x2 + length
        anchor, text_x = ("end", x1 - 8) if on_left else ("start", x2 + 8)
        bars.append(Bar(entry, x1, x2, PANEL_HEAD + LANE * lane, round(text_x, 1), anchor, ghost))
    return Panel(title, bars, PANEL_HEAD + LANE * len(free) + 8)


def _ghost(entry: Entry, axis: Axis) -> tuple[float, float] | None:
    if (entry.plan_start, entry.plan_finish) == (entry.start, entry.finish):
        return None
    return axis.x(entry.plan_start), max(axis.x(entry.plan_finish), axis.x(entry.plan_start) + 2)


@dataclass(frozen=True)
class Dot:
    """One milestone on the strip of the deal: a small square at its finish."""

    x: float
    y: float
    paint: str
    name: str


@dataclass(frozen=True)
class Strip:
    """The whole deal in one line: squares stacked where many finish together."""

    axis: Axis
    dots: Sequence[Dot]
    today: float | None
    plan_end: float | None
    forecast_end: float | None


STEP = 4.0


def strip(
    entries: Sequence[Entry], *, axis: Axis, today: date, plan_end: date | None, forecast_end: date | None
) -> Strip:
    """Squares at forecast finishes, in columns of four pixels."""
    stacks: dict[int, int] = {}
    dots = []
    for entry in sorted(entries, key=lambda e: (e.finish, e.key)):
        column = round(axis.x(entry.finish) / STEP)
        level = stacks.get(column, 0)
        stacks[column] = level + 1
        paint = "done" if entry.done else "crit" if entry.critical else "plan"
        dots.append(Dot(column * STEP - 1.7, 41 - 4.6 * min(level, 7), paint, entry.name))
    return Strip(
        axis,
        dots,
        axis.x(today) if axis.start <= today < axis.end else None,
        axis.x(plan_end) if plan_end else None,
        axis.x(forecast_end) if forecast_end else None,
    )
