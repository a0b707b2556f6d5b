"""How stated figures answer what a service asks for. Pure; read it without programming.

A requirement states figures. *Threshold* is what must be reached, *objective* what is hoped for; *planned* figures
(quantities, budgets, delivery times) describe the purchase and judge no model. A figure allows the values that its
bound allows: "at least 10 km" 10 and more, "up to 2 h" 2 and less, a range what lies within it. An exact or rounded
figure asks for at least that much where more is better, at most where less is better, and for just that otherwise.

"Up to" a value of which more is better (range up to 20 km) says how far the service expects to reach. It is no limit
that a model could break, so it judges nobody. The same holds for words and for what no unit can be compared with.

A model answers a figure as in catalog/rules.py: surely, maybe, not, not known; the statements that decide stand beside
it. It answers a requirement with the worst of its threshold figures. A ranking orders by that answer, then by how many
figures are surely met, then by how many may be met; there is no other score.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog.rules import Asked, all_of, asked
from catalog.vocabulary import Better, Bound, Match, Operator
from procurement.vocabulary import FigureLevel

JUDGING = (FigureLevel.THRESHOLD, FigureLevel.OBJECTIVE)
BEST_FIRST = (Match.MEETS, Match.MAY, Match.UNKNOWN, Match.FAILS)
DIRECTION = {Better.HIGHER: Operator.AT_LEAST, Better.LOWER: Operator.AT_MOST, Better.NEITHER: Operator.EQUAL}


@dataclass(frozen=True)
class Wanted:
    """One figure of a requirement in the capability's unit (money: in its currency)."""

    level: str
    bound: str
    better: str
    low: Decimal | None
    high: Decimal | None
    unit: str


def condition(wanted: Wanted) -> Asked | None:
    """The values that the figure allows; None where it judges nobody."""
    if wanted.level not in JUDGING or wanted.bound == Bound.TEXT or not wanted.unit:
        return None
    if wanted.bound == Bound.UP_TO:
        return None if wanted.better == Better.HIGHER else Asked(None, wanted.high, wanted.unit)
    if wanted.bound == Bound.AT_LEAST:
        return Asked(wanted.low, None, wanted.unit)
    if wanted.bound == Bound.RANGE:
        return Asked(wanted.low, wanted.high, wanted.unit)
    return asked(DIRECTION[Better(wanted.better)], wanted.low or Decimal(0), unit=wanted.unit)


def overall(answers: Sequence[Match]) -> Match | None:
    """The answer to all figures of one level; None where none of them judges."""
    return all_of(answers) if answers else None


def rank(threshold: Sequence[Match], objective: Sequence[Match]) -> tuple[int, int, int]:
    """Sorts models, best first: the worst threshold answer, figures surely met, figures that may be met."""
    every = [*threshold, *objective]
    worst = BEST_FIRST.index(all_of(threshold or every)) if every else len(BEST_FIRST)
    return (worst, -every.count(Match.MEETS), -every.count(Match.MAY))
