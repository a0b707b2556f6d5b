"""Deliveries against plan: two step lines over the years of the deal, as shares of the order. Pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.drawing.calendar import Axis

WIDTH, TOP, BASE = 220.0, 16.0, 58.0


@dataclass(frozen=True)
class Steps:
    """SVG paths of the planned and the accepted line; `fill` closes the planned one on the axis."""

    planned: str
    fill: str
    accepted: str
    today: float | None
    years: Sequence[float]


def steps(
    planned: Sequence[tuple[date, int]], accepted: Sequence[tuple[date, int]], *, total: int, axis: Axis, today: date
) -> Steps:
    """Each pair is a day and the units of that day; lines begin at nothing and never fall."""
    line = _line(planned, total, axis, until=axis.end)
    done = _line(accepted, total, axis, until=min(today, axis.end)) if accepted else ""
    years = [band.x for band in axis.bands[1:]]
    inside = axis.start <= today < axis.end
    return Steps(line, f"{line}V{BASE}z" if line else "", done, axis.x(today) if inside else None, years)


def _line(pairs: Sequence[tuple[date, int]], total: int, axis: Axis, *, until: date) -> str:
    if not pairs or total <= 0:
        return ""
    ordered = sorted(pairs)
    path = [f"M{axis.x(ordered[0][0])} {BASE}"]
    sum_so_far = 0
    for day, units in ordered:
        sum_so_far += units
        height = round(BASE - (BASE - TOP) * min(1.0, sum_so_far / total), 1)
        path.append(f"H{axis.x(day)}V{height}")
    return "".join(path) + f"H{axis.x(until)}"
