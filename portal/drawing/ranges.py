"""Range bars: what each statement allows, on one axis from 0. Pixels; the axis is 1:1 so that text never shrinks."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

WIDTH = 272
ROW = 9
LEFT = 1.0
RIGHT = 249.0  # the axis ends here; arrows and labels may reach further


@dataclass(frozen=True)
class Bar:
    """What one statement says, in the axis's unit. `label` is the whole statement in words."""

    bound: str
    low: float | None
    high: float | None
    label: str


@dataclass(frozen=True)
class Mark:
    """One drawn statement: `x1` its low end (axis when open), `x2` its high end (arrow when open)."""

    bound: str
    x1: float
    x2: float
    y: float
    label: str

    @property
    def middle(self) -> float:
        return (self.x1 + self.x2) / 2

    @property
    def alone(self) -> "Mark":
        """The same mark in a row of its own, 28 px high."""
        return replace(self, y=14.0)

    @property
    def whiskers(self) -> tuple[float, float, float, float]:
        """Where the dotted lines beside an open dot begin and end."""
        return (self.middle - 11, self.middle - 4.4, self.middle + 4.4, self.middle + 11)


@dataclass(frozen=True)
class Tick:
    x: float
    value: Decimal


@dataclass(frozen=True)
class RangeBars:
    """All statements of one capability. `base` is the y of the axis, `height` of the drawing."""

    ticks: Sequence[Tick]
    marks: Sequence[Mark]
    base: float
    height: float
    width: int = WIDTH

    @property
    def last(self) -> int:
        return len(self.ticks) - 1

    @property
    def named(self) -> str:
        """The whole drawing in words."""
        return "; ".join(mark.label for mark in self.marks)


def steps(top: float) -> list[Decimal]:
    """0 and two to four round steps, the last one at or above `top`: 830 gives 0, 250, 500, 750, 1000."""
    if top <= 0:
        return [Decimal(0), Decimal(1)]
    power = math.floor(math.log10(top))
    for exponent in (power - 1, power):
        for digits in ("1", "2", "2.5", "5"):
            step = Decimal(digits).scaleb(exponent)
            count = math.ceil(top * 1.04 / float(step) - 1e-9)
            if count <= 4:
                return [_short(step * number) for number in range(count + 1)]
    return [Decimal(0), Decimal(10).scaleb(power)]


def steps_between(low: float, high: float, *, most: int = 6) -> list[Decimal]:
    """Round steps around both ends, at most `most` of them; from 0 where that costs less than half of the axis."""
    if 0 <= low <= 0.6 * high:
        low = 0.0
    spread = high - low or abs(high) / 5 or 1.0
    power = math.floor(math.log10(spread))
    for exponent in (power - 1, power, power + 1):
        for digits in ("1", "2", "2.5", "5"):
            step = Decimal(digits).scaleb(exponent)
            first = math.floor((low - (0.04 * spread if low else 0)) / float(step) + 1e-9)
            last = math.ceil((high + 0.04 * spread) / float(step) - 1e-9)
            if last - first <= most:
                return [_short(step * number) for number in range(first, last + 1)]
    return [Decimal(str(low)), Decimal(str(high))]


def _short(value: Decimal) -> Decimal:
    """0.5 and 1, not 0.50 and 1.00."""
    plain = value.normalize()
    return plain.quantize(Decimal(1)) if int(plain.as_tuple().exponent) > 0 else plain


def range_bars(bars: Sequence[Bar], *, largest: float = 0.0) -> RangeBars | None:
    """The drawing of one capability's statements, one thin row each in the order given; None without numbers.

    `largest` makes room for a larger value, so that several drawings share one axis.
    """
    ends = [end for bar in bars for end in (bar.low, bar.high) if end is not None]
    if not ends or max(ends) <= 0:
        return None
    values = steps(max(*ends, largest))
    top = float(values[-1])

    def place(value: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * max(0.0, value) / top, 1)

    marks = [_mark(bar, 6.5 + ROW * number, place) for number, bar in enumerate(bars)]
    base = 4.0 + ROW * len(marks)
    return RangeBars([Tick(place(float(value)), value) for value in values], marks, base, base + 16)


def _mark(bar: Bar, y: float, place: Callable[[float], float]) -> Mark:
    x1 = place(bar.low) if bar.low is not None else LEFT
    x2 = place(bar.high) if bar.high is not None else RIGHT + 6
    return Mark(bar.bound, x1, x2, y, bar.label)


@dataclass(frozen=True)
class LogBar:
    """The spread of one model's statements on a logarithmic axis, for lists: from `x1` to `x2`."""

    x1: float
    x2: float
    open_end: bool
    asked: Sequence[float] = ()  # where the values that the reader asked for stand


LOG_WIDTH = 168


def log_place(value: float) -> float:
    """1 to 10,000 on 168 px; smaller and larger values stand at the ends."""
    return round(6 + 41.65 * math.log10(min(max(value, 1.0), 9999.0)), 1)


def log_bar(low: float | None, high: float | None, *, open_end: bool, asked: Sequence[float] = ()) -> LogBar | None:
    """The bar of a list row; None when nothing is stated."""
    if low is None and high is None:
        return None
    x1 = log_place(low) if low is not None else 6.0
    x2 = log_place(high) if high is not None else x1
    return LogBar(x1, max(x1, x2), open_end, [log_place(value) for value in asked])
