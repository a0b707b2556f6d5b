"""The timeline of a deal: bars packed greedily into lanes, one panel per workstream. Data in, places out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate

from portal.drawing.calendar import Axis, Quarter

LANE = 20
LABEL = 5.9  # width of a letter of a label, measured on Noto Sans at 11 px
PANEL_HEAD = 24
WIDTH = 1216
TAG = 54  # the day's tag on the axis; holds "22 Nov" and "22 лист."
TICK = 30  # width of a quarter's name
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
class Group:
    """One workstream as it comes in; `note` stands small below its title."""

    title: str
    entries: Sequence[Entry]
    note: str = ""


@dataclass(frozen=True)
class Join:
    """One entry drives another: which end of each, by their keys. The usual one leads from a finish to a start."""

    before: str
    after: str
    from_start: bool = False
    to_finish: bool = False


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
    def middle(self) -> float:
        return self.y + 4.0

    @property
    def text_y(self) -> float:
        return self.y + 8.5


@dataclass(frozen=True)
class Panel:
    """One workstream. `joins` are SVG paths in its own coordinates; what leaves it goes on in its neighbour."""

    title: str
    bars: Sequence[Bar]
    height: float
    note: str = ""
    joins: Sequence[str] = ()


@dataclass(frozen=True)
class Timeline:
    axis: Axis
    panels: Sequence[Panel] = field(default_factory=list)
    today: float | None = None
    end: float | None = None
    width: int = WIDTH
    tag: float | None = None

    @property
    def named_quarters(self) -> Sequence[Quarter]:
        """Quarters whose name the day's tag does not cover."""
        if self.tag is None:
            return self.axis.quarters
        return [quarter for quarter in self.axis.quarters if not self.tag - TICK < quarter.x < self.tag + TAG]


def timeline(
    groups: Sequence[Group], *, axis: Axis, today: date, end: date | None, joins: Sequence[Join] = ()
) -> Timeline:
    """Panels in the order given. `end` is the last day of the deal, drawn as a dashed line."""
    panels = _joined([_panel(group, axis) for group in groups if group.entries], joins)
    marked = axis.x(today) if axis.start <= today < axis.end else None
    tag = None if marked is None else min(marked - 2, WIDTH - TAG)
    return Timeline(axis, panels, marked, axis.x(end) if end else None, tag=tag)


def _joined(panels: Sequence[Panel], joins: Sequence[Join]) -> list[Panel]:
    """The panels with their parts of the joins: each path crosses all panels between its two bars."""
    tops = list(accumulate((panel.height for panel in panels), initial=0.0))
    placed = {bar.entry.key: (bar, top) for panel, top in zip(panels, tops, strict=False) for bar in panel.bars}
    lines = [_line(join, placed) for join in joins if join.before in placed and join.after in placed]
    return [replace(panel, joins=_within(lines, top, panel.height)) for panel, top in zip(panels, tops, strict=False)]


def _line(join: Join, placed: Mapping[str, tuple[Bar, float]]) -> tuple[float, float, float, float]:
    """x and y on the whole drawing: along the first bar's row to the second bar's end, then to that bar."""
    (before, top), (after, bottom) = placed[join.before], placed[join.after]
    x1 = before.x1 if join.from_start else before.x2
    x2 = after.x2 if join.to_finish else after.x1
    return x1, top + before.middle, x2, bottom + after.middle


def _within(lines: Sequence[tuple[float, float, float, float]], top: float, height: float) -> list[str]:
    return [
        f"M{x1} {y1 - top}H{x2}V{y2 - top}"
        for x1, y1, x2, y2 in lines
        if min(y1, y2) < top + height and max(y1, y2) > top
    ]


def _panel(group: Group, axis: Axis) -> Panel:
    free: list[float] = []  # per lane: where the last label ends
    bars = []
    for entry in sorted(group.entries, key=lambda e: (min(e.start, e.plan_start), e.key)):
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
    return Panel(group.title, bars, PANEL_HEAD + LANE * len(free) + 8, group.note)


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
