"""Compose: one language-free body out of what was collected. Both languages and every format are made from it.

The body is plain JSON: codes, both titles, ISO dates, amounts as text. Pages choose words and order, never figures.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson

from portal.accounts.models import Party
from portal.accounts.vocabulary import Side
from procurement.models import MilestoneStatement, Position, Proposal, Term
from procurement.queries.money_and_goods import OrderProgress, PaymentProgress
from procurement.queries.origins import Origin, origins
from procurement.queries.plan import PlanRow
from procurement.queries.summary import Summary, WorkstreamSummary, summary_of
from procurement.vocabulary import UNSETTLED, MilestoneState
from reports.queries import Collected

FORMAT = 2
LATEST = 8  # so many statements about terms are told
Json = dict[str, Any]


def compose(found: Collected, *, known_at: datetime) -> Json:
    """The body of the report; nothing in it depends on a language or on who reads it."""
    rows = found.plan.rows
    summary = summary_of(found.plan)
    return {
        "format": FORMAT,
        "deal": _deal(found),
        "period": {"start": found.period.start.isoformat(), "last_day": found.period.last_day.isoformat()},
        "known_at": known_at.isoformat(timespec="seconds"),
        "summary": _summary(summary),
        "origins": [_origin(origin) for origin in origins(found.plan)],
        "workstreams": [_workstream(row) for row in summary.workstreams],
        "met": sorted([_milestone(row) for row in rows if _ended_in(row, found)], key=_when),
        "due_next": [_milestone(row) for row in summary.due_soon],
        "late": [_milestone(row) for row in summary.overdue],
        "contested": [_milestone(row) for row in summary.contested],
        "slips": slips(found.previous.body if found.previous else None, rows),
        "deliveries": [_order(progress) for progress in found.orders],
        "payments": [_payment(progress) for progress in found.payments],
        "proposals": [_proposal(proposal) for proposal in found.proposals],
        "terms": _terms(found),
        "changes": _changes(found),
        "milestones": [_milestone(row) for row in rows],
        "previous": found.previous.pk if found.previous else None,
    }


def canonical(body: Mapping[str, Any]) -> bytes:
    """The bytes that are hashed: sorted keys, no blanks, UTF-8."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def digest(body: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical bytes."""
    return hashlib.sha256(canonical(body)).hexdigest()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _titles(row: Any) -> Json:
    return {"title_en": row.title_en, "title_uk": row.title_uk}


def _deal(found: Collected) -> Json:
    deal = found.deal
    ends = {"starts_on": _iso(deal.starts_on), "ends_on": _iso(deal.ends_on)}
    return {"code": deal.code, "nature": deal.nature, "exercise": deal.is_exercise, **_titles(deal), **ends}


def _summary(summary: Summary) -> Json:
    return {
        "total": summary.total,
        "states": {state.value: summary.count(state) for state in MilestoneState},
        "overdue": len(summary.overdue),
        "planned_end": _iso(summary.planned_end),
        "forecast_end": _iso(summary.plan.end),
        "end_slip_days": summary.end_slip,
        "days_past_end": summary.days_past_end,
    }


def _origin(origin: Origin) -> Json:
    """Where a slip begins: how many milestones it moves, and by how much the end of the plan."""
    return {**_milestone(origin.row), "moves": origin.reach, "end_days": origin.end_days}


def _workstream(row: WorkstreamSummary) -> Json:
    return {
        "code": row.workstream.code,
        **_titles(row.workstream),
        "total": len(row.rows),
        "met": len(row.met),
        "weight": row.weight,
        "weight_met": row.weight_met,
        "weight_share": row.weight_share,
        "overdue": row.overdue,
        "contested": row.contested,
        "last": _milestone(row.last) if row.last else None,
        "next": _milestone(row.next) if row.next else None,
    }


def _milestone(row: PlanRow) -> Json:
    milestone, line = row.milestone, row.line
    return {
        "code": milestone.code,
        **_titles(milestone),
        "owner": _party(milestone.owner),
        "duration_days": milestone.duration_days,
        "state": row.state.value,
        "overdue": row.is_overdue,
        "agreed_finish": _iso(milestone.agreed_finish),
        "forecast_finish": _iso(line.forecast_finish) if line else None,
        "finish_slip_days": line.finish_slip_days if line else None,
        "critical": bool(line and line.critical),
        "actual_finish": _iso(row.facts.actual_finish),
        "said": _said(row),
    }


def _party(party: Party | None) -> Json | None:
    return {"code": party.code, "name_en": party.name_en, "name_uk": party.name_uk} if party else None


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
    return found.previous is None or _when(_milestone(row))[0] >= found.period.start.isoformat()


def slips(before: Mapping[str, Any] | None, rows: Sequence[PlanRow]) -> list[Json]:
    """Milestones whose forecast moved since the report before; without one, since the agreed plan."""
    known = {row["code"]: row["forecast_finish"] for row in before["milestones"]} if before else {}
    found = []
    for row in rows:
        if row.line is None or row.is_done:
            continue
        was = known.get(row.milestone.code) or _iso(row.milestone.agreed_finish)
        days = (row.line.forecast_finish - date.fromisoformat(was)).days if was else 0
        if days:
            found.append(
                {
                    "code": row.milestone.code,
                    **_titles(row.milestone),
                    "was": was,
                    "days": days,
                    "now": _iso(row.line.forecast_finish),
                    "critical": row.line.critical,
                }
            )
    return sorted(found, key=lambda slip: (-int(slip["days"]), str(slip["code"])))


def _order(progress: OrderProgress) -> Json:
    order, lot = progress.order, progress.next_lot
    return {
        "order": order.code,
        "model": {"slug": order.model.slug, "name_en": order.model.name_en, "name_uk": order.model.name_uk},
        "quantity": order.quantity,
        "planned": progress.planned,
        "accepted": progress.accepted,
        "rejected": progress.rejected,
        "behind": progress.behind,
        "next_lot": {"number": lot.number, "units": lot.planned, "due_on": _iso(lot.due_on)} if lot else None,
    }


def _payment(progress: PaymentProgress) -> Json:
    coming = progress.next_payment
    return {
        "currency": progress.currency,
        "due": str(progress.due),
        "paid": str(progress.paid),
        "behind": str(progress.behind),
        "total": str(progress.total),
        "next": {"code": coming.code, "amount": str(coming.amount), "due_on": _iso(coming.due_on)} if coming else None,
    }


def _proposal(proposal: Proposal) -> Json:
    return {
        "number": proposal.number,
        "party": proposal.party.code,
        "reason_code": proposal.reason_code,
        "reason": proposal.reason,
        "opened_on": _iso(proposal.opened_at.date()),
    }


def _terms(found: Collected) -> Json:
    """How many stand where, those that are not settled with the last offer of each side, and what was said last."""
    statuses = [term.status for term in found.terms]
    return {
        "total": len(statuses),
        "by_status": {status: statuses.count(status) for status in sorted(set(statuses))},
        "unsettled": [_offers(term, found.positions) for term in found.terms if term.status in UNSETTLED],
        "latest": [_said_of_term(position) for position in found.positions[::-1][:LATEST]],
    }


def _offers(term: Term, positions: Sequence[Position]) -> Json:
    """A term with what seller and buyer said last of it."""
    last = {row.party.side: row for row in positions if row.term_id == term.pk and row.party}
    sides = {side.value: _offer(last.get(side), term) for side in (Side.SELLER, Side.BUYER)}
    return {"code": term.code, **_titles(term), "status": term.status, **sides}


def _offer(position: Position | None, term: Term) -> Json | None:
    if position is None:
        return None
    return {"low": _text(position.low), "high": _text(position.high), "unit": position.unit or term.unit}


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _changes(found: Collected) -> list[Json]:
    """What was said in the period, oldest first."""
    first, end = found.period.start.isoformat(), found.period.end.isoformat()
    new = [row for row in found.positions if first <= row.stated_on < end]
    said = [*map(_said_of_milestone, found.statements), *map(_said_of_term, new)]
    return sorted(said, key=lambda change: (str(change["on"]), str(change["code"])))


def _said_of_milestone(row: MilestoneStatement) -> Json:
    """`own_words`: the portal's own import speaks, in words that it can translate."""
    return {
        "about": "milestone",
        "code": row.milestone.code,
        **_titles(row.milestone),
        "kind": row.kind,
        **_speaker(row.party, row.source.publisher if row.source else ""),
        "on": row.stated_on,
        "date": row.date or None,
        "reason": row.reason,
        "own_words": row.party is not None and row.by_id is None,
    }


def _said_of_term(row: Position) -> Json:
    return {
        "about": "term",
        "code": row.term.code,
        **_titles(row.term),
        "kind": "position",
        **_speaker(row.party, row.stated_by),
        "on": row.stated_on,
        "date": None,
        "figure": _offer(row, row.term),
        "text_en": row.text_en,
        "text_uk": row.text_uk,
        "own_words": False,
    }


def _speaker(party: Party | None, otherwise: str) -> Json:
    """Who speaks: a party with its name in both languages, or a public speaker in his own."""
    if party is None:
        return {"by": otherwise, "by_en": otherwise, "by_uk": otherwise}
    return {"by": party.code, "by_en": party.name_en, "by_uk": party.name_uk}
