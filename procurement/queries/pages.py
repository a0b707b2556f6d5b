"""What the pages of the deals show. Each begins with what the person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Q

from portal.accounts.models import User
from procurement.models import Deal, Engagement, Lot, Milestone, Order, Payment, Position, Term
from procurement.queries.money_and_goods import OrderProgress, PaymentProgress, orders_progress, payments_progress
from procurement.queries.plan import PlanRow, plan_of
from procurement.queries.summary import Summary, summary_of
from procurement.rules import REPORTS, Said
from procurement.schedule import Link
from procurement.vocabulary import DealNature


def deal_of(code: str, *, user: User) -> Deal | None:
    """The deal, None when it does not exist for this person."""
    return Deal.objects.visible_to(user).filter(code=code).first()


def deals_of(user: User) -> list[Deal]:
    """The deals that the person may see with their counts: the own ones first, then the public record."""
    visible = Milestone.objects.visible_to(user)
    terms = Term.objects.visible_to(user)
    rows = Deal.objects.visible_to(user).annotate(
        milestone_count=Count("milestones", filter=Q(milestones__in=visible.values("pk")), distinct=True),
        term_count=Count("terms", filter=Q(terms__in=terms.values("pk")), distinct=True),
    )
    return sorted(rows, key=lambda deal: (deal.is_public, deal.code))


def main_deal(user: User) -> Deal | None:
    """The deal that the person's home page is about: a deal of the own party, else the first of the public record."""
    visible = Deal.objects.visible_to(user)
    own = visible.exclude(nature=DealNature.PUBLIC).order_by("code").first()
    return own or visible.order_by("-status", "known_since", "code").first()


@dataclass(frozen=True)
class DealPage:
    """A deal at a status date. Counts and drawings are made from rows that the person may see."""

    deal: Deal
    summary: Summary
    orders: Sequence[OrderProgress]
    payments: Sequence[PaymentProgress]
    terms: Sequence[Term]


def deal_page(deal: Deal, *, user: User, status_date: date) -> DealPage:
    """Eight statements of SQL."""
    orders = Order.objects.visible_to(user).filter(deal=deal)
    return DealPage(
        deal=deal,
        summary=summary_of(plan_of(deal, user=user, status_date=status_date)),
        orders=orders_progress(orders, Lot.objects.visible_to(user), status_date=status_date),
        payments=payments_progress(Payment.objects.visible_to(user).filter(deal=deal), status_date=status_date),
        terms=terms_of(deal, user=user),
    )


def terms_of(deal: Deal, *, user: User) -> list[Term]:
    """Terms with what each speaker said last, oldest first (`said`)."""
    terms = list(Term.objects.visible_to(user).filter(deal=deal).select_related("workstream"))
    positions = Position.objects.visible_to(user).filter(term__in=terms, withdrawal=None)
    said: dict[int, list[Position]] = {term.pk: [] for term in terms}
    for position in positions.select_related("party", "source").order_by("stated_on", "id"):
        said[position.term_id].append(position)
    for term in terms:
        term.said = said[term.pk]  # type: ignore[attr-defined]  # for the page only
    return terms


@dataclass(frozen=True)
class Neighbour:
    """A milestone that this one waits for (`before`) or that waits for it."""

    row: PlanRow
    link: Link
    before: bool


@dataclass(frozen=True)
class MilestonePage:
    """A milestone with what each party says, its neighbours in the plan, and all statements, newest first."""

    row: PlanRow
    neighbours: Sequence[Neighbour]
    changes: Sequence[object]

    @property
    def milestone(self) -> Milestone:
        return self.row.milestone

    @property
    def open_report(self) -> Said | None:
        return self.row.facts.open_report

    @property
    def open_report_uid(self) -> UUID | None:
        """The name of the open report outside of the portal."""
        return next(
            (row.uid for row in self.row.statements if self.open_report and row.pk == self.open_report.number), None
        )


def milestone_page(deal: Deal, code: str, *, user: User, status_date: date) -> MilestonePage | None:
    """The milestone, None when it does not exist for this person. Five statements of SQL."""
    plan = plan_of(deal, user=user, status_date=status_date)
    row = plan.by_code.get(code)
    if row is None:
        return None
    neighbours = [
        Neighbour(plan.by_code[link.predecessor if before else link.successor], link, before)
        for link in plan.links
        if code in {link.predecessor, link.successor}
        for before in [link.successor == code]
    ]
    changes = apps.get_model("procurement", "MilestoneEvent").objects.filter(pgh_obj_id=row.milestone.pk)
    return MilestonePage(row, neighbours, list(changes.order_by("-pgh_id")[:50]))


def waiting_for(user: User, rows: Sequence[PlanRow]) -> list[PlanRow]:
    """Rows on which the other side has spoken last and the person's party may answer, or which are the own and late."""
    return [row for row in rows if _awaits_answer(row, user) or _is_own_and_late(row, user)]


def _awaits_answer(row: PlanRow, user: User) -> bool:
    report = row.facts.open_report
    if report is None or report.kind not in REPORTS or user.party is None:
        return False
    return report.party != user.party.code and row.state.value in {"reported", "contested"}


def _is_own_and_late(row: PlanRow, user: User) -> bool:
    return row.is_overdue and user.party_id is not None and row.milestone.owner_id == user.party_id


def engagements_of(user: User) -> list[Engagement]:
    """Events of the talks that the person may see, the newest first."""
    return list(Engagement.objects.visible_to(user).select_related("source").order_by("-starts_on", "slug"))
