"""What an upload would do: which statements are new, which stand already, and whom the new ones contradict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.actions.batches import NewClaim
from catalog.actions.claim_rows import Key, statement_key
from catalog.models import Capability, Claim
from catalog.queries.figures import stated
from catalog.rules import Stated, can_all_hold
from catalog.stated import StatedFigure
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
        """The plan as it is kept, in codes and digits; `names` are the models' codes."""
        return {
            "new": len(self.new),
            "same": self.same,
            "repeated": self.repeated,
            "disputed": self.disputed,
            "disputes": [_named(one, names) for one in self.disputes],
            "rows": [_named(_told(found), names) for found in self.new[:SHOWN]],
        }


def _named(one: dict[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    return {**one, "model": names.get(one["model"], "")}


def plan_of(found: Sequence[Found], existing: Mapping[tuple[int, int], Sequence[Claim]]) -> ImportPlan:
    """Compares what an upload says with what is stated about the same capability of the same model."""
    plan = ImportPlan()
    seen: set[Key] = set()
    for one in found:
        standing = existing.get((one.claim.model_id, one.claim.capability.pk), ())
        key = one.claim.key
        if key in seen:
            plan.repeated += 1
        elif any(key == statement_key(other) for other in standing):
            plan.same += 1
        else:
            plan.new.append(one)
            _note_disputes(plan, one, standing)
        seen.add(key)
    return plan


def _note_disputes(plan: ImportPlan, one: Found, standing: Sequence[Claim]) -> None:
    against = [other for other in standing if not can_all_hold([_stated(one.claim), stated(other)])]
    if against and one.claim.figure.bound != Bound.TEXT:
        plan.disputed += 1
        if len(plan.disputes) < SHOWN:
            others = [{"publisher": other.source.publisher, **_kept(other, other.capability)} for other in against[:5]]
            plan.disputes.append({**_told(one), "against": others})


def _stated(claim: NewClaim) -> Stated:
    figure, unit = claim.figure, claim.capability.canonical_unit
    low = canonical(figure.low, unit=figure.unit, capability_unit=unit)
    high = canonical(figure.high, unit=figure.unit, capability_unit=unit)
    if low is None and high is None:
        return Stated(figure.bound, figure.low, figure.high, claim.source.url, figure.unit)
    return Stated(figure.bound, low, high, claim.source.url, unit)


def _told(one: Found) -> dict[str, Any]:
    said = _kept(one.claim.figure, one.claim.capability)
    return {"sheet": one.sheet, "row": one.row, "model": one.claim.model_id, **said, "url": one.claim.source.url}


def _kept(figure: StatedFigure | Claim, capability: Capability) -> dict[str, Any]:
    """A figure as codes and digits: it is worded when somebody reads the plan."""
    low, high = (None if end is None else f"{end:f}" for end in (figure.low, figure.high))
    ends = {"bound": str(figure.bound), "low": low, "high": high, "unit": figure.unit}
    return {"capability": capability.code, **ends, "condition": figure.condition}
