"""What of a deal waits for a decision, and whose: reports without an answer, disputes, open proposals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from portal.accounts.models import User
from portal.accounts.vocabulary import Side
from portal.partialdate import first_day
from procurement.models import Deal, Proposal
from procurement.queries.plan import PlanRow
from procurement.vocabulary import MilestoneState, ProposalState

OTHER = {Side.SELLER: Side.BUYER, Side.BUYER: Side.SELLER}


@dataclass(frozen=True)
class Decision:
    """One thing to decide: about a milestone (`row`) or a `proposal`; `sides` are those that have to, in any order."""

    since: date
    sides: Sequence[Side]
    row: PlanRow | None = None
    proposal: Proposal | None = None


def decisions_of(deal: Deal, rows: Sequence[PlanRow], *, user: User, status_date: date) -> list[Decision]:
    """What waits on the day, the longest waiting first. One statement of SQL."""
    opened = Proposal.objects.visible_to(user).filter(
        deal=deal, state=ProposalState.OPEN, opened_at__date__lte=status_date
    )
    proposals = [
        Decision(one.opened_at.date(), [OTHER.get(Side(one.party.side), Side.BUYER)], proposal=one)
        for one in opened.select_related("party").order_by("opened_at")
    ]
    return sorted([*_reports(rows), *proposals], key=lambda one: one.since)


def _reports(rows: Sequence[PlanRow]) -> Iterator[Decision]:
    """Who reports does not confirm; a dispute is settled by both; an internal milestone stays within its side."""
    for row in rows:
        report = row.facts.open_report
        if report is None or row.state not in {MilestoneState.REPORTED, MilestoneState.CONTESTED}:
            continue
        said = next(one for one in row.statements if one.pk == report.number)
        yield Decision(first_day(said.stated_on), _sides(row, Side(report.side)), row=row)


def _sides(row: PlanRow, reporter: Side) -> list[Side]:
    if row.milestone.is_restricted:
        return [reporter]
    if row.state == MilestoneState.CONTESTED:
        return [Side.SELLER, Side.BUYER]
    return [OTHER[reporter]] if reporter in OTHER else [Side.SELLER, Side.BUYER]
