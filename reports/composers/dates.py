"""What moves the dates: who said so since the last report, how sure the forecast is, and the named baselines."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from portal.partialdate import first_day
from procurement.models import Baseline, MilestoneStatement
from procurement.queries.plan import PlanRow
from procurement.queries.risk import Asked, RiskRow, risk_in
from procurement.risk import Days, finished_by
from procurement.vocabulary import StatementKind
from reports.composers.plan import iso, party, titles
from reports.queries.collecting import Collected

Json = dict[str, Any]
MOST = 10  # milestones whose dates are least sure


def ledger(found: Collected) -> list[Json]:
    """Each move of a date since the last report: what a party forecast in the period, and what was agreed anew."""
    moves = [*_forecasts(found), *_agreed(found)]
    return sorted(moves, key=lambda move: (str(move["on"] or ""), str(move["code"]), str(move["of"])))


def _forecasts(found: Collected) -> Iterator[Json]:
    first, end = found.period.start.isoformat(), found.period.end.isoformat()
    for row in found.plan.rows:
        last: dict[int, str] = {}
        for said in _said(row):
            was = last.get(said.party_id or 0) or iso(row.milestone.agreed_finish)
            last[said.party_id or 0] = said.date
            if first <= said.stated_on < end and said.date != was:
                words = {"on": said.stated_on, "by": party(said.party), "reason": said.reason}
                own = said.by_id is None  # the portal's own import speaks, in words that it can translate
                yield {**_move(row, "forecast", was, said.date), **words, "own_words": own}


def _said(row: PlanRow) -> list[MilestoneStatement]:
    """The forecasts of parties, oldest first."""
    said = [one for one in row.statements if one.kind == StatementKind.FORECAST and one.party and one.date]
    return sorted(said, key=lambda one: (one.stated_on, one.pk))


def _agreed(found: Collected) -> Iterator[Json]:
    before = (found.previous.body if found.previous else None) or {}
    known = {row["code"]: row["agreed_finish"] for row in before.get("milestones", [])}
    for row in found.plan.rows:
        was, now = known.get(row.milestone.code), iso(row.milestone.agreed_finish)
        if was and was != now:
            words = {"on": None, "by": None, "reason": "", "own_words": False}
            yield {**_move(row, "agreed", was, now), **words}


def _move(row: PlanRow, of: str, was: str | None, now: str | None) -> Json:
    days = (first_day(now) - first_day(was)).days if was and now else None
    return {"code": row.milestone.code, **titles(row.milestone), "of": of, "was": was, "now": now, "days": days}


def risk(found: Collected) -> Json:
    """By which days half and four fifths of the courses of the plan end, as the page of the deal says it."""
    told = risk_in(found.plan, found.network, Asked())
    unsure = sorted((row for row in told.rows if row.days), key=lambda row: (-row.days, row.row.milestone.code))
    share = told.percent_by_last_day
    return {
        "seed": told.asked.seed,
        "runs": told.asked.runs,
        "stated": told.stated,
        "stated_codes": [row.row.milestone.code for row in told.rows if row.stated],
        "forecast": iso(told.plan.end),
        "p50": iso(told.p50),
        "p80": iso(told.p80),
        "reached": [_reached(told.ends, day) for day in (told.p50, told.p80) if day],
        "percent_by_last_day": None if share is None else round(share),
        "least_sure": [_unsure(row) for row in unsure[:MOST]],
    }


def _unsure(row: RiskRow) -> Json:
    due = row.row
    return {
        "code": due.milestone.code,
        **titles(due.milestone),
        "forecast": iso(due.due_on),
        "p50": iso(row.p50),
        "p80": iso(row.p80),
        "reached": [_reached(row.finishes, day) for day in (row.p50, row.p80)],
        "days": row.days,
    }


def _reached(days: Days, day: date) -> list[list[Any]]:
    """How many courses had finished by the day before, and by the day itself: so it is the first that is enough."""
    return [[iso(one), finished_by(days, one.toordinal())] for one in (day - timedelta(days=1), day)]


def baselines(found: Collected) -> list[Json]:
    return [_baseline(row, found) for row in found.baselines]


def _baseline(row: Baseline, found: Collected) -> Json:
    """Its last finish among the milestones that the audience may see, beside what is agreed of the same ones now."""
    kept = {one.milestone_id: one.finish for one in found.baseline_rows if one.baseline_id == row.pk}
    now = [one.milestone.agreed_finish for one in found.plan.rows if one.milestone.pk in kept]
    moved = [one for one in found.plan.rows if kept.get(one.milestone.pk, one.milestone.agreed_finish) != _now(one)]
    return {
        "number": row.number,
        "name": row.name,
        "taken_on": iso(row.taken_at.date()),
        "party": party(row.party),
        "state": row.state.value,
        "waits_for": [side.value for side in row.waits_for],
        "rows": len(kept),
        "kept": [
            [one.milestone.code, iso(kept[one.milestone.pk])] for one in found.plan.rows if one.milestone.pk in kept
        ],
        "end": iso(max(kept.values(), default=None)),
        "agreed_end": iso(max((day for day in now if day), default=None)),
        "moved": [one.milestone.code for one in moved],
    }


def _now(row: PlanRow) -> date | None:
    return row.milestone.agreed_finish
