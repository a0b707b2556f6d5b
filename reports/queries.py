"""Collect: everything a report says, read in one snapshot, for all parties of the deal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.history.reading import one_snapshot
from procurement.models import Deal, Lot, MilestoneStatement, Order, Payment, Position, Proposal, Term
from procurement.queries.money_and_goods import OrderProgress, PaymentProgress, orders_progress, payments_progress
from procurement.queries.plan import Plan, plan_for_all
from procurement.vocabulary import ProposalState
from reports.models import Report
from reports.rules import Period
from reports.vocabulary import ReportState


@dataclass(frozen=True)
class Collected:
    """What the database held when the report was made; only rows that every party of the deal may see."""

    deal: Deal
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


def collect(deal_id: int, period: Period) -> Collected:
    """Reads one deal at the last day of the period, in one consistent snapshot."""
    with one_snapshot() as horizon:
        deal = Deal.objects.get(pk=deal_id)
        status_date = period.last_day
        return Collected(
            deal=deal,
            period=period,
            plan=plan_for_all(deal, status_date=status_date),
            terms=list(Term.objects.unmarked().filter(deal=deal)),
            positions=_positions(deal, status_date),
            statements=_statements(deal, period),
            proposals=list(
                Proposal.objects.unmarked().filter(deal=deal, state=ProposalState.OPEN).select_related("party")
            ),
            orders=orders_progress(
                Order.objects.unmarked().filter(deal=deal), Lot.objects.unmarked(), status_date=status_date
            ),
            payments=payments_progress(Payment.objects.unmarked().filter(deal=deal), status_date=status_date),
            previous=previous_report(deal, period.end),
            horizon=horizon,
        )


def _within(period: Period) -> dict[str, str]:
    """Statements said in the period. Their dates are ISO texts, and partial ones sort before the days they cover."""
    return {"stated_on__gte": period.start.isoformat(), "stated_on__lt": period.end.isoformat()}


def _positions(deal: Deal, status_date: date) -> list[Position]:
    """Everything said of terms up to the day, oldest first."""
    rows = Position.objects.unmarked().filter(term__deal=deal, withdrawal=None, stated_on__lte=status_date.isoformat())
    return list(rows.select_related("term", "party").order_by("stated_on", "id"))


def _statements(deal: Deal, period: Period) -> list[MilestoneStatement]:
    rows = MilestoneStatement.objects.unmarked().filter(milestone__deal=deal, **_within(period))
    return list(rows.select_related("milestone", "party", "source").order_by("stated_on", "id"))


def previous_report(deal: Deal, before: date) -> Report | None:
    """The last ready report of the deal on an earlier period."""
    rows = Report.objects.unmarked().filter(deal=deal, period_end__lt=before, state=ReportState.READY)
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
