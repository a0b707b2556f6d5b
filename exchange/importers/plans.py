"""What an upload would do: which statements are new, which stand already, and whom the new ones contradict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.actions.batches import NewClaim
from catalog.models import Claim
from catalog.queries.figures import stated
from catalog.rules import Stated, can_all_hold
from catalog.stated import StatedFigure, say
from catalog.units import canonical
from catalog.vocabulary import Bound
from exchange.importers.statements import Found

SHOWN = 200  # disputes and statements that a plan tells one by one


@dataclass
class ImportPlan:
    """`new` are the statements to write; `same` stand already, `repeated` stand twice in the file."""

    new: list[Found] = field(default_factory=list)
    same: int = 0
    repeated: int = 0
    disputes: list[dict[str, Any]] = field(default_factory=list)
    disputed: int = 0

    def told(self, names: Mapping[int, str]) -> dict[str, Any]:
        """The plan as the page shows it; `names` are the models' codes."""
        return {
            "new": len(self.new),
            "same": self.same,
            "repeated": self.repeated,
            "disputed": self.disputed,
            "disputes": [{**one, "model": names.get(one["model"], "")} for one in self.disputes],
            "rows": [_told(found, names) for found in self.new[:SHOWN]],
        }


def plan_of(found: Sequence[Found], existing: Mapping[tuple[int, int], Sequence[Claim]]) -> ImportPlan:
    """Compares what an upload says with what is stated about the same capability of the same model."""
    plan = ImportPlan()
    seen: set[tuple[object, ...]] = set()
    for one in found:
        claim = one.claim
        standing = existing.get((claim.model_id, claim.capability.pk), ())
        key = key_of(claim)
        if key in seen:
            plan.repeated += 1
        elif any(key == _key_of_standing(other) for other in standing):
            plan.same += 1
        else:
            plan.new.append(one)
            _note_disputes(plan, one, standing)
        seen.add(key)
    return plan


def key_of(claim: NewClaim) -> tuple[object, ...]:
    """Everything that a statement says, digits included."""
    figure = (claim.bound, str(claim.low), str(claim.high), claim.unit, claim.condition)
    who = (claim.stated_by, claim.stated_on, claim.source.url)
    return (claim.model_id, claim.capability.pk, *map(str, figure), *map(str, who))


def _key_of_standing(claim: Claim) -> tuple[object, ...]:
    figure = (claim.bound, str(claim.low), str(claim.high), claim.unit, claim.condition)
    return (claim.model_id, claim.capability_id, *map(str, figure), claim.stated_by, claim.stated_on, claim.source.url)


def _note_disputes(plan: ImportPlan, one: Found, standing: Sequence[Claim]) -> None:
    against = [other for other in standing if not can_all_hold([_stated(one.claim), stated(other)])]
    if against and one.claim.bound != Bound.TEXT:
        plan.disputed += 1
        if len(plan.disputes) < SHOWN:
            told = [f"{other.source.publisher}: {_words(other)}" for other in against[:5]]
            said = {"model": one.claim.model_id, "says": _words(one.claim), "against": told}
            plan.disputes.append({"sheet": one.sheet, "row": one.row, **said})


def _stated(claim: NewClaim) -> Stated:
    unit = claim.capability.canonical_unit
    low = canonical(claim.low, unit=claim.unit, capability_unit=unit)
    high = canonical(claim.high, unit=claim.unit, capability_unit=unit)
    if low is None and high is None:
        return Stated(claim.bound, claim.low, claim.high, claim.source.url, claim.unit)
    return Stated(claim.bound, low, high, claim.source.url, unit)


def _words(claim: NewClaim | Claim) -> str:
    if claim.bound == Bound.TEXT:
        return claim.condition
    return f"{claim.capability.code} {say(StatedFigure(Bound(claim.bound), claim.low, claim.high, claim.unit))}"


def _told(one: Found, names: Mapping[int, str]) -> dict[str, Any]:
    model = names.get(one.claim.model_id, "")
    return {"sheet": one.sheet, "row": one.row, "model": model, "says": _words(one.claim), "url": one.claim.source.url}
