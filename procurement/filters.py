"""Filters of deals and what belongs to them, the same for page and API."""

from collections.abc import Iterable, Iterator
from datetime import date

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from catalog.filters import CodesField
from portal.accounts.markings import MarkedQuerySet
from portal.partialdate import FIRST_YEAR, LAST_YEAR, whole_day
from procurement.models import (
    Baseline,
    BaselineMilestone,
    Deal,
    Dependency,
    DurationSpread,
    Engagement,
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
from procurement.queries.engagements import among
from procurement.queries.pages import deal_of
from procurement.queries.plan import PlanRow
from procurement.vocabulary import (
    DealNature,
    DealStatus,
    EngagementKind,
    MilestoneKind,
    MilestoneState,
    ProposalState,
    StatementKind,
)


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


class DayField(forms.CharField):
    """A day as YYYY-MM-DD, None where nothing is asked."""

    def clean(self, value: str | None) -> date | None:
        try:
            return whole_day(value.strip()) if value and value.strip() else None
        except ValueError:
            told = {"first": FIRST_YEAR, "last": LAST_YEAR}
            message = _("Write a day as YYYY-MM-DD, for example 2027-03-01, in a year from %(first)s to %(last)s.")
            raise forms.ValidationError(message, params=told) from None


class PlanFilter(forms.Form):
    """Which rows of a plan are asked for: the same for the timeline, its table and the schedule of the API.

    Several values of one filter widen it, several filters narrow the list. State, lateness and float are computed, so
    rows are picked from the plan that the reader may see; a code that nobody has finds nothing.
    """

    q = forms.CharField(required=False, max_length=200, label=_("Words of the title or code"))
    workstream = CodesField(required=False, label=_("Workstream"))
    state = forms.MultipleChoiceField(required=False, choices=MilestoneState.choices, label=_("State"))
    kind = forms.MultipleChoiceField(required=False, choices=MilestoneKind.choices, label=_("Kind"))
    owner = CodesField(required=False, label=_("Owner"))
    late = forms.ChoiceField(required=False, choices=[("1", "1")], label=_("late: slips or is overdue"))
    overdue = forms.ChoiceField(required=False, choices=[("1", "1")], label=_("overdue"))
    critical = forms.ChoiceField(required=False, choices=[("1", "1")], label=_("on the critical path"))
    contested = forms.ChoiceField(required=False, choices=[("1", "1")], label=_("contested"))

    FLAGS = ("late", "overdue", "critical", "contested")
    LISTS = ("workstream", "state", "kind", "owner")
    DAYS = ("from", "to")

    def __init__(self, asked: object) -> None:
        super().__init__(asked)  # type: ignore[arg-type]  # a QueryDict
        self.fields["from"] = DayField(required=False, label=_("From"))
        self.fields["to"] = DayField(required=False, label=_("To"))

    def clean(self) -> None:
        first, last = self.window
        if first and last and last < first:
            self.add_error("to", _("The last day is before the first."))

    @property
    def window(self) -> tuple[date | None, date | None]:
        """The first and the last day asked for, once the form was read."""
        return self.cleaned_data.get("from"), self.cleaned_data.get("to")

    @property
    def asked(self) -> Iterator[tuple[str, str]]:
        """What narrows the list, name by name and value by value, once the form is valid."""
        for name, value in self.cleaned_data.items():
            for one in value if isinstance(value, list) else [value] if value else []:
                yield name, str(one)

    def rows(self, every: Iterable[PlanRow]) -> list[PlanRow]:
        """The rows asked for, in their order; none where the filter cannot be read."""
        return [row for row in every if self._keeps(row)] if self.is_valid() else []

    def _keeps(self, row: PlanRow) -> bool:
        given, milestone = self.cleaned_data, row.milestone
        codes = {
            "workstream": milestone.workstream.code,
            "state": row.state.value,
            "kind": milestone.kind,
            "owner": milestone.owner.code if milestone.owner else "",
        }
        flags = {
            "late": row.is_overdue or (row.slip_days > 0 and not row.is_done),
            "overdue": row.is_overdue,
            "critical": row.line is not None and row.line.critical,
            "contested": row.state == MilestoneState.CONTESTED,
        }
        told = f"{milestone.title_en} {milestone.title_uk} {milestone.code}".casefold()
        return (
            all(not given[name] or code in given[name] for name, code in codes.items())
            and all(flags[name] for name in flags if given[name])
            and all(word in told for word in given["q"].casefold().split())
            and self._touches(row)
        )

    def _touches(self, row: PlanRow) -> bool:
        """Plan or forecast has a day within the window; what has no dates lies in no window."""
        first, last = self.window
        if first is None and last is None:
            return True
        line, milestone = row.line, row.milestone
        if line is None or milestone.agreed_start is None or milestone.agreed_finish is None:
            return False
        begin = min(line.forecast_start, milestone.agreed_start)
        end = max(line.forecast_finish, milestone.agreed_finish)
        return (first is None or end >= first) and (last is None or begin <= last)


class BaselineFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="deal__code")

    class Meta:
        model = Baseline
        fields = ["deal"]


class BaselineMilestoneFilter(filters.FilterSet):  # type: ignore[misc]
    deal = filters.CharFilter(field_name="baseline__deal__code")
    baseline = filters.NumberFilter(field_name="baseline__number", min_value=1, max_value=10**6, decimal_places=0)
    milestone = filters.CharFilter(field_name="milestone__code")
    workstream = filters.CharFilter(field_name="milestone__workstream__code")

    class Meta:
        model = BaselineMilestone
        fields = ["deal", "baseline", "milestone", "workstream"]
