"""The ledger of moved dates, and the lines that the trend chart draws: what was said of a date, and when.

Where the agreed dates come from, there is one home: the history of the milestone, written by the database. Its first
entry (an import, as a rule) is where the line begins; a move that an accepted proposal made is matched to it by the
transaction and by both values. What a party forecasts are its statements. A reader gets the lines made of what he may
see, so that a hidden statement between two visible ones leaves no trace.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import Lag

from portal.accounts.markings import common_release
from portal.accounts.models import Party, User
from portal.partialdate import first_day
from procurement.models import Deal, Milestone, MilestoneStatement, Proposal, ProposalChange
from procurement.proposal_rules import CANCELLED, DATES
from procurement.queries.versions import released_states
from procurement.slip_rules import Dates, Said, moves
from procurement.vocabulary import Moving, ProposalState, ReasonCode, StatementKind, Subject

BEGIN = 0  # no row has this key


@dataclass(frozen=True)
class Word:
    """Who said it, when and why. A move of agreed dates has the proposal that made it; None: an import did."""

    on: date
    at: datetime
    party: Party | None
    person: str
    reason: str
    by_portal: bool = False
    withdrawn: bool = False
    releasable_to: Sequence[str] = ()
    proposal: Proposal | None = None
    reason_code: str = ""

    @property
    def reason_kind(self) -> str:
        """The code of the reason in words; '' where none was named."""
        return str(ReasonCode(self.reason_code).label) if self.reason_code else ""


@dataclass(frozen=True)
class Line:
    """One date of one milestone over time: what is agreed, or what one party forecasts."""

    milestone: Milestone
    moving: Moving
    party: Party | None
    said: Sequence[Said[Word]]

    @property
    def releasable_to(self) -> list[str]:
        """Who may see the whole line; empty = all parties."""
        return common_release([self.milestone.releasable_to, *(list(one.word.releasable_to) for one in self.said)])


@dataclass(frozen=True)
class Slip:
    """One move of a line: from which dates to which (None = none), by whom, when, why."""

    line: Line
    before: Dates | None
    after: Dates | None
    days: int | None
    start_days: int | None
    word: Word

    @property
    def milestone(self) -> Milestone:
        return self.line.milestone


@dataclass(frozen=True)
class AskedSlips:
    """Which moves: of one milestone, of one kind of date; '' = all."""

    milestone: str = ""
    of: str = ""


def milestones_of(deal: Deal, codes: Sequence[str] | None, *, user: User) -> QuerySet[Milestone]:
    """The milestones that the person may see; with `codes` only those."""
    rows = Milestone.objects.visible_to(user).filter(deal=deal).select_related("workstream", "owner")
    return rows if codes is None else rows.filter(code__in=codes)


def slips_of(deal: Deal, asked: AskedSlips, *, user: User) -> list[Slip]:
    """Every move that is asked for, newest first. Six statements of SQL at most, whatever the size of the deal."""
    codes = [asked.milestone] if asked.milestone else None
    lines = lines_of(deal, user=user, codes=codes)
    return slips_in(line for line in lines if not asked.of or line.moving == asked.of)


def slips_in(lines: Iterable[Line]) -> list[Slip]:
    """The moves of these lines, newest first."""
    found = [
        Slip(line, move.before, move.after, move.days, move.start_days, move.word)
        for line in lines
        for move in moves(line.said)
    ]
    ordered = sorted(enumerate(found), key=lambda pair: (pair[1].word.at, pair[0]), reverse=True)
    return [slip for _, slip in ordered]


@dataclass(frozen=True)
class Sum:
    """A line that moved: how often, and by how many days in all."""

    line: Line
    count: int
    days: int


def sums(slips: Iterable[Slip]) -> list[Sum]:
    """Each line among the moves, the one that moved most first."""
    by_line: dict[int, list[Slip]] = {}
    for slip in slips:
        by_line.setdefault(id(slip.line), []).append(slip)
    found = [Sum(one[0].line, len(one), sum(slip.days or 0 for slip in one)) for one in by_line.values()]
    return sorted(found, key=lambda one: (-abs(one.days), one.line.milestone.code))


def lines_of(deal: Deal, *, user: User, codes: Sequence[str] | None = None) -> list[Line]:
    """All lines of the milestones that the person may see, by code: agreed first, then each party's forecast."""
    milestones = {row.pk: row for row in milestones_of(deal, codes, user=user).order_by("code")}
    agreed, forecasts = _agreed(deal, milestones, user), _forecasts(milestones, user)
    found = []
    for key, milestone in milestones.items():
        plan = agreed.get(key, [])
        found.append(Line(milestone, Moving.AGREED, None, plan))
        for party, said in forecasts.get(key, {}).values():
            found.append(Line(milestone, Moving.FORECAST, party, [*_agreed_before(said[0], plan), *said]))
    return [line for line in found if line.said]


def _agreed_before(first: Said[Word], plan: Sequence[Said[Word]]) -> list[Said[Word]]:
    """What was agreed when a party first spoke: there its line begins."""
    until = [one for one in plan if one.word.at <= first.word.at] or plan[:1]
    return [replace(until[-1], number=BEGIN)] if until else []


def _agreed(deal: Deal, milestones: Mapping[int, Milestone], user: User) -> dict[int, list[Said[Word]]]:
    """What was agreed, from the history: only the entries in which it differs from the one before."""
    proposals = _accepted(deal, user)
    found: dict[int, list[Said[Word]]] = defaultdict(list)
    last: dict[int, tuple[Any, ...]] = {}
    for event in _changes(milestones, user):
        start, finish, cancelled = values = (event.agreed_start, event.agreed_finish, event.cancelled_on)
        key = event.pgh_obj_id
        made_by = proposals.get((event.pgh_xid, milestones[key].code, *_key(last.get(key)), *_key(values)))
        dates = Dates(start, finish) if finish and not cancelled else None
        found[key].append(Said(event.pgh_id, dates, _word(event, made_by)))
        last[key] = values
    return found


def _changes(milestones: Mapping[int, Milestone], user: User) -> Any:
    """Entries of the history in which the agreed dates are not those of the entry before. One statement of SQL."""

    def before(name: str) -> Window:
        return Window(Lag(name), partition_by=F("pgh_obj_id"), order_by="pgh_id")

    event = apps.get_model("procurement", "MilestoneEvent")
    rows = released_states(event.objects.filter(pgh_obj_id__in=list(milestones)), user)
    same = Q(agreed_start=F("was_start"), agreed_finish=F("was_finish")) & (
        Q(cancelled_on=F("was_cancelled")) | Q(cancelled_on=None, was_cancelled=None)
    )
    rows = rows.annotate(
        was_start=before("agreed_start"), was_finish=before("agreed_finish"), was_cancelled=before("cancelled_on")
    ).annotate(
        differs=Case(When(same, then=Value(value=False)), default=Value(value=True), output_field=BooleanField())
    )
    return rows.filter(differs=True).order_by("pgh_id")


def _key(values: Sequence[Any] | None) -> tuple[Any, ...]:
    """Agreed dates as a proposal writes them."""
    start, finish, cancelled = values or (None, None, None)
    return (start and start.isoformat(), finish and finish.isoformat(), cancelled is not None)


def _accepted(deal: Deal, user: User) -> dict[tuple[Any, ...], Proposal]:
    """Accepted proposals by transaction, milestone, old and new dates. Three statements of SQL."""
    event = apps.get_model("procurement", "ProposalEvent")
    decided = event.objects.filter(deal_id=deal.pk, state=ProposalState.ACCEPTED).values_list("pgh_obj_id", "pgh_xid")
    transactions = dict(decided)
    rows = Proposal.objects.visible_to(user).filter(pk__in=list(transactions))
    proposals = {row.pk: row for row in rows.select_related("party", "opened_by", "decided_party", "decided_by")}
    values: dict[tuple[int, str], dict[str, tuple[Any, Any]]] = defaultdict(dict)
    for row in ProposalChange.objects.filter(proposal__in=list(proposals), subject=Subject.MILESTONE):
        values[row.proposal_id, row.subject_key][row.field] = (row.old, row.new)
    return {
        (transactions[key], code, *_both(fields)): proposals[key]
        for (key, code), fields in values.items()
        if set(fields) >= {*DATES, CANCELLED}
    }


def _both(fields: Mapping[str, tuple[Any, Any]]) -> tuple[Any, ...]:
    names = (*DATES, CANCELLED)
    return (*(fields[name][0] for name in names), *(fields[name][1] for name in names))


def _word(event: Any, proposal: Proposal | None) -> Word:
    kind, _, name = event.pgh_actor.partition(":")
    if proposal is None:
        return Word(event.pgh_at.date(), event.pgh_at, None, name, event.pgh_reason, by_portal=kind == "system")
    at = proposal.decided_at or event.pgh_at
    who, why = proposal.opened_by.username, proposal.reason
    return Word(at.date(), at, proposal.party, who, why, proposal=proposal, reason_code=proposal.reason_code)


def _forecasts(milestones: Mapping[int, Milestone], user: User) -> dict[int, dict[int, tuple[Party, list[Said[Word]]]]]:
    """What each party forecast and withdrew, by milestone and party. One statement of SQL."""
    forecast = Q(kind=StatementKind.FORECAST) | Q(kind=StatementKind.WITHDRAWN, about__kind=StatementKind.FORECAST)
    rows = MilestoneStatement.objects.visible_to(user).filter(forecast, milestone__in=list(milestones))
    found: dict[int, dict[int, tuple[Party, list[Said[Word]]]]] = defaultdict(dict)
    for row in rows.exclude(party=None).select_related("party").order_by("id"):
        if row.party:
            found[row.milestone_id].setdefault(row.party.pk, (row.party, []))[1].append(_said(row))
    return found


def _said(row: MilestoneStatement) -> Said[Word]:
    withdrawn = row.kind == StatementKind.WITHDRAWN
    on = first_day(row.stated_on) if row.stated_on else row.recorded_at.date()
    by_portal = row.by_id is None
    word = Word(
        on,
        row.recorded_at,
        row.party,
        row.person,
        row.reason,
        by_portal,
        withdrawn,
        row.releasable_to,
        None,
        row.reason_code,
    )
    if withdrawn:
        return Said(row.pk, None, word, takes_back=row.about_id)
    return Said(row.pk, Dates(first_day(row.start_date) if row.start_date else None, first_day(row.date)), word)
