"""Filters of the catalog, the same for page and API: `?domain=air&figure=range:>=:50:km&match=meets,may`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field

from catalog.conditions import BadCondition, Condition, parse, pattern
from catalog.models import Capability, Claim, DroneModel, Maker, Source
from catalog.queries.ledger import not_withdrawn, unchecked_since
from catalog.queries.matching import only, with_match
from catalog.queries.searching import read
from catalog.queries.sources import with_words
from catalog.rules import REVIEW_AFTER
from catalog.vocabulary import Domain, DroneRole, Kind, Match, ModelStatus, Speaker

MOST_CONDITIONS = 8
_MATCH = "|".join(Match.values)


def matching(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Models or makers that are found by what somebody typed, with their rank (queries/searching.py says how)."""
    reading = read(text)
    return rows.none() if reading is None else reading.of(rows)


class CodesField(forms.MultipleChoiceField):
    """A parameter that may stand several times; what nobody has finds nothing."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(text.strip() for text in value or [] if text.strip()))

    def validate(self, value: Any) -> None:
        """Any code may be asked for."""


@extend_schema_field({"type": "string"})
class CodesFilter(filters.MultipleChoiceFilter):  # type: ignore[misc]  # django-filter has no types
    field_class = CodesField


class ConditionsField(forms.MultipleChoiceField):
    """`figure=` as often as somebody asks; its value is a list of `Condition`."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[Condition]:  # type: ignore[override]  # choices are texts there
        texts = [text for text in value or [] if text]
        if not texts:
            return []
        if len(texts) > MOST_CONDITIONS:
            raise forms.ValidationError(_("At most %(n)s conditions at once.") % {"n": MOST_CONDITIONS})
        known = Capability.objects.in_bulk(field_name="code")
        try:
            return list({str(condition): condition for condition in (parse(text, known) for text in texts)}.values())
        except BadCondition as error:
            told = {"problem": str(error)}  # as a value: it may hold a per cent sign, and messages are formatted
            raise forms.ValidationError("%(problem)s", params=told) from None

    def validate(self, value: Any) -> None:
        """Reading is the check."""


@extend_schema_field({"type": "string", "pattern": pattern()})
class ConditionsFilter(filters.MultipleChoiceFilter):  # type: ignore[misc]  # django-filter has no types
    field_class = ConditionsField


class MatchesField(forms.Field):
    """`match=meets,may`: a list of `Match`."""

    def to_python(self, value: Any) -> list[Match]:
        try:
            return [Match(code) for code in value.split(",")] if value else []
        except ValueError:
            raise forms.ValidationError(_("Choose of %(known)s.") % {"known": ", ".join(Match.values)}) from None


@extend_schema_field({"type": "string", "pattern": f"^(({_MATCH})(,({_MATCH}))*)?$"})
class MatchesFilter(filters.Filter):  # type: ignore[misc]  # django-filter has no types
    field_class = MatchesField


def _all_stated(codes: Sequence[str]) -> Q:
    return Q(*(Q(facets__stated__contains=f" {code} ") for code in codes))


# What a model must be to pass a filter with these values. Each has counts of its own, within what the others leave.
PASSES: Mapping[str, Callable[[Sequence[str]], Q]] = {
    "domain": lambda values: Q(domain__in=values),
    "kind": lambda values: Q(kind__in=values),
    "role": lambda values: Q(roles__overlap=values),
    "status": lambda values: Q(status__in=values),
    "maker": lambda values: Q(maker__in=Maker.objects.filter(slug__in=values).values("pk")),
    "has": _all_stated,
}


UNLIKE_FACETS = {"q", "figure", "match"}


class DroneModelFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Several values of one filter widen it; several filters narrow the list."""

    q = filters.CharFilter(method="search", label="words of name, alias, maker or summary, in any usual spelling")
    domain = filters.MultipleChoiceFilter(choices=Domain.choices, method="passing")
    kind = filters.MultipleChoiceFilter(choices=Kind.choices, method="passing")
    role = filters.MultipleChoiceFilter(choices=DroneRole.choices, method="passing")
    status = filters.MultipleChoiceFilter(choices=ModelStatus.choices, method="passing")
    maker = CodesFilter(method="passing", label="slugs of makers")
    has = CodesFilter(method="passing", label="codes of capabilities that are all stated")
    figure = ConditionsFilter(method="with_figures", label="capability:operator:number:unit, range:>=:50:km")
    match = MatchesFilter(method="matched", label="with figure: meets, may, fails, unknown; parted by commas")

    class Meta:
        model = DroneModel
        fields = ["q", "domain", "kind", "role", "status", "maker", "has", "figure", "match"]

    @property
    def conditions(self) -> list[Condition]:
        """What is asked for, once the form is valid."""
        return list(self.form.cleaned_data.get("figure") or []) if self.form.is_valid() else []

    @property
    def matches(self) -> list[Match]:
        """Which answers to the conditions are wanted, once the form is valid; all of them where none is named."""
        return list(self.form.cleaned_data.get("match") or []) if self.conditions else []

    @property
    def rows(self) -> QuerySet[DroneModel]:
        """What words and conditions find, whatever `narrowed` leaves of it; nothing where they cannot be read."""
        rows: QuerySet[DroneModel] = self.queryset
        if UNLIKE_FACETS & set(self.errors):
            return rows.none()
        for name in ("q", "figure"):
            rows = self.filters[name].filter(rows, self.form.cleaned_data[name])
        return rows

    @property
    def narrowed(self) -> dict[str, Q]:
        """The filters of `PASSES` in use, by name; a value that nobody can choose lets nothing pass."""
        wrong = {name: Q(pk__in=[]) for name in PASSES if name in self.errors}
        values = self.form.cleaned_data
        return wrong | {name: passes(values[name]) for name, passes in PASSES.items() if values.get(name)}

    def search(self, rows: QuerySet[DroneModel], name: str, value: str) -> QuerySet[DroneModel]:
        return matching(rows, value)

    def passing(self, rows: QuerySet[DroneModel], name: str, value: Sequence[str]) -> QuerySet[DroneModel]:
        return rows.filter(PASSES[name](value)) if value else rows

    def with_figures(self, rows: QuerySet[DroneModel], name: str, value: list[Condition]) -> QuerySet[DroneModel]:
        return with_match(rows, value) if value else rows

    def matched(self, rows: QuerySet[DroneModel], name: str, value: list[Match]) -> QuerySet[DroneModel]:
        narrowed: QuerySet[DroneModel] = only(rows, self.matches) if self.matches else rows
        return narrowed


class MakerFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    class Meta:
        model = Maker
        fields = ["kind", "country"]


class SourceFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    q = filters.CharFilter(method="search", label="words that publisher, title or address hold")

    class Meta:
        model = Source
        fields = ["q"]

    def search(self, rows: QuerySet[Source], name: str, value: str) -> QuerySet[Source]:
        return with_words(rows, value)


@extend_schema_field({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "maxLength": 0}]})
class DayFilter(filters.DateFilter):  # type: ignore[misc]  # django-filter has no types
    """A day; empty asks for nothing."""


class ClaimFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    model = filters.CharFilter(field_name="model__slug")
    capability = filters.CharFilter(field_name="capability__code")
    source = filters.CharFilter(field_name="source__slug")
    stated_by = filters.MultipleChoiceFilter(choices=Speaker.choices)
    due = DayFilter(method="due_on", label="waiting for review on this day")
    withdrawn = filters.BooleanFilter(method="any_row", label="withdrawn ones too")

    class Meta:
        model = Claim
        fields = ["model", "capability", "source", "stated_by", "due", "withdrawn"]

    def filter_queryset(self, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        found: QuerySet[Claim] = super().filter_queryset(rows)
        return found if self.form.cleaned_data.get("withdrawn") else not_withdrawn(found)

    def due_on(self, rows: QuerySet[Claim], name: str, value: date) -> QuerySet[Claim]:
        return unchecked_since(rows, value - REVIEW_AFTER)

    def any_row(self, rows: QuerySet[Claim], name: str, value: object) -> QuerySet[Claim]:
        """`withdrawn` leaves rows out when it is not given, see filter_queryset."""
        return rows
