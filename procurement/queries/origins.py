"""Where slips begin: milestones that are late by themselves, and how many others each of them moves.

Only links among visible rows are followed. A milestone of the future that a hidden one drives is no origin: naming it
would point at what is hidden.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from procurement.queries.plan import Plan, PlanRow
from procurement.schedule import Line, drives


@dataclass(frozen=True)
class Origin:
    """A late milestone that no other late one drives. `end_days`: by how much the end of the plan moves with it."""

    row: PlanRow
    moved: Sequence[PlanRow]
    end_days: int

    @property
    def reach(self) -> int:
        return len(self.moved)


def origins(plan: Plan) -> list[Origin]:
    """Origins among the rows shown, the farthest reaching first. No SQL."""
    late = {row.milestone.code: row for row in plan.rows if row.line and row.slip_days > 0}
    after = _driven(plan, {code: row.line for code, row in late.items() if row.line})
    driven = {code for codes in after.values() for code in codes}
    begun = [code for code, row in late.items() if code not in driven and _is_late_by_itself(row, plan.status_date)]
    found = [_origin(plan, late, after, code) for code in begun]
    return sorted(found, key=lambda origin: (-origin.reach, -origin.row.slip_days, origin.row.milestone.code))


def _is_late_by_itself(row: PlanRow, today: date) -> bool:
    """It runs, or it should have begun: the day itself moves it."""
    return row.line is not None and not row.is_done and row.line.forecast_start <= today


def _driven(plan: Plan, lines: Mapping[str, Line]) -> Mapping[str, set[str]]:
    """For each late milestone the late ones that it drives without a day to spare."""
    after: dict[str, set[str]] = defaultdict(set)
    for link in plan.links:
        before, then = lines.get(link.predecessor), lines.get(link.successor)
        if before and then and drives(link, before, then):
            after[link.predecessor].add(link.successor)
    return after


def _origin(plan: Plan, late: Mapping[str, PlanRow], after: Mapping[str, set[str]], code: str) -> Origin:
    reached: set[str] = set()
    waiting = [code]
    while waiting:
        new = after.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    moved = [late[name] for name in sorted(reached) if not late[name].is_done]
    ends = [row.slip_days for row in [late[code], *moved] if row.due_on == plan.end]
    return Origin(late[code], moved, max(ends, default=0))
