"""One milestone between those that it waits for and those that wait for it, and what each side says of it.

Data in, places out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.drawing.calendar import Axis, Tick, month_axis, ticks
from portal.drawing.labels import LINE, width, wrap
from portal.drawing.timeline import Entry, ghost_of

WIDTH, LEFT, RIGHT, HEAD = 816, 262.0, 806.0, 22.0
NAME = 214.0  # room of a row's name; its slip stands between name and axis


@dataclass(frozen=True)
class Word:
    """What a side said of one day."""

    day: date
    text: str
    strong: bool = False


@dataclass(frozen=True)
class Side:
    """One side with its words as they come in: `shape` is seller, buyer or other."""

    shape: str
    title: str
    words: Sequence[Word]


@dataclass(frozen=True)
class PlacedWord:
    x: float
    y: float
    text: str
    text_x: float
    anchor: str
    strong: bool


@dataclass(frozen=True)
class PlacedSide:
    shape: str
    title: str
    y: float
    height: float
    words: Sequence[PlacedWord]


@dataclass(frozen=True)
class Row:
    """A milestone: its name in lines from `y` on, its bar from `x1` to `x2`, the plan below where it differs."""

    entry: Entry
    lines: Sequence[str]
    y: float
    height: float
    x1: float
    x2: float
    ghost: tuple[float, float] | None
    own: bool

    @property
    def is_point(self) -> bool:
        return self.entry.start == self.entry.finish

    @property
    def width(self) -> float:
        return round(max(1.5, self.x2 - self.x1), 1)

    @property
    def baselines(self) -> Sequence[tuple[str, float]]:
        return [(line, self.y + 13 + LINE * number) for number, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Chain:
    ticks: Sequence[Tick]
    sides: Sequence[PlacedSide]
    rows: Sequence[Row]
    height: float
    today: float | None
    agreed: float | None
    width: int = WIDTH


def chain(
    entries: Sequence[Entry], *, own: str, sides: Sequence[Side], today: date, agreed: date | None
) -> Chain | None:
    """Entries in the order given; `own` is the key of the milestone itself. None when nothing has dates."""
    if not entries:
        return None
    axis = month_axis(
        [day for entry in entries for day in (entry.start, entry.finish, entry.plan_start, entry.plan_finish)],
        LEFT,
        RIGHT,
    )
    placed, y = [], HEAD
    for side in sides:
        placed.append(_side(side, axis, y))
        y += placed[-1].height
    rows = []
    for entry in entries:
        rows.append(_row(entry, axis, y, own=entry.key == own))
        y += rows[-1].height
    return Chain(
        ticks(axis),
        placed,
        rows,
        y + 6,
        axis.x(today) if axis.start <= today < axis.end else None,
        axis.x(agreed) if agreed else None,
    )


def _row(entry: Entry, axis: Axis, y: float, *, own: bool) -> Row:
    lines = wrap(entry.label, NAME)
    height = max(22.0, LINE * len(lines) + 9.0)
    return Row(entry, lines, y, height, axis.x(entry.start), axis.x(entry.finish), ghost_of(entry, axis), own)


def _side(side: Side, axis: Axis, y: float) -> PlacedSide:
    """Words of one side in as few lines as they need without covering each other."""
    free: list[float] = []
    words = []
    for word in sorted(side.words, key=lambda word: word.day):
        x, length = axis.x(word.day), width(word.text) + 12
        on_left = x + length > WIDTH
        begin, end = (x - length, x + 8) if on_left else (x - 6, x + length)
        lane = next((number for number, used in enumerate(free) if used <= begin), len(free))
        if lane == len(free):
            free.append(0.0)
        free[lane] = end
        anchor, text_x = ("end", x - 10) if on_left else ("start", x + 10)
        words.append(PlacedWord(x, y + 5 + 16 * lane, word.text, round(text_x, 1), anchor, word.strong))
    return PlacedSide(side.shape, side.title, y, max(22.0, 16.0 * len(free) + 6), words)
