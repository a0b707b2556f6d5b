"""What the pages of the deals show. Each begins with what the person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from portal.accounts.models import Party, User
from portal.accounts.vocabulary import Side
from procurement.models import (
    Deal,
    DurationSpread,
    Lot,
    Milestone,
    MilestoneCheck,
    MilestoneStatement,
    Order,
    Payment,
    Position,
    Term,
)
from procurement.queries.agreed_links import name_of
from procurement.queries.money_and_goods import OrderProgress, PaymentProgress, orders_progress, payments_progress
from procurement.queries.plan import PlanRow, plan_of
from procurement.queries.reviews import Review, checks_of, review_of
from procurement.queries.summary import Summary, summary_of
from procurement.queries.versions import Change, changes_of_milestone
from procurement.rules import Said
from procurement.schedule import Link
from procurement.vocabulary import DealNature

LEADS = (Side.SELLER, Side.BUYER)


def deal_of(code: str, *, user: User) -> Deal | None:
    """The deal, None when it does not exist for this person."""
    return Deal.objects.visible_to(user).filter(code=code).first()


def is_milestone_of(deal: Deal, code: str, *, user: User) -> bool:
    """True when the deal has a milestone of this code that the person may see."""
    return Milestone.objects.visible_to(user).filter(deal=deal, code=code).exists()


def milestones_of(deal: Deal, *, user: User) -> list[Milestone]:
    """The milestones of the deal that the person may see, by code."""
    return list(Milestone.objects.visible_to(user).filter(deal=deal).order_by("code"))


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
    """The deal that the person's home page is about: the own party's, else the one of which sources say most."""
    visible = Deal.objects.visible_to(user)
    own = visible.exclude(nature=DealNature.PUBLIC).order_by("code").first()
    return own or visible.alias(said=Count("milestones__statements")).order_by("-said", "code").first()


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
    return DealPage(
        deal=deal,
        summary=summary_of(plan_of(deal, user=user, status_date=status_date)),
        orders=deliveries_of(deal, user=user, status_date=status_date),
        payments=payments_of(deal, user=user, status_date=status_date),
        terms=terms_of(deal, user=user),
    )


def deliveries_of(deal: Deal, *, user: User, status_date: date) -> list[OrderProgress]:
    """The orders of a deal with their lots. Two statements of SQL."""
    orders = Order.objects.visible_to(user).filter(deal=deal)
    return orders_progress(orders, Lot.objects.visible_to(user), status_date=status_date)


def payments_of(deal: Deal, *, user: User, status_date: date) -> list[PaymentProgress]:
    """The payments of a deal, currency by currency. One statement of SQL."""
    return payments_progress(Payment.objects.visible_to(user).filter(deal=deal), status_date=status_date)


def parties_of(deal: Deal) -> list[Party]:
    """The parties of a deal in the order in which it names them, as far as the record knows them."""
    return sorted(Party.objects.filter(code__in=deal.party_codes), key=lambda party: deal.party_codes.index(party.code))


def terms_of(deal: Deal, *, user: User) -> list[Term]:
    """Terms with what each speaker said last, oldest first (`said`)."""
    terms = list(Term.objects.visible_to(user).filter(deal=deal).select_related("workstream"))
    positions = Position.objects.visible_to(user).filter(term__in=terms, withdrawal=None)
    said: dict[int, list[Position]] = {term.pk: [] for term in terms}
    for position in positions.select_related("party", "source").order_by("stated_on", "id"):
        said[position.term_id].append(position)
    for term in terms:
        term.said = said[term.pk]  # type: ignore[attr-defined]  # for the page only
        term.offers = _offers(said[term.pk])  # type: ignore[attr-defined]
    return terms


def said_of(term: Term) -> Sequence[Position]:
    """What was said of a term that `terms_of` gave."""
    said: Sequence[Position] = term.said  # type: ignore[attr-defined]  # as terms_of has it
    return said


def _offers(said: Sequence[Position]) -> list[Position]:
    """What the seller and the buyer said last to each other: internal positions are no offers."""
    last: dict[str, Position] = {}
    for position in said:
        if position.party and position.party.side in LEADS and not position.is_restricted:
            last[position.party.side] = position
    return [last[side] for side in LEADS if side in last]


@dataclass(frozen=True)
class Neighbour:
    """A milestone that this one waits for (`before`) or that waits for it."""

    row: PlanRow
    link: Link
    before: bool

    @property
    def name(self) -> str:
        """The link as proposals name it."""
        return name_of(self.link.predecessor, self.link.successor, self.link.type)


@dataclass(frozen=True)
class Voice:
    """One side and what it says of the milestone, oldest first: statements that stand, without answers' withdrawals."""

    side: str
    statements: Sequence[MilestoneStatement]

    @property
    def last(self) -> MilestoneStatement | None:
        return self.statements[-1] if self.statements else None

    @property
    def shape(self) -> str:
        return self.side if self.side in LEADS else "other"

    @property
    def title(self) -> str:
        return str(Side(self.side).label)


@dataclass(frozen=True)
class MilestonePage:
    """A milestone with what each party says, its neighbours in the plan, and all statements, newest first."""

    row: PlanRow
    neighbours: Sequence[Neighbour]
    changes: Sequence[Change]
    checks: Sequence[MilestoneCheck] = ()
    review: Review | None = None
    spreads: Sequence[DurationSpread] = ()

    @property
    def spread(self) -> DurationSpread | None:
        """The duration's spread that its owner states now."""
        return next((row for row in self.spreads[:1] if not row.is_taken_back), None)

    @property
    def milestone(self) -> Milestone:
        return self.row.milestone

    @property
    def voices(self) -> Sequence[Voice]:
        """The seller and the buyer, where they may see it, and every other side that has spoken."""
        standing = {said.number for said in self.row.facts.counting}
        spoken: dict[str, list[MilestoneStatement]] = {side: [] for side in LEADS if self._concerns(side)}
        for row in self.row.statements:
            if row.party is not None and row.pk in standing:
                spoken.setdefault(row.party.side, []).append(row)
        return [Voice(side, rows) for side, rows in spoken.items()]

    def _concerns(self, side: str) -> bool:
        owner = self.milestone.owner
        return owner is not None and (not self.milestone.is_restricted or owner.side == side)

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
    """The milestone, None when it does not exist for this person. Seven statements of SQL."""
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
    versions = changes_of_milestone(row.milestone, user=user)
    if deal.is_public:
        return MilestonePage(row, neighbours, versions)
    checks = checks_of(row, user=user)
    review = review_of(row, checks[0].checked_on if checks else None)
    spreads = DurationSpread.objects.visible_to(user).filter(milestone=row.milestone).select_related("party")
    return MilestonePage(row, neighbours, versions, checks, review, list(spreads.order_by("-id")))
