"""What waits for a person: reports and disputes of the other side, own late milestones, offers without an answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from portal.accounts.models import User
from portal.accounts.vocabulary import Side
from portal.partialdate import first_day
from procurement.models import MilestoneStatement, Position, Term
from procurement.queries.plan import PlanRow
from procurement.vocabulary import UNSETTLED, MilestoneState, Todo

OTHER = {Side.SELLER: Side.BUYER, Side.BUYER: Side.SELLER}


@dataclass(frozen=True)
class Waiting:
    """One thing to do: about a milestone (`row`) or a term, what the other side and the own side said last."""

    todo: Todo
    since: date
    days: int
    row: PlanRow | None = None
    term: Term | None = None
    theirs: MilestoneStatement | Position | None = None
    ours: MilestoneStatement | Position | None = None


def waiting_for(user: User, rows: Sequence[PlanRow], terms: Sequence[Term] = (), *, status_date: date) -> list[Waiting]:
    """What waits for the person's party, the longest waiting first. `terms` come with what was `said`. No SQL."""
    if user.party is None:
        return []
    found = [*_milestones(user, rows, status_date), *_terms(user.party.side, terms, status_date)]
    return sorted(found, key=lambda item: (item.since, item.todo))


def _milestones(user: User, rows: Sequence[PlanRow], today: date) -> Iterator[Waiting]:
    for row in rows:
        said = _to_answer(row, user)
        if said is not None:
            contested = row.state == MilestoneState.CONTESTED
            since = first_day(said.stated_on)
            ours = _last(row.statements, user)
            todo = Todo.SETTLE if contested else Todo.ANSWER
            yield Waiting(todo, since, (today - since).days, row=row, theirs=said, ours=ours)
        elif row.is_overdue and row.milestone.owner_id == user.party_id:
            since = _late_since(row)
            yield Waiting(Todo.REPORT, since, (today - since).days, row=row, ours=_last(row.statements, user))


def _to_answer(row: PlanRow, user: User) -> MilestoneStatement | None:
    """The last word on an open report, when it is another side's and the person's side has to answer it."""
    report = row.facts.open_report
    if report is None or user.party is None or row.state not in {MilestoneState.REPORTED, MilestoneState.CONTESTED}:
        return None
    if user.party.side not in OTHER and row.milestone.owner_id != user.party_id:
        return None
    about = [said for said in row.facts.counting if report.number in {said.number, said.about}]
    if about[-1].side == user.party.side:
        return None
    return next(said for said in row.statements if said.pk == about[-1].number)


def _last(statements: Sequence[MilestoneStatement], user: User) -> MilestoneStatement | None:
    own = [said for said in statements if said.party_id == user.party_id]
    return own[-1] if own else None


def _late_since(row: PlanRow) -> date:
    """The agreed start when nothing began, else the agreed finish."""
    start, finish = row.milestone.agreed_start, row.milestone.agreed_finish
    assert start is not None  # is_overdue needs both
    assert finish is not None
    return start if row.state == MilestoneState.SCHEDULED else finish


def _terms(side: str, terms: Sequence[Term], today: date) -> Iterator[Waiting]:
    """Terms not settled on which the other side has spoken last. Internal positions are no offers."""
    for term in terms:
        offers: Sequence[Position] = [said for said in term.said if not said.releasable_to]  # type: ignore[attr-defined]
        theirs = [said for said in offers if said.party and said.party.side == OTHER.get(Side(side))]
        if term.status not in UNSETTLED or not theirs or offers[-1] is not theirs[-1]:
            continue
        ours = [said for said in offers if said.party and said.party.side == side]
        since = first_day(theirs[-1].stated_on)
        last = ours[-1] if ours else None
        yield Waiting(Todo.ANSWER, since, (today - since).days, term=term, theirs=theirs[-1], ours=last)
