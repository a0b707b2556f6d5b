"""What the statements about one capability of one model amount to. Pure; read it without programming.

Each statement says in which interval the true value lies: *exact* is a point, *about* allows 5 percent either way,
*up to* has no lower end, *at least* has no upper end, a *range* has both. Converting units rounds, so each end gets 1
percent more. Statements of all sources *agree* when one value could satisfy them all; otherwise the figure is
*disputed*. One source alone is a *single source*. Words are shown as words and never judged. Nothing is averaged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog.vocabulary import Bound, FigureState

ABOUT = Decimal("0.05")
ROUNDING = Decimal("0.01")


@dataclass(frozen=True)
class Stated:
    """A statement in the capability's unit (money: in its currency). `source` tells whose word it is."""

    bound: str
    low: Decimal | None
    high: Decimal | None
    source: str
    unit: str = ""


def interval(stated: Stated) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and highest value that satisfy the statement; None = open end."""
    slack = ROUNDING + (ABOUT if stated.bound == Bound.APPROX else 0)
    low = None if stated.low is None else stated.low - abs(stated.low) * slack
    high = None if stated.high is None else stated.high + abs(stated.high) * slack
    return low, high


def can_all_hold(statements: Sequence[Stated]) -> bool:
    """True when one value satisfies every statement; statements in different units cannot be compared and may hold."""
    units = {stated.unit for stated in statements}
    return all(_overlap([s for s in statements if s.unit == unit]) for unit in units)


def _overlap(statements: Sequence[Stated]) -> bool:
    ends = [interval(stated) for stated in statements]
    lows = [low for low, _ in ends if low is not None]
    highs = [high for _, high in ends if high is not None]
    return not lows or not highs or max(lows) <= min(highs)


def figure_state(statements: Sequence[Stated]) -> FigureState:
    """Agreed, disputed, single source, in words, or unknown when nothing is stated."""
    numbers = [stated for stated in statements if stated.bound != Bound.TEXT]
    if not statements:
        return FigureState.UNKNOWN
    if not numbers:
        return FigureState.WORDS
    if not can_all_hold(numbers):
        return FigureState.DISPUTED
    return FigureState.SINGLE if len({stated.source for stated in numbers}) == 1 else FigureState.AGREED
