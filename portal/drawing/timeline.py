"""The timeline of a deal: one panel per workstream, in it one block per order, bars packed greedily.

Data in, places out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate

from portal.drawing.calendar import Axis, Quarter
from portal.drawing.labels import LINE, width, wrap

LANE = 16
PANEL_HEAD = 18
WIDTH = 1216
TAG = 54  # the day's tag on the axis; holds "22 Nov" and "22 лист."
TICK = 30  # width of a month's name
WEEK = 46  # width of a day's name: "22 лист."
LEFT = 168
RIGHT = 1196
MARGIN = LEFT - 10  # room of the words beside the drawing
MARK = 12  # room of the shape of what is overdue or contested, between bar and label


@dataclass(frozen=True)
class Entry:
    """One milestone as it is drawn: plan and forecast (or actual) days, how it stands, where it links to.

    Without a label it is a bar alone, which its `name` tells. `done_to` is the day up to which one that is under way
    has run.
    """

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
    done_to: date | None = None

    @property
    def is_marked(self) -> bool:
        """It has a shape beside its label: it is overdue or contested."""
        return self.overdue or self.contested

    @property
    def paint(self) -> str:
        if self.done:
            return "done"
        return "crit" if self.critical else "plan"


@dataclass(frozen=True)
class Block:
    """Entries that are packed together, with a title beside them."""

    entries: Sequence[Entry]
    title: str = ""


@dataclass(frozen=True)
class Group:
    """One workstream as it comes in; `note` stands small below its title."""

    title: str
    blocks: Sequence[Block]
    note: str = ""


@dataclass(frozen=True)
class Join:
    """One entry waits for another: which end of each, by their keys. The usual one leads from a finish to a start.

    `critical`: the first drives the second on the critical path.
    """

    before: str
    after: str
    from_start: bool = False
    to_finish: bool = False
    critical: bool = True


@dataclass(frozen=True)
class Bar:
    """A placed entry: `x1` to `x2` in lane `y`; `ghost` the plan's ends where it differs; `text_x` its label.

    `done_x` is where the part that has run ends. `before` and `after` say that the bar goes on outside of the axis;
    `under` that its label stands in the lane below, since there is room on neither side.
    """

    entry: Entry
    x1: float
    x2: float
    y: float
    text_x: float
    anchor: str
    ghost: tuple[float, float] | None
    done_x: float | None = None
    before: bool = False
    after: bool = False
    under: bool = False

    @property
    def is_point(self) -> bool:
        return self.entry.start == self.entry.finish

    @property
    def width(self) -> float:
        return round(max(1.5, self.x2 - self.x1), 1)

    @property
    def done_width(self) -> float:
        return round(self.done_x - self.x1, 1) if self.done_x else 0.0

    @property
    def base(self) -> float:
        return self.y + 8

    @property
    def middle(self) -> float:
        return self.y + 4.0

    @property
    def mark_x(self) -> float:
        """The middle of the shape of what is overdue or contested: between bar and label."""
        return round(self.text_x + (-4.5 if self.anchor == "end" else 4.5), 1)

    @property
    def label_x(self) -> float:
        away = -MARK if self.anchor == "end" else MARK
        return round(self.text_x + (away if self.entry.is_marked else 0), 1)

    @property
    def text_y(self) -> float:
        return self.y + (20.5 if self.under else 8.5)


@dataclass(frozen=True)
class Words:
    """A line of words beside the drawing."""

    text: str
    y: float
    paint: str = ""


@dataclass(frozen=True)
class Path:
    """An SVG path and how it is painted."""

    d: str
    paint: str


@dataclass(frozen=True)
class Panel:
    """One workstream, or the part of it that a sheet of paper shows: from `top`, `height` high.

    `joins` are paths in the coordinates of the workstream; what leaves it goes on in its neighbour.
    """

    title: str
    bars: Sequence[Bar]
    height: float
    words: Sequence[Words] = ()
    joins: Sequence[Path] = ()
    top: float = 0.0


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
        """Steps of the axis whose name covers no other and which the day's tag does not cover."""
        room, named = (WEEK if self.axis.grain == "week" else TICK), list[Quarter]()
        for step in self.axis.quarters:
            free = not named or step.x >= named[-1].x + room
            if free and (self.tag is None or not self.tag - room < step.x < self.tag + TAG):
                named.append(step)
        return named


def timeline(
    groups: Sequence[Group], *, axis: Axis, today: date, end: date | None, joins: Sequence[Join] = ()
) -> Timeline:
    """Panels in the order given. `end` is the last day of the deal, drawn as a dashed line."""
    panels = _joined([_panel(group, axis) for group in groups if any(block.entries for block in group.blocks)], joins)
    marked = axis.x(today) if axis.start <= today < axis.end else None
    tag = None if marked is None else min(marked - 2, WIDTH - TAG)
    return Timeline(axis, panels, marked, axis.x(end) if end and axis.start <= end <= axis.end else None, tag=tag)


def _joined(panels: Sequence[Panel], joins: Sequence[Join]) -> list[Panel]:
    """The panels with their parts of the joins: each path crosses all panels between its two bars."""
    tops = list(accumulate((panel.height for panel in panels), initial=0.0))
    placed = {bar.entry.key: (bar, top) for panel, top in zip(panels, tops, strict=False) for bar in panel.bars}
    lines = [_line(join, placed) for join in joins if join.before in placed and join.after in placed]
    return [replace(panel, joins=_within(lines, top, panel.height)) for panel, top in zip(panels, tops, strict=False)]


Line = tuple[float, float, float, float, str]


def _line(join: Join, placed: Mapping[str, tuple[Bar, float]]) -> Line:
    """x and y on the whole drawing: along the first bar's row to the second bar's end, then to that bar; its paint."""
    (before, top), (after, bottom) = placed[join.before], placed[join.after]
    x1 = before.x1 if join.from_start else before.x2
    x2 = after.x2 if join.to_finish else after.x1
    return x1, top + before.middle, x2, bottom + after.middle, "path" if join.critical else "dep"


def _within(lines: Sequence[Line], top: float, height: float) -> list[Path]:
    return [
        Path(f"M{x1} {y1 - top}H{x2}V{y2 - top}", paint)
        for x1, y1, x2, y2, paint in lines
        if min(y1, y2) < top + height and max(y1, y2) > top
    ]


def _panel(group: Group, axis: Axis) -> Panel:
    """Title and note on top, below them one block after the other; a block is as high as its bars or its title."""
    words = _written(wrap(group.title, MARGIN), 16, "bd") + _written([group.note] if group.note else [], 0, "ax")
    words = [replace(word, y=16 + LINE * number) for number, word in enumerate(words)]
    titled = any(block.title for block in group.blocks)
    y = float(words[-1].y + LINE if titled else PANEL_HEAD)
    bars: list[Bar] = []
    for block in group.blocks:
        lines = _written(wrap(block.title, MARGIN) if block.title else [], y + 8.5, "sm")
        packed, lanes = _packed(block.entries, axis, y)
        bars, words = bars + packed, words + lines
        y += max(LANE * lanes, LINE * len(lines) + 4) + (4 if titled else 0)
    return Panel(group.title, bars, max(y, words[-1].y) + 8, words)


def _written(lines: Sequence[str], y: float, paint: str) -> list[Words]:
    return [Words(line, y + LINE * number, paint) for number, line in enumerate(lines)]


def _packed(entries: Sequence[Entry], axis: Axis, top: float) -> tuple[list[Bar], int]:
    """Bars in the first lane where bar and label fit, and the number of lanes."""
    free: list[float] = []  # per lane: where the last label ends
    bars = []
    for entry in sorted(entries, key=lambda e: (min(e.start, e.plan_start), e.key)):
        bar, begin, end = _placed(entry, axis)
        lanes = 2 if bar.under else 1
        lane = next(n for n in range(len(free) + 1) if all(x <= begin for x in free[n : n + lanes]))
        free += [0.0] * (lane + lanes - len(free))
        free[lane : lane + lanes] = [end] * lanes
        bars.append(replace(bar, y=top + LANE * lane))
    return bars, len(free)


def _placed(entry: Entry, axis: Axis) -> tuple[Bar, float, float]:
    """The bar in the first lane, and from where to where it takes the room: on the right, on the left or below."""
    x1, x2, ghost = axis.x(entry.start), axis.x(entry.finish), ghost_of(entry, axis)
    length = width(entry.label + entry.slip) + 14 + (MARK if entry.is_marked else 0) if entry.label else 4
    on_left = x2 + length > WIDTH
    under = on_left and x1 - length < axis.left
    begin = min(x1, ghost[0] if ghost else x1) - (length if on_left and not under else 6)
    end = max(x2 + 8, x1 + length) if under else (x2 + 8) if on_left else x2 + length
    anchor, text_x = ("start", x1 + 2) if under else ("end", x1 - 8) if on_left else ("start", x2 + 8)
    bar = Bar(
        *(entry, x1, x2, 0.0, round(text_x, 1), anchor, ghost),
        done_x=axis.x(entry.done_to) if entry.done_to else None,
        before=entry.start < axis.start,
        after=entry.finish > axis.end,
        under=under,
    )
    return bar, begin, end


def ghost_of(entry: Entry, axis: Axis) -> tuple[float, float] | None:
    """The ends of the plan's line; None where it does not differ or lies outside of the axis."""
    outside = entry.plan_finish < axis.start or entry.plan_start > axis.end
    if outside or (entry.plan_start, entry.plan_finish) == (entry.start, entry.finish):
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
        dots.append(Dot(column * STEP - 1.7, 41 - 4.6 * min(level, 7), entry.paint, entry.name))
    return Strip(
        axis,
        dots,
        axis.x(today) if axis.start <= today < axis.end else None,
        axis.x(plan_end) if plan_end else None,
        axis.x(forecast_end) if forecast_end else None,
    )
