"""What is talked about: proposals, terms, and everything that was said in the period."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from portal.accounts.models import Party
from portal.accounts.vocabulary import Side
from procurement.models import MilestoneStatement, Position, Proposal, Term
from procurement.vocabulary import UNSETTLED
from reports.composers.plan import iso, titles
from reports.queries.collecting import Collected

Json = dict[str, Any]
LATEST = 8  # so many statements about terms are told


def proposals(found: Collected) -> list[Json]:
    return [_proposal(proposal) for proposal in found.proposals]


def _proposal(proposal: Proposal) -> Json:
    return {
        "number": proposal.number,
        "party": proposal.party.code,
        "reason_code": proposal.reason_code,
        "reason": proposal.reason,
        "opened_on": iso(proposal.opened_at.date()),
    }


def terms(found: Collected) -> Json:
    """How many stand where, those that are not settled with the last offer of each side, and what was said last."""
    statuses = [term.status for term in found.terms]
    return {
        "total": len(statuses),
        "by_status": {status: statuses.count(status) for status in sorted(set(statuses))},
        "all": [{"code": term.code, **titles(term), "status": term.status} for term in found.terms],
        "unsettled": [_offers(term, found.positions) for term in found.terms if term.status in UNSETTLED],
        "latest": [_said_of_term(position) for position in found.positions[::-1][:LATEST]],
    }


def _offers(term: Term, positions: Sequence[Position]) -> Json:
    """A term with what seller and buyer said last of it."""
    last = {row.party.side: row for row in positions if row.term_id == term.pk and row.party}
    sides = {side.value: _offer(last.get(side), term) for side in (Side.SELLER, Side.BUYER)}
    return {"code": term.code, **titles(term), "status": term.status, **sides}


def _offer(position: Position | None, term: Term) -> Json | None:
    if position is None:
        return None
    return {"low": _text(position.low), "high": _text(position.high), "unit": position.unit or term.unit}


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def changes(found: Collected) -> list[Json]:
    """What was said in the period, oldest first."""
    first, end = found.period.start.isoformat(), found.period.end.isoformat()
    new = [row for row in found.positions if first <= row.stated_on < end]
    said = [*map(_said_of_milestone, found.statements), *map(_said_of_term, new)]
    return sorted(said, key=lambda change: (str(change["on"]), str(change["code"])))


def moved(found: Collected) -> list[Json]:
    """Each position of the period that another of the same speaker on the same term came before: from what to what."""
    first = found.period.start.isoformat()
    last: dict[tuple[int, str], Position] = {}
    told = []
    for row in found.positions:
        key = (row.term_id, row.party.code if row.party else row.stated_by)
        was = last.get(key)
        if was is not None and row.stated_on >= first:
            told.append({**_said_of_term(row), "was": _offer(was, row.term), "was_on": was.stated_on})
        last[key] = row
    return told


def _said_of_milestone(row: MilestoneStatement) -> Json:
    """`own_words`: the portal's own import speaks, in words that it can translate."""
    return {
        "about": "milestone",
        "code": row.milestone.code,
        **titles(row.milestone),
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
        **titles(row.term),
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
