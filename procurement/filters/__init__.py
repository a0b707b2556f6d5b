"""Filters of deals and what belongs to them, the same for page and API."""

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field

from portal.accounts.markings import MarkedQuerySet
from procurement.filters.goods import LOTS, PAYMENTS, LotFilter, PaymentFilter
from procurement.filters.plan import DayField, ListFilter, MilestoneFilter, PlanFilter
from procurement.models import (
    Baseline,
    BaselineMilestone,
    Deal,
    Dependency,
    DurationSpread,
    Engagement,
    Evaluation,
    MilestoneStatement,
    Order,
    Position,
    ProductionSite,
    Proposal,
    RampMonth,
    Term,
    Trial,
)
from procurement.models import Workstream as WorkstreamModel
from procurement.queries.engagements import among
from procurement.queries.pages import deal_of
from procurement.vocabulary import (
    DealNature,
    DealStatus,
    EngagementKind,
    ProposalState,
    StatementKind,
)

__all__ = [
    "LOTS",
    "PAYMENTS",
    "DayField",
    "ListFilter",
    "LotFilter",
    "MilestoneFilter",
    "PaymentFilter",
    "PlanFilter",
]


class DealFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    nature = filters.MultipleChoiceFilter(choices=DealNature.choices)
    status = filters.MultipleChoiceFilter(choices=DealStatus.choices)

    class Meta:
        model = Deal
        fields = ["nature", "status"]


class WorkstreamFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="deal__code")

    class Meta:
        model = WorkstreamModel
        fields = ["deal"]


class MilestoneStatementFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="milestone__deal__code")
    milestone = filters.CharFilter(field_name="milestone__code")
    kind = filters.MultipleChoiceFilter(choices=StatementKind.choices)

    class Meta:
        model = MilestoneStatement
        fields = ["deal", "milestone", "kind"]


class DependencyFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="predecessor__deal__code")

    class Meta:
        model = Dependency
        fields = ["deal"]


class DurationSpreadFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="milestone__deal__code")
    milestone = filters.CharFilter(field_name="milestone__code")

    class Meta:
        model = DurationSpread
        fields = ["deal", "milestone"]


class TermFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="deal__code")

    class Meta:
        model = Term
        fields = ["deal", "status", "kind"]


class PositionFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="term__deal__code")
    term = filters.CharFilter(field_name="term__code")
    party = filters.CharFilter(field_name="party__code")
    withdrawn = filters.BooleanFilter(method="any_row", label="withdrawn ones too")

    class Meta:
        model = Position
        fields = ["deal", "term", "party", "withdrawn"]

    def filter_queryset(self, rows: QuerySet[Position]) -> QuerySet[Position]:
        found: QuerySet[Position] = super().filter_queryset(rows)
        return found if self.form.cleaned_data.get("withdrawn") else found.filter(withdrawal=None)

    def any_row(self, rows: QuerySet[Position], name: str, value: object) -> QuerySet[Position]:
        """`withdrawn` leaves rows out when it is not given, see filter_queryset."""
        return rows


class OrderFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="deal__code")

    class Meta:
        model = Order
        fields = ["deal"]


class ProductionSiteFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="deal__code")
    model = filters.CharFilter(method="of_model", label="sites that make this model")

    class Meta:
        model = ProductionSite
        fields = ["deal", "model"]

    def of_model(self, rows: MarkedQuerySet[ProductionSite], name: str, slug: str) -> MarkedQuerySet[ProductionSite]:
        return rows.filter(pk__in=RampMonth.objects.filter(model__slug=slug).values("site"))


class RampMonthFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="site__deal__code")
    site = filters.CharFilter(field_name="site__code")
    model = filters.CharFilter(field_name="model__slug")

    class Meta:
        model = RampMonth
        fields = ["deal", "site", "model"]


class EngagementFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(method="of_deal", label="those in which the parties of the deal took part")
    kind = filters.MultipleChoiceFilter(choices=EngagementKind.choices)

    class Meta:
        model = Engagement
        fields = ["deal", "kind"]

    def of_deal(self, rows: MarkedQuerySet[Engagement], name: str, code: str) -> MarkedQuerySet[Engagement]:
        """None for a deal that the caller may not see: it is as absent as one that does not exist."""
        deal = deal_of(code, user=self.request.user)
        return among(rows, deal) if deal else rows.none()


class TrialFilter(filters.FilterSet):  # type: ignore[misc]
    model = filters.CharFilter(field_name="model__slug")
    party = filters.CharFilter(field_name="party__code")

    class Meta:
        model = Trial
        fields = ["model", "party"]


class EvaluationFilter(filters.FilterSet):  # type: ignore[misc]
    model = filters.CharFilter(field_name="model__slug")
    party = filters.CharFilter(field_name="party__code")

    class Meta:
        model = Evaluation
        fields = ["model", "party"]


class ProposalFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="deal__code")
    party = filters.CharFilter(field_name="party__code")
    state = filters.MultipleChoiceFilter(choices=ProposalState.choices)

    class Meta:
        model = Proposal
        fields = ["deal", "party", "state"]


class BaselineFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="deal__code")

    class Meta:
        model = Baseline
        fields = ["deal"]


MOST_BASELINES = 10**6


class BaselineMilestoneFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="baseline__deal__code")
    baseline = extend_schema_field({"type": "integer", "minimum": 1, "maximum": MOST_BASELINES})(
        filters.NumberFilter(field_name="baseline__number", min_value=1, max_value=MOST_BASELINES, decimal_places=0)
    )
    milestone = filters.CharFilter(field_name="milestone__code")
    workstream = filters.CharFilter(field_name="milestone__workstream__code")

    class Meta:
        model = BaselineMilestone
        fields = ["deal", "baseline", "milestone", "workstream"]
