"""Filters of the catalog, the same for page and API: `?domain=air&figure=range:>=:50:km&match=meets,may`."""

from collections.abc import Sequence
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from catalog.conditions import BadCondition, Condition, parse
from catalog.models import Capability, Claim, DroneModel, Maker
from catalog.queries.matching import only, with_match
from catalog.queries.searching import read
from catalog.vocabulary import Domain, DroneRole, Kind, Match, ModelStatus, Speaker

MOST_CONDITIONS = 8


def matching(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Models or makers that are found by what somebody typed, with their rank (queries/searching.py says how)."""
    reading = read(text)
    return rows.none() if reading is None else reading.of(rows)


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
            raise forms.ValidationError(str(error)) from None

    def validate(self, value: Any) -> None:
        """Reading is the check."""


class ConditionsFilter(filters.MultipleChoiceFilter):  # type: ignore[misc]  # django-filter has no types
    field_class = ConditionsField


class MatchesField(forms.Field):
    """`match=meets,may`: a list of `Match`."""

    def to_python(self, value: Any) -> list[Match]:
        try:
            return [Match(code.strip()) for code in (value or "").split(",") if code.strip()]
        except ValueError:
            raise forms.ValidationError(_("Choose of %(known)s.") % {"known": ", ".join(Match.values)}) from None


class MatchesFilter(filters.Filter):  # type: ignore[misc]  # django-filter has no types
    field_class = MatchesField


class DroneModelFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Several values of one filter widen it; several filters narrow the list."""

    q = filters.CharFilter(method="search", label="words of name, alias, maker or summary, in any usual spelling")
    domain = filters.MultipleChoiceFilter(choices=Domain.choices)
    kind = filters.MultipleChoiceFilter(choices=Kind.choices)
    role = filters.MultipleChoiceFilter(choices=DroneRole.choices, method="with_role")
    status = filters.MultipleChoiceFilter(choices=ModelStatus.choices)
    maker = filters.ModelMultipleChoiceFilter(queryset=Maker.objects.order_by(), to_field_name="slug", method="made_by")
    has = filters.ModelMultipleChoiceFilter(
        queryset=Capability.objects.order_by(), to_field_name="code", method="having", label="capabilities all stated"
    )
    figure = ConditionsFilter(method="with_figures", label="capability:operator:number:unit, range:>=:50:km")
    match = MatchesFilter(method="matched", label="with figure: meets, may, fails, unknown; parted by commas")

    class Meta:
        model = DroneModel
        fields = ["q", "domain", "kind", "role", "status", "maker", "has", "figure", "match"]

    @property
    def conditions(self) -> list[Condition]:
        """What is asked for, once the form is valid."""
        return list(self.form.cleaned_data.get("figure") or []) if self.form.is_valid() else []

    def search(self, rows: QuerySet[DroneModel], name: str, value: str) -> QuerySet[DroneModel]:
        return matching(rows, value)

    def with_role(self, rows: QuerySet[DroneModel], name: str, value: list[str]) -> QuerySet[DroneModel]:
        return rows.filter(roles__overlap=value) if value else rows

    def made_by(self, rows: QuerySet[DroneModel], name: str, value: Sequence[Maker]) -> QuerySet[DroneModel]:
        return rows.filter(maker__in=value) if value else rows

    def having(self, rows: QuerySet[DroneModel], name: str, value: Sequence[Capability]) -> QuerySet[DroneModel]:
        for capability in value:
            stated = Claim.objects.filter(model=OuterRef("pk"), capability=capability, withdrawal=None)
            rows = rows.filter(Exists(stated))
        return rows

    def with_figures(self, rows: QuerySet[DroneModel], name: str, value: list[Condition]) -> QuerySet[DroneModel]:
        return with_match(rows, value) if value else rows

    def matched(self, rows: QuerySet[DroneModel], name: str, value: list[Match]) -> QuerySet[DroneModel]:
        if not value or not self.form.cleaned_data.get("figure"):
            return rows
        narrowed: QuerySet[DroneModel] = only(rows, value)
        return narrowed


class MakerFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    class Meta:
        model = Maker
        fields = ["kind", "country"]


class ClaimFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    model = filters.CharFilter(field_name="model__slug")
    capability = filters.CharFilter(field_name="capability__code")
    source = filters.CharFilter(field_name="source__slug")
    stated_by = filters.MultipleChoiceFilter(choices=Speaker.choices)

    class Meta:
        model = Claim
        fields = ["model", "capability", "source", "stated_by"]
