"""The statements about one model grouped to figures: one per capability and, for money, per currency."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from catalog.models import Capability, Claim, Source
from catalog.rules import Stated, figure_state
from catalog.units import Shown, convert, in_system, shown
from catalog.vocabulary import Bound, FigureState

HAS_ORDER = frozenset(set(Bound.values) - {Bound.TEXT})


@dataclass(frozen=True)
class Figure:
    """What is stated about one capability. `unit` is what its numbers are compared in ('' = words)."""

    capability: Capability
    unit: str
    claims: Sequence[Claim]

    @property
    def state(self) -> FigureState:
        return figure_state([stated(claim) for claim in self.claims])

    @property
    def numbers(self) -> list[Claim]:
        return [claim for claim in self.claims if claim.bound in HAS_ORDER]

    @property
    def sources(self) -> int:
        return len({claim.source_id for claim in self.claims})

    @property
    def low(self) -> Decimal | None:
        """The lowest end that somebody stated, in `unit`."""
        return min((end for claim in self.numbers for end in _ends(claim)), default=None)

    @property
    def high(self) -> Decimal | None:
        """The highest end that somebody stated, in `unit`."""
        return max((end for claim in self.numbers for end in _ends(claim)), default=None)

    def spread(self, system: str) -> Shown:
        """The lowest and highest stated ends in the reader's unit; an end keeps the digits of the one who stated it."""
        seen = [readable(claim, system) for claim in self.numbers]
        ends = [(end, said.about) for said in seen for end in (said.low, said.high) if end is not None]
        low, high = min(ends, default=(None, False)), max(ends, default=(None, False))
        return Shown(low[0], high[0], in_system(self.unit, system), low[1] or high[1])

    @property
    def bound(self) -> str:
        """The bound that all statements share, '' when they differ."""
        bounds = {claim.bound for claim in self.numbers}
        return bounds.pop() if len(bounds) == 1 else ""


class Measured(Protocol):
    """A stated figure: a claim, or a figure of a requirement."""

    bound: str
    condition: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    canonical_low: Decimal | None
    canonical_high: Decimal | None
    capability: Capability


def comparable(claim: Measured) -> tuple[Decimal | None, Decimal | None, str]:
    """Low, high and unit in which the figure is compared: canonical, or as stated where nothing is converted."""
    if claim.canonical_low is None and claim.canonical_high is None:
        return claim.low, claim.high, claim.unit
    return claim.canonical_low, claim.canonical_high, claim.capability.canonical_unit


def readable(claim: Measured, system: str) -> Shown:
    """The claim in the reader's unit; as stated where nothing is converted (money, or another dimension)."""
    _low, _high, unit = comparable(claim)
    return shown(claim.low, claim.high, unit=claim.unit, to=in_system(unit, system))


def plotted(claim: Claim, system: str) -> tuple[float | None, float | None]:
    """Both ends in the reader's unit, unrounded, for a drawing."""
    low, high, unit = comparable(claim)
    to = in_system(unit, system)
    ends = [None if end is None else float(convert(end, unit=unit, to=to)) for end in (low, high)]
    return ends[0], ends[1]


def _ends(claim: Claim) -> list[Decimal]:
    low, high, _ = comparable(claim)
    return [end for end in (low, high) if end is not None]


def stated(claim: Claim) -> Stated:
    """The claim as the rules see it."""
    low, high, unit = comparable(claim)
    return Stated(claim.bound, low, high, source=str(claim.source_id), unit=unit)


def figures(claims: Iterable[Claim]) -> list[Figure]:
    """Figures in the order of their capabilities; within one, by value."""
    groups: dict[tuple[int, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.capability.position, claim.capability.code, comparable(claim)[2]].append(claim)
    return [
        Figure(rows[0].capability, unit, sorted(rows, key=_by_value)) for (_, _, unit), rows in sorted(groups.items())
    ]


def _by_value(claim: Claim) -> tuple[Decimal, int]:
    ends = _ends(claim)
    return (min(ends) if ends else Decimal(0), claim.pk)


@dataclass(frozen=True)
class Saying:
    """One thing that is said of one model, with everybody who says just that."""

    claims: Sequence[Claim]

    @property
    def claim(self) -> Claim:
        """One of them: all say the same."""
        return self.claims[0]

    @property
    def sources(self) -> list[Source]:
        return [claim.source for claim in self.claims]


def sayings(claims: Iterable[Claim]) -> list[Saying]:
    """Statements that say the same stand together with all their sources."""
    alike: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        said = (claim.bound, str(claim.low), str(claim.high), claim.unit, claim.condition)
        alike.setdefault(said, []).append(claim)
    return [Saying(group) for group in alike.values()]
