"""Dates that move, one row each on a common axis of years: where a date stands now and where it would stand. Pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.drawing.calendar import Axis, deal_axis

WIDTH, EDGE = 240, 6.0
LETTERS = 30  # width of a year's name: "FY27"


@dataclass(frozen=True)
class Move:
    """Where the date stands now and then; None where there is none."""

    before: float | None
    after: float | None
    later: bool

    @property
    def is_line(self) -> bool:
        return self.before is not None and self.after is not None


@dataclass(frozen=True)
class Moves:
    """The axis, and a mark for each pair in its order."""

    axis: Axis
    marks: Sequence[Move]
    width: int = WIDTH

    @property
    def names(self) -> Sequence[tuple[float, str]]:
        """Where a year begins and its name, where there is room for it."""
        return [(band.x, band.label) for band in self.axis.bands if band.width >= LETTERS]


def moves(pairs: Sequence[tuple[date | None, date | None]]) -> Moves | None:
    """None when no pair has a date."""
    days = [day for pair in pairs for day in pair if day]
    if not days:
        return None
    axis = deal_axis(min(days), max(days) + timedelta(days=1), left=EDGE, right=WIDTH - EDGE)
    marks = [
        Move(
            axis.x(before) if before else None,
            axis.x(after) if after else None,
            bool(before and after and after > before),
        )
        for before, after in pairs
    ]
    return Moves(axis, marks)
