"""The table of the timeline as an editor: statements about many milestones at once, and what became of each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.faults import Conflict, Invalid, Missing
from procurement.actions.statement_rows import Outcome, state_rows
from procurement.forms import SHEET, offered, sheet_rows
from procurement.models import MilestoneStatement
from procurement.queries.plan import Plan, PlanRow
from procurement.views.common import person
from procurement.vocabulary import ReasonCode, StatementKind


@dataclass(frozen=True)
class SheetRow:
    """One row: what can be stated, what was typed and not written, and why not."""

    choices: Sequence[tuple[str, str]]
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, Sequence[str]] = field(default_factory=dict)
    conflict: Conflict | None = None
    since: Sequence[MilestoneStatement] = ()

    @property
    def texts(self) -> list[str]:
        return [text for texts in self.problems.values() for text in texts]


def written(request: HttpRequest, plan: Plan) -> list[Outcome]:
    """Writes what is filled in, row by row. A milestone that is not in the plan is as absent as one that is not there.

    Invalid: nothing is filled in, or too many rows are.
    """
    rows = sheet_rows(request.POST)
    if not rows:
        raise Invalid({"": [_("Nothing is filled in. Choose in at least one row what you state.")]})
    known = [row for row in rows if row.milestone_code in plan.by_code]
    absent = Missing(_("There is no such milestone."))
    outcomes = [Outcome(row, fault=absent) for row in rows if row.milestone_code not in plan.by_code]
    if known:
        reason, code = request.POST.get("reason", ""), request.POST.get("reason_code", "")
        outcomes += state_rows(rows=known, by=person(request), at=timezone.now(), reason=reason, reason_code=code)
    return outcomes


def status_of(outcomes: Sequence[Outcome]) -> int:
    """The answer to a sheet of which some rows were not written."""
    faults = [outcome.fault for outcome in outcomes]
    if any(isinstance(fault, Conflict) for fault in faults):
        return 409
    return 400 if any(isinstance(fault, Invalid) for fault in faults) else 403


def sheet_context(
    request: HttpRequest, rows: Sequence[PlanRow], outcomes: Sequence[Outcome] = (), problems: Sequence[str] = ()
) -> dict[str, Any]:
    """The fields of each row shown, with what was typed where it was not written."""
    failed = {outcome.row.milestone_code: outcome for outcome in outcomes if outcome.fault}
    user = person(request)
    lines = {
        row.milestone.code: _line(row, offered(row, user) if number < SHEET else [], failed.get(row.milestone.code))
        for number, row in enumerate(rows)
    }
    reasons = [text for one in failed.values() if isinstance(one.fault, Invalid) for text in _of_reason(one.fault)]
    return {
        "lines": lines,
        "most": SHEET,
        "beyond": max(0, len(rows) - SHEET),
        "reason": request.POST.get("reason", "") if outcomes or problems else "",
        "reason_code": request.POST.get("reason_code", "") if outcomes or problems else "",
        "reason_codes": ReasonCode.choices,
        "reason_problem": reasons[0] if reasons else "",
        "problems": problems,
        "failed": [(outcome, _texts(outcome)) for outcome in failed.values()],
        "written": [outcome for outcome in outcomes if not outcome.fault],
        "kinds": dict(StatementKind.choices),
    }


def _of_reason(fault: Invalid) -> Sequence[str]:
    return fault.problems.get("reason", [])


def _texts(outcome: Outcome) -> list[str]:
    fault = outcome.fault
    assert fault is not None  # asked for rows that were not written
    return [text for texts in fault.problems.values() for text in texts] if isinstance(fault, Invalid) else [str(fault)]


def _line(row: PlanRow, choices: Sequence[tuple[str, str]], outcome: Outcome | None) -> SheetRow:
    if outcome is None:
        return SheetRow(choices)
    words, fault = outcome.row.words, outcome.fault
    typed = {"kind": words.kind, "start": words.start_date, "day": words.date}
    kept = [pair for pair in [(words.kind, str(_kind(words.kind)))] if words.kind and pair not in choices]
    problems = fault.problems if isinstance(fault, Invalid) else {} if isinstance(fault, Conflict) else _told(fault)
    conflict = fault if isinstance(fault, Conflict) else None
    return SheetRow([*choices, *kept], typed, problems, conflict, _since(row, conflict))


def _kind(kind: str) -> str:
    return str(StatementKind(kind).label) if kind in StatementKind.values else kind


def _told(fault: Exception | None) -> dict[str, list[str]]:
    return {"": [str(fault)]}


def _since(row: PlanRow, conflict: Conflict | None) -> list[MilestoneStatement]:
    """What was said between the version that the table showed and the present one."""
    said: Any = conflict.current["said_since"] if conflict else []
    names = {statement["id"] for statement in said}
    return [statement for statement in row.statements if str(statement.uid) in names]
