"""Filters of deals and what belongs to them, the same for page and API."""

import django_filters as filters

from procurement.models import (
    Deal,
    Dependency,
    DurationSpread,
    Evaluation,
    Lot,
    Milestone,
    MilestoneStatement,
    Order,
    Payment,
    Position,
    Proposal,
    Term,
    Trial,
)
from procurement.models import Workstream as WorkstreamModel
from procurement.vocabulary import DealNature, DealStatus, MilestoneKind, ProposalState, StatementKind


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


class MilestoneFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="deal__code")
    workstream = filters.CharFilter(field_name="workstream__code")
    owner = filters.CharFilter(field_name="owner__code")
    kind = filters.MultipleChoiceFilter(choices=MilestoneKind.choices)

    class Meta:
        model = Milestone
        fields = ["deal", "workstream", "owner", "kind"]


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

    class Meta:
        model = Position
        fields = ["deal", "term"]


class OrderFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="deal__code")

    class Meta:
        model = Order
        fields = ["deal"]


class LotFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="order__deal__code")
    order = filters.CharFilter(field_name="order__code")

    class Meta:
        model = Lot
        fields = ["deal", "order"]


class PaymentFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="deal__code")

    class Meta:
        model = Payment
        fields = ["deal"]


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
