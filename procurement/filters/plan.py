"""Which milestones of a plan are asked for: the same words on pages, in the schedule and in lists of the API."""

from collections.abc import Iterable, Iterator
from datetime import date

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.filters import CodesField, CodesFilter, DayFilter
from portal.partialdate import FIRST_YEAR, LAST_YEAR, whole_day
from procurement.models import Milestone
from procurement.queries.pages import deal_of
from procurement.queries.plan import PlanRow, plan_of
from procurement.queries.summary import Summary, by_due, summary_of
from procurement.vocabulary import MilestoneKind, MilestoneState


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


class ListFilter(PlanFilter):
    """The filter of the timeline, and what only a list can ask for."""

    due = forms.ChoiceField(required=False, choices=[("soon", "soon")], label=_("due within 30 days and not done"))

    ends = forms.ChoiceField(required=False, choices=[("1", "1")], label=_("last of all by forecast"))

    MARKS = (*PlanFilter.FLAGS, "due", "ends")

    def of(self, summary: Summary) -> list[PlanRow]:
        """The rows asked for, the next expected first."""
        found = self.rows(summary.plan.rows)
        if found and self.cleaned_data["due"]:
            found = [row for row in found if row in summary.due_soon]
        if found and self.cleaned_data["ends"]:
            found = [row for row in found if row.due_on and row.due_on == summary.plan.end]
        return sorted(found, key=by_due)


COMPUTED = ("state", *ListFilter.MARKS, "q", "from", "to", "status_date")


class MilestoneForm(forms.Form):
    """What is computed is computed for one deal, and read as the pages read it."""

    def clean(self) -> None:
        asked = ListFilter(self.data)
        for name, texts in asked.errors.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, list(texts))
        if any(self.data.get(name) for name in COMPUTED) and not self.cleaned_data.get("deal"):
            self.add_error("deal", _("Name the deal: state, lateness, float and words are asked for in one deal."))


class MilestoneFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    deal = filters.CharFilter(field_name="deal__code")
    workstream = CodesFilter(field_name="workstream__code", distinct=False)
    owner = CodesFilter(field_name="owner__code", distinct=False)
    kind = filters.MultipleChoiceFilter(choices=MilestoneKind.choices)
    state = filters.MultipleChoiceFilter(choices=MilestoneState.choices, method="any_row")
    late, overdue, critical, contested, ends = (
        filters.ChoiceFilter(choices=[("1", "1")], method="any_row", label=label)
        for label in (
            *(PlanFilter.base_fields[name].label for name in PlanFilter.FLAGS),
            ListFilter.base_fields["ends"].label,
        )
    )
    due = filters.ChoiceFilter(choices=[("soon", "soon")], method="any_row", label=ListFilter.base_fields["due"].label)
    q = filters.CharFilter(method="any_row", max_length=200, label=PlanFilter.base_fields["q"].label)
    locals()["from"] = DayFilter(method="any_row", label=_("plan or forecast touches the days from here on"))
    to = DayFilter(method="any_row", label=_("plan or forecast touches the days up to here"))
    status_date = DayFilter(method="any_row", label=_("the day for which these are computed; today when left out"))

    class Meta:
        model = Milestone
        form = MilestoneForm
        fields = ["deal", "workstream", "owner", "kind"]

    def filter_queryset(self, rows: QuerySet[Milestone]) -> QuerySet[Milestone]:
        found: QuerySet[Milestone] = super().filter_queryset(rows)
        if not any(self.data.get(name) for name in COMPUTED):
            return found
        user, day = self.request.user, self.form.cleaned_data["status_date"] or timezone.now().date()
        deal = deal_of(self.form.cleaned_data["deal"], user=user)
        if deal is None:
            return found.none()
        kept = ListFilter(self.data).of(summary_of(plan_of(deal, user=user, status_date=day)))
        return found.filter(pk__in=[row.milestone.pk for row in kept])

    def any_row(self, rows: QuerySet[Milestone], name: str, value: object) -> QuerySet[Milestone]:
        """What is computed is picked from the plan, all at once."""
        return rows
