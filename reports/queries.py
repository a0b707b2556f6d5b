"""Collect: everything a report says, read in one snapshot, for one audience.

The audience is one party, or '' for all parties of the deal. What is collected are rows that every reader of the
audience may see, so the release list of the report is that of the audience: it stands in the list of each of its parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from django.db.models import Model, QuerySet

from portal.accounts.markings import MarkedQuerySet
from portal.accounts.models import User
from portal.history.reading import one_snapshot, snapshot_taken
from procurement.models import Deal, Lot, MilestoneStatement, Order, Payment, Position, Proposal, Term
from procurement.queries.money_and_goods import OrderProgress, PaymentProgress, orders_progress, payments_progress
from procurement.queries.plan import Plan, plan_for_all, plan_of_party
from procurement.queries.summary import Summary, summary_of
from procurement.vocabulary import ProposalState
from reports.models import Report
from reports.rules import Period
from reports.vocabulary import ReportState

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Collected:
    """What the database held when the report was made.

    `horizon` is the oldest transaction that was still open then; `snapshot` tells for every transaction whether it
    was seen, as PostgreSQL writes it (xmin:xmax:open ones).
    """

    deal: Deal
    audience: str
    period: Period
    plan: Plan
    terms: Sequence[Term]
    positions: Sequence[Position]
    statements: Sequence[MilestoneStatement]
    proposals: Sequence[Proposal]
    orders: Sequence[OrderProgress]
    payments: Sequence[PaymentProgress]
    previous: Report | None
    horizon: int
    snapshot: str

    @cached_property
    def summary(self) -> Summary:
        return summary_of(self.plan)


def collect(deal_id: int, period: Period, *, audience: str = "") -> Collected:
    """Reads one deal at the last day of the period, in one consistent snapshot."""
    with one_snapshot() as horizon:
        deal = Deal.objects.get(pk=deal_id)
        status_date = period.last_day
        orders = open_to(audience, Order.objects.filter(deal=deal))
        payments = open_to(audience, Payment.objects.filter(deal=deal))
        proposals = open_to(audience, Proposal.objects.filter(deal=deal, state=ProposalState.OPEN))
        return Collected(
            deal=deal,
            audience=audience,
            period=period,
            plan=_plan(deal, audience, status_date),
            terms=list(open_to(audience, Term.objects.filter(deal=deal))),
            positions=_positions(deal, status_date, audience),
            statements=_statements(deal, period, audience),
            proposals=list(proposals.select_related("party")),
            orders=orders_progress(orders, open_to(audience, Lot.objects.all()), status_date=status_date),
            payments=payments_progress(payments, status_date=status_date),
            previous=previous_report(deal, period.end, audience=audience),
            horizon=horizon,
            snapshot=snapshot_taken(),
        )


def open_to(audience: str, rows: QuerySet[M]) -> MarkedQuerySet[M]:
    """The rows that everybody of the audience may see."""
    assert isinstance(rows, MarkedQuerySet)
    return rows.released_to(audience) if audience else rows.unmarked()


def _plan(deal: Deal, audience: str, status_date: date) -> Plan:
    if audience:
        return plan_of_party(deal, audience, status_date=status_date)
    return plan_for_all(deal, status_date=status_date)


def _within(period: Period) -> dict[str, str]:
    """Statements said in the period. Their dates are ISO texts, and partial ones sort before the days they cover."""
    return {"stated_on__gte": period.start.isoformat(), "stated_on__lt": period.end.isoformat()}


def _positions(deal: Deal, status_date: date, audience: str) -> list[Position]:
    """Everything said of terms up to the day, oldest first."""
    said = Position.objects.filter(term__deal=deal, withdrawal=None, stated_on__lte=status_date.isoformat())
    return list(open_to(audience, said).select_related("term", "party").order_by("stated_on", "id"))


def _statements(deal: Deal, period: Period, audience: str) -> list[MilestoneStatement]:
    said = open_to(audience, MilestoneStatement.objects.filter(milestone__deal=deal, **_within(period)))
    return list(said.select_related("milestone", "party", "source").order_by("stated_on", "id"))


def previous_report(deal: Deal, before: date, *, audience: str = "") -> Report | None:
    """The last ready report of the deal for the same audience on an earlier period."""
    rows = Report.objects.filter(deal=deal, audience=audience, period_end__lt=before, state=ReportState.READY)
    return rows.order_by("-period_end").first()


def latest_report(deal: Deal, *, user: User) -> Report | None:
    """The newest ready report of a deal that the person may see."""
    rows = Report.objects.visible_to(user).filter(deal=deal, state=ReportState.READY)
    return rows.select_related("deal").order_by("-period_end").first()


def reports_of(user: User) -> QuerySet[Report]:
    """Reports that the person may see, the newest first, without their bodies."""
    return Report.objects.visible_to(user).select_related("deal").defer("body").order_by("-period_end", "deal__code")


def report_of(number: int, *, user: User) -> Report | None:
    """One report, None when it does not exist for this person."""
    return Report.objects.visible_to(user).select_related("deal", "previous").filter(pk=number).first()
