"""Which models are similar. Pure; read it without programming.

Two models are compared when they have the same domain and the same kind. Those that share most roles come first. Among
them, those whose longest stated range is nearest in proportion: 40 km is as far from 80 km as from 20 km. Models
without a stated range come after those that have one, and the name decides what is left. Nothing is weighed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Likeable:
    """What is compared: roles, and the longest range that somebody stated, in any one unit (None = not stated)."""

    slug: str
    roles: frozenset[str]
    reach: Decimal | None


def similar(one: Likeable, others: Sequence[Likeable], *, count: int) -> list[str]:
    """The slugs of the `count` most similar of `others` (same domain and kind), the most similar first."""
    ranked = sorted(others, key=lambda other: (-len(one.roles & other.roles), _apart(one, other), other.slug))
    return [other.slug for other in ranked[:count]]


def _apart(one: Likeable, other: Likeable) -> float:
    """How many times the one reaches as far as the other, as a logarithm: 0 = as far; the largest when not known."""
    if not one.reach or not other.reach or min(one.reach, other.reach) <= 0:
        return math.inf
    return abs(math.log(float(one.reach / other.reach)))
