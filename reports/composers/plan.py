"""What the plan says: how things stand, what was met, what is due, late and contested, what moved."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from portal.accounts.models import Party
from procurement.queries.origins import Origin, origins
from procurement.queries.plan import PlanRow
from procurement.queries.summary import WorkstreamSummary
from procurement.vocabulary import MilestoneState
from reports.queries.collecting import Collected

Json = dict[str, Any]


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def titles(row: Any) -> Json:
    return {"title_en": row.title_en, "title_uk": row.title_uk}


def summary(found: Collected) -> Json:
    """The whole deal in figures."""
    summary = found.summary
    return {
        "total": summary.total,
        "states": {state.value: summary.count(state) for state in MilestoneState},
        "overdue": len(summary.overdue),
        "planned_end": iso(summary.planned_end),
        "forecast_end": iso(summary.plan.end),
        "end_slip_days": summary.end_slip,
        "days_past_end": summary.days_past_end,
    }


def origins_of(found: Collected) -> list[Json]:
    """Where slips begin, the farthest reaching first."""
    return [_origin(origin) for origin in origins(found.plan)]


def workstreams(found: Collected) -> list[Json]:
    return [_workstream(row) for row in found.summary.workstreams]


def met(found: Collected) -> list[Json]:
    """Met in the period, in the order of days; the first report of a deal tells everything that was met before it."""
    return sorted([milestone(row) for row in found.plan.rows if _ended_in(row, found)], key=_when)


def due_next(found: Collected) -> list[Json]:
    return [milestone(row) for row in found.summary.due_soon]


def late(found: Collected) -> list[Json]:
    return [milestone(row) for row in found.summary.overdue]


def contested(found: Collected) -> list[Json]:
    return [milestone(row) for row in found.summary.contested]


def slips_of(found: Collected) -> list[Json]:
    return slips(found.previous.body if found.previous else None, found.plan.rows)


def milestones(found: Collected) -> list[Json]:
    return [milestone(row) for row in found.plan.rows]


def _origin(origin: Origin) -> Json:
    """Where a slip begins: how many milestones it moves, and by how much the end of the plan."""
    codes = [row.milestone.code for row in origin.moved]
    return {**milestone(origin.row), "moves": origin.reach, "moved": codes, "end_days": origin.end_days}


def _workstream(row: WorkstreamSummary) -> Json:
    return {
        "code": row.workstream.code,
        **titles(row.workstream),
        "total": len(row.rows),
        "met": len(row.met),
        "weight": row.weight,
        "weight_met": row.weight_met,
        "weight_share": row.weight_share,
        "overdue": row.overdue,
        "contested": row.contested,
        "last": milestone(row.last) if row.last else None,
        "next": milestone(row.next) if row.next else None,
    }


def milestone(row: PlanRow) -> Json:
    due, line = row.milestone, row.line
    return {
        "code": due.code,
        **titles(due),
        "workstream": due.workstream.code,
        "owner": party(due.owner),
        "duration_days": due.duration_days,
        "weight": due.weight,
        "state": row.state.value,
        "overdue": row.is_overdue,
        "agreed_finish": iso(due.agreed_finish),
        "forecast_finish": iso(line.forecast_finish) if line else None,
        "finish_slip_days": line.finish_slip_days if line else None,
        "critical": bool(line and line.critical),
        "actual_finish": iso(row.facts.actual_finish),
        "said": _said(row),
    }


def party(row: Party | None) -> Json | None:
    return {"code": row.code, "name_en": row.name_en, "name_uk": row.name_uk} if row else None


def _said(row: PlanRow) -> Json | None:
    """What a public source said last of it, with a date as precise as it said."""
    for said in reversed(row.statements):
        if said.source:
            source = {"publisher": said.source.publisher, "url": said.source.url, "slug": said.source.slug}
            return {"kind": said.kind, "date": said.date or None, "on": said.stated_on or None, "source": source}
    return None


def _when(milestone: Json) -> tuple[str, str]:
    """The day on which it ended, as a text that sorts; those without a day come last."""
    said = milestone["said"] or {}
    return str(milestone["actual_finish"] or said.get("date") or said.get("on") or "9999"), str(milestone["code"])


def _ended_in(row: PlanRow, found: Collected) -> bool:
    """Met in the period; the first report of a deal tells everything that was met before it."""
    if row.state != MilestoneState.MET:
        return False
    return found.previous is None or _when(milestone(row))[0] >= found.period.start.isoformat()


def slips(before: Mapping[str, Any] | None, rows: Sequence[PlanRow]) -> list[Json]:
    """Milestones whose forecast moved since the report before; without one, since the agreed plan."""
    known = {row["code"]: row["forecast_finish"] for row in before["milestones"]} if before else {}
    found = []
    for row in rows:
        if row.line is None or row.is_done:
            continue
        was = known.get(row.milestone.code) or iso(row.milestone.agreed_finish)
        days = (row.line.forecast_finish - date.fromisoformat(was)).days if was else 0
        if days:
            found.append(
                {
                    "code": row.milestone.code,
                    **titles(row.milestone),
                    "was": was,
                    "days": days,
                    "now": iso(row.line.forecast_finish),
                    "critical": row.line.critical,
                }
            )
    return sorted(found, key=lambda slip: (-int(slip["days"]), str(slip["code"])))
