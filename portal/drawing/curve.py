"""Sums over the years of a deal: planned as a filled step line, done as a thick one up to today. Pixels.

The scale at the left has round steps; a line begins at nothing and never falls.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.drawing.calendar import Axis
from portal.drawing.ranges import steps

LEFT, RIGHT, TOP, BASE = 96.0, 1212.0, 26.0, 186.0
Pairs = Sequence[tuple[date, Decimal]]


@dataclass(frozen=True)
class Tick:
    """A line of the scale: where it stands, and the sum that it means."""

    y: float
    value: Decimal


@dataclass(frozen=True)
class Curve:
    """SVG paths of what is planned, done, and bound by (`bound`, '' for none); `fill` closes the plan on the axis."""

    axis: Axis
    ticks: Sequence[Tick]
    planned: str
    fill: str
    done: str
    bound: str
    today: float | None


def curve(planned: Pairs, done: Pairs, *, axis: Axis, today: date, bound: Pairs = ()) -> Curve | None:
    """Each pair is a day and what comes on that day; None when there is nothing to add up.

    `bound` is a third sum, for example what is promised where the plan is what can be made.
    """
    top = max(sum((value for _day, value in pairs), Decimal(0)) for pairs in (planned, done, bound))
    if top <= 0:
        return None
    values = steps(float(top))
    scale = float(values[-1])
    line = _line(planned, scale, axis, axis.end)
    inside = axis.start <= today < axis.end
    return Curve(
        axis=axis,
        ticks=[Tick(_height(float(value), scale), value) for value in values],
        planned=line,
        fill=f"{line}V{BASE}z" if line else "",
        done=_line(done, scale, axis, min(max(today, axis.start), axis.end)),
        bound=_line(bound, scale, axis, axis.end),
        today=axis.x(today) if inside else None,
    )


def _height(value: float, scale: float) -> float:
    return round(BASE - (BASE - TOP) * value / scale, 1)


def _line(pairs: Pairs, scale: float, axis: Axis, until: date) -> str:
    if not pairs:
        return ""
    path, sum_so_far = [f"M{axis.x(min(day for day, _value in pairs))} {BASE}"], Decimal(0)
    for day, value in sorted(pairs):
        sum_so_far += value
        path.append(f"H{axis.x(day)}V{_height(float(sum_so_far), scale)}")
    return "".join(path) + f"H{axis.x(until)}"
