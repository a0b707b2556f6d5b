"""A bar parted by counts: how many of the models give each answer."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, GAP = 856.0, 2.0


@dataclass(frozen=True)
class Share:
    """One part: where it begins, how wide it is (pixels of 856), and the class that paints it."""

    x: float
    width: float
    paint: str


def shares(parts: Sequence[tuple[int, str]]) -> list[Share]:
    """The parts in the order given; nothing for a count of 0."""
    drawn = [(count, paint) for count, paint in parts if count]
    total = sum(count for count, _paint in drawn)
    room = WIDTH - GAP * max(0, len(drawn) - 1)
    placed, x = [], 0.0
    for count, paint in drawn:
        width = room * count / total
        placed.append(Share(round(x, 1), round(width, 1), paint))
        x += width + GAP
    return placed
