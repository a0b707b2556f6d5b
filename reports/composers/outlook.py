"""What needs a decision by whom, how the critical path moved, and how good the record is that says so."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from portal.accounts.models import Party
from portal.partialdate import first_day
from procurement.queries.pages import LEADS
from procurement.queries.plan import PlanRow
from procurement.vocabulary import MilestoneState
from reports.composers.plan import iso, milestone, party, titles
from reports.queries.collecting import Collected

Json = dict[str, Any]
SILENT = timedelta(days=60)  # nobody has said anything for so long


def critical(found: Collected) -> Json:
    """The milestones without a day to spare, in order of date; which are new there, and which are no longer."""
    path = [row for row in found.summary.critical if not row.is_done]
    known = {row["code"] for row in _before(found) if row["critical"] and row["state"] != MilestoneState.MET}
    codes = {row.milestone.code for row in path}
    told = [{**milestone(row), "new": bool(known) and row.milestone.code not in known} for row in path]
    left = [milestone(row) for row in found.plan.rows if row.milestone.code in known - codes]
    return {"path": told, "left": left}


def _before(found: Collected) -> Sequence[Json]:
    body: Json = (found.previous.body if found.previous else None) or {}
    rows: Sequence[Json] = body.get("milestones", [])
    return rows


def decisions(found: Collected) -> list[Json]:
    """Contested and late milestones and open proposals: who has to act, and by when the plan needs it."""
    summary = found.summary
    late = [row for row in summary.overdue if row not in summary.contested]
    rows = [("contested", row) for row in summary.contested] + [("late", row) for row in late]
    told = [
        {"about": "milestone", "why": why, **_short(row), "who": [party(row.milestone.owner)], "until": iso(row.due_on)}
        for why, row in rows
    ]
    return told + [_open_proposal(found, proposal) for proposal in found.proposals]


def _short(row: PlanRow) -> Json:
    return {"code": row.milestone.code, **titles(row.milestone), "days": row.slip_days}


def _open_proposal(found: Collected, proposal: Any) -> Json:
    """A proposal is decided by the other leading party; it has no day of its own."""
    others: list[Party] = [row for row in found.parties if row.side in LEADS and row.pk != proposal.party_id]
    asked = {"title_en": proposal.reason, "title_uk": proposal.reason, "days": None}
    who = [party(row) for row in others]
    return {"about": "proposal", "why": "proposal", "code": str(proposal.number), **asked, "who": who, "until": None}


def quality(found: Collected) -> list[Json]:
    """What the record lacks, as counts with the codes that are meant."""
    day = found.period.last_day
    soon = {row.milestone.code for row in found.summary.due_soon}
    silent = [row for row in found.plan.rows if not row.is_done and row.line and not _said_since(row, day - SILENT)]
    checks: list[tuple[str, list[str]]] = [
        ("late-and-silent", [row.milestone.code for row in silent if row.is_overdue]),
        ("due-and-silent", [row.milestone.code for row in silent if row.milestone.code in soon and not row.is_overdue]),
        ("no-owner", [row.milestone.code for row in found.plan.rows if row.line and row.milestone.owner is None]),
        ("no-date", [row.milestone.code for row in found.plan.rows if row.line is None and not row.statements]),
        ("no-ukrainian", [row.milestone.code for row in found.plan.rows if not row.milestone.title_uk]),
        ("term-without-words", [term.code for term in found.terms if not _positions(found, term.pk)]),
    ]
    return [{"check": check, "count": len(codes), "codes": codes} for check, codes in checks]


def _said_since(row: PlanRow, day: Any) -> bool:
    return any(said.stated_on and first_day(said.stated_on) >= day for said in row.statements)


def _positions(found: Collected, term: int) -> bool:
    return any(row.term_id == term for row in found.positions)
