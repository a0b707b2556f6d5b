"""Collect: everything a report says, read in one snapshot, for one audience.

The audience is one party, or '' for all parties of the deal. What is collected are rows that every reader of the
audience may see, so the release list of the report is that of the audience: it stands in the list of each of its parts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import TypeVar

from django.db.models import Count, Model, Prefetch, QuerySet

from catalog.models import Claim, DroneModel
from portal.accounts.markings import MarkedQuerySet
from portal.accounts.models import Party
from portal.history.reading import one_snapshot, snapshot_taken
from procurement.models import (
    Baseline,
    BaselineMilestone,
    Deal,
    Engagement,
    Lot,
    MilestoneStatement,
    Order,
    Payment,
    Position,
    Proposal,
    RampMonth,
    Requirement,
    RequirementFigure,
    Term,
)
from procurement.queries.money_and_goods import OrderProgress, PaymentProgress, orders_progress, payments_progress
from procurement.queries.pages import parties_of
from procurement.queries.plan import Network, Plan, network_of, plan_for_all, plan_of_party
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
    network: Network
    baselines: Sequence[Baseline]
    baseline_rows: Sequence[BaselineMilestone]
    terms: Sequence[Term]
    positions: Sequence[Position]
    statements: Sequence[MilestoneStatement]
    proposals: Sequence[Proposal]
    orders: Sequence[OrderProgress]
    payments: Sequence[PaymentProgress]
    instalments: Sequence[Payment]
    ramp: Sequence[RampMonth]
    engagements: Sequence[Engagement]
    parties: Sequence[Party]
    catalog: "Catalog"
    previous: Report | None
    horizon: int
    snapshot: str

    @cached_property
    def summary(self) -> Summary:
        return summary_of(self.plan)


@dataclass(frozen=True)
class ModelChange:
    """How many statements of one model were put on record and taken back in the period.

    `is_new`: nothing was stated of it before.
    """

    model: DroneModel
    added: int
    withdrawn: int
    is_new: bool


@dataclass(frozen=True)
class Catalog:
    """What the catalog says of the models that the deal orders, and how it changed in the period.

    `by_model` is about every model of which something changed. `claims` are the statements that count of each ordered
    model, by its number.
    """

    by_model: Sequence[ModelChange]
    models: Sequence[DroneModel]
    claims: Mapping[int, Sequence[Claim]]
    added: Sequence[Claim]
    taken_back: Sequence[Claim]
    requirements: Sequence[Requirement]

    @property
    def new_models(self) -> int:
        return sum(row.is_new for row in self.by_model)

    @property
    def new_claims(self) -> int:
        return sum(row.added for row in self.by_model)

    @property
    def withdrawn(self) -> int:
        return sum(row.withdrawn for row in self.by_model)


def collect(deal_id: int, period: Period, *, audience: str = "") -> Collected:
    """Reads one deal at the last day of the period, in one consistent snapshot."""
    with one_snapshot() as horizon:
        deal = Deal.objects.get(pk=deal_id)
        status_date = period.last_day
        orders = open_to(audience, Order.objects.filter(deal=deal))
        lots = open_to(audience, Lot.objects.filter(order__deal=deal))
        payments = open_to(audience, Payment.objects.filter(deal=deal))
        proposals = open_to(audience, Proposal.objects.filter(deal=deal, state=ProposalState.OPEN))
        return Collected(
            deal=deal,
            audience=audience,
            period=period,
            plan=_plan(deal, audience, status_date),
            network=network_of(deal, status_date=status_date),
            baselines=_baselines(deal, period),
            baseline_rows=list(open_to(audience, BaselineMilestone.objects.filter(baseline__deal=deal))),
            terms=list(open_to(audience, Term.objects.filter(deal=deal))),
            positions=_positions(deal, status_date, audience),
            statements=_statements(deal, period, audience),
            proposals=list(proposals.select_related("party")),
            orders=orders_progress(orders, lots, status_date=status_date),
            payments=payments_progress(payments, status_date=status_date),
            instalments=list(payments.order_by("due_on", "code")),
            ramp=_ramp(deal, audience),
            engagements=_engagements(deal, period, audience),
            parties=parties_of(deal),
            catalog=_catalog(orders, period, audience),
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


def _baselines(deal: Deal, period: Period) -> list[Baseline]:
    """Those taken by the end of the period. Everybody who sees the deal sees each; of its rows the visible ones."""
    end = datetime.combine(period.end, time(), tzinfo=UTC)
    rows = Baseline.objects.filter(deal=deal, taken_at__lt=end).select_related("party", "set_aside")
    return list(rows.prefetch_related("signatures").order_by("number"))


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


def _ramp(deal: Deal, audience: str) -> list[RampMonth]:
    rows = open_to(audience, RampMonth.objects.filter(site__deal=deal)).select_related("site", "model")
    return list(rows.order_by("site__code", "model__slug", "month"))


def _engagements(deal: Deal, period: Period, audience: str) -> list[Engagement]:
    """Visits, meetings and calls in the period between parties of the deal."""
    held = {"starts_on__gte": period.start.isoformat(), "starts_on__lt": period.end.isoformat()}
    rows = open_to(audience, Engagement.objects.filter(party_codes__overlap=deal.party_codes, **held))
    return list(rows.select_related("source").order_by("starts_on", "slug"))


def _catalog(orders: QuerySet[Order], period: Period, audience: str) -> Catalog:
    first, end = (datetime.combine(day, time(), tzinfo=UTC) for day in (period.start, period.end))
    ordered = list(DroneModel.objects.filter(pk__in=orders.values("model")).order_by("slug"))
    counting = Claim.objects.filter(model__in=ordered, withdrawal=None).select_related("capability", "source")
    claims: dict[int, list[Claim]] = {model.pk: [] for model in ordered}
    for claim in counting.order_by("id"):
        claims[claim.model_id].append(claim)
    added = Claim.objects.filter(recorded_at__gte=first, recorded_at__lt=end)
    taken = Claim.objects.filter(withdrawal__withdrawn_at__gte=first, withdrawal__withdrawn_at__lt=end)
    of_deal = {"model__in": ordered}
    return Catalog(
        by_model=_changes(added, taken, first),
        models=ordered,
        claims=claims,
        added=list(added.filter(**of_deal).select_related("model", "capability", "source").order_by("id")),
        taken_back=list(taken.filter(**of_deal).select_related("model", "capability", "source").order_by("id")),
        requirements=_requirements(ordered, audience),
    )


def _changes(added: QuerySet[Claim], taken: QuerySet[Claim], first: datetime) -> list[ModelChange]:
    """Every model of which something was put on record or taken back, in the order of their names."""
    more, less = _by_model(added), _by_model(taken)
    known = _known_before(added, first)
    models = DroneModel.objects.filter(pk__in={*more, *less}).order_by("slug")
    return [
        ModelChange(row, more.get(row.pk, 0), less.get(row.pk, 0), is_new=row.pk in more and row.pk not in known)
        for row in models
    ]


def _by_model(claims: QuerySet[Claim]) -> dict[int, int]:
    """How many of the statements are about each model."""
    return dict(claims.order_by().values_list("model").annotate(n=Count("pk")))


def _known_before(added: QuerySet[Claim], first: datetime) -> set[int]:
    """Of the models that something was stated of, those of which something was stated before."""
    older = Claim.objects.filter(recorded_at__lt=first, model__in=added.values("model"))
    return set(older.values_list("model_id", flat=True).distinct())


def _requirements(models: Sequence[DroneModel], audience: str) -> list[Requirement]:
    figures = open_to(audience, RequirementFigure.objects.select_related("capability", "source"))
    rows = Requirement.objects.filter(domain__in={model.domain for model in models})
    return list(rows.prefetch_related(Prefetch("figures", queryset=figures.order_by("id"))).order_by("slug"))


def previous_report(deal: Deal, before: date, *, audience: str = "") -> Report | None:
    """The last ready report of the deal for the same audience on an earlier period."""
    rows = Report.objects.filter(deal=deal, audience=audience, period_end__lt=before, state=ReportState.READY)
    return rows.order_by("-period_end").first()
