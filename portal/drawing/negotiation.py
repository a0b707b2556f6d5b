"""Where each side stood when: one row for each figure that was named, and one line for where both stand now.

The axis is the figure; time runs downwards into the past. Pixels at 1:1; data in, places out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.drawing.labels import LINE, width, wrap
from portal.drawing.ranges import Tick, steps_between

WIDTH, LEFT, RIGHT, HEAD = 1000, 262.0, 850.0, 22.0
NAME = 208.0  # room of a speaker's name; its shape stands before it
LANE = 14.0  # height of a side's lane in the line of now
LINE_WIDTH, LINE_HEIGHT = 220, 28


@dataclass(frozen=True)
class Stand:
    """A figure that somebody named; None = open on that side. `shape` is seller, buyer, other or agreed.

    `when`, `who` and `figure` are the visible words, `label` all of it in words.
    """

    low: float | None
    high: float | None
    shape: str
    when: str = ""
    who: str = ""
    figure: str = ""
    label: str = ""
    internal: bool = False


@dataclass(frozen=True)
class Bar:
    """A figure on the axis, from `x1` to `x2`; `more` and `less`: it is open to that end of the axis."""

    stand: Stand
    x1: float
    x2: float
    y: float

    @property
    def is_point(self) -> bool:
        return self.stand.low is not None and self.stand.low == self.stand.high

    @property
    def width(self) -> float:
        return round(self.x2 - self.x1, 1)

    @property
    def middle(self) -> float:
        return round((self.x1 + self.x2) / 2, 1)

    @property
    def less(self) -> bool:
        return self.stand.low is None

    @property
    def more(self) -> bool:
        return self.stand.high is None

    @property
    def text_x(self) -> float:
        """Where the words of the figure stand: behind the bar, before it where there is no room."""
        return round(self.x1 - 9 if self.is_left else self.x2 + (14 if self.more else 9), 1)

    @property
    def is_left(self) -> bool:
        return self.x2 + 14 + width(self.stand.figure) > WIDTH


@dataclass(frozen=True)
class Row:
    """One figure in its row, the speaker's name in lines."""

    bar: Bar
    lines: Sequence[str]
    y: float
    height: float

    @property
    def baselines(self) -> Sequence[tuple[str, float]]:
        return [(line, self.y + 14 + LINE * number) for number, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Area:
    """The gap or the overlap between both sides, from `x1` to `x2`."""

    x1: float
    x2: float
    is_gap: bool

    @property
    def width(self) -> float:
        return round(self.x2 - self.x1, 1)


@dataclass(frozen=True)
class Now:
    """Both sides in one line: the bars of the seller and of the buyer, and what lies between them."""

    bars: Sequence[Bar]
    area: Area | None
    y: float
    height: float


@dataclass(frozen=True)
class Negotiation:
    """The whole picture. `now` is None where fewer than two sides have named a figure."""

    ticks: Sequence[Tick]
    now: Now | None
    rows: Sequence[Row]
    height: float
    width: int = WIDTH
    left: float = LEFT
    right: float = RIGHT


@dataclass(frozen=True)
class Scale:
    """From a figure to its place; an open end is the end of the axis."""

    low: float
    high: float
    left: float
    right: float

    def x(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.left + (self.right - self.left) * min(max(share, 0.0), 1.0), 1)

    def bar(self, stand: Stand, y: float) -> Bar:
        """The figure at its place, `y` being the middle."""
        x1 = self.left if stand.low is None else self.x(stand.low)
        x2 = self.right if stand.high is None else self.x(stand.high)
        return Bar(stand, x1, x2, y)

    def area(self, low: float | None, high: float | None, *, is_gap: bool) -> Area:
        x1 = self.left if low is None else self.x(low)
        x2 = self.right if high is None else self.x(high)
        return Area(x1, x2, is_gap)


def negotiation(
    stands: Sequence[Stand],
    *,
    now: Sequence[Stand] = (),
    between: tuple[float | None, float | None, bool] | None = None,
) -> Negotiation | None:
    """Rows in the order given. `now` are the last words of both sides, `between` (low, high, is a gap) what lies
    between them. None when nobody named a figure. The axis spans the figures given, so give only what may be seen.
    """
    values = steps_between(*ends) if (ends := _ends(stands)) else []
    if not values:
        return None
    scale = Scale(float(values[0]), float(values[-1]), LEFT, RIGHT)
    line = _now(now, between, scale, HEAD, 2 * LANE + 10) if len(now) > 1 else None
    y = HEAD + (line.height + 6 if line else 0)
    rows = []
    for stand in stands:
        lines = wrap(stand.who, NAME)
        height = max(24.0, LINE * (len(lines) + bool(stand.when)) + 11.0)
        rows.append(Row(scale.bar(stand, y + height / 2), lines, y, height))
        y += height
    return Negotiation([Tick(scale.x(float(value)), value) for value in values], line, rows, y + 4)


def one_line(now: Sequence[Stand], between: tuple[float | None, float | None, bool] | None) -> Now | None:
    """Where both sides stand, in one line without an axis: for a list. None when nobody named a figure."""
    ends = _ends(now)
    if ends is None:
        return None
    room = (ends[1] - ends[0]) or abs(ends[0]) or 1.0
    scale = Scale(ends[0] - 0.12 * room, ends[1] + 0.12 * room, 2.0, LINE_WIDTH - 2.0)
    return _now(now, between, scale, 0.0, LINE_HEIGHT)


def _now(
    now: Sequence[Stand],
    between: tuple[float | None, float | None, bool] | None,
    scale: Scale,
    y: float,
    height: float,
) -> Now:
    lane = height / 2
    bars = [scale.bar(stand, y + lane * (0.5 + (stand.shape == "buyer"))) for stand in now]
    area = scale.area(between[0], between[1], is_gap=between[2]) if between else None
    return Now(bars, area, y, height)


def _ends(stands: Sequence[Stand]) -> tuple[float, float] | None:
    named = [end for stand in stands for end in (stand.low, stand.high) if end is not None]
    return (min(named), max(named)) if named else None


def as_float(value: Decimal | None) -> float | None:
    """A figure as a place needs it."""
    return None if value is None else float(value)
