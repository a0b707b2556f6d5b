"""Filters of the catalog, the same for page and API: `?domain=air&kind=fixed-wing&role=strike&q=magura`."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet

from catalog.models import Claim, DroneModel, Maker
from catalog.search import fold, latin
from catalog.vocabulary import Domain, DroneRole, Kind, ModelStatus, Speaker


def matching(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Rows whose folded names hold every word, in either script."""
    for word in fold(text).split():
        rows = rows.filter(Q(search_text__contains=word) | Q(search_text__contains=latin(word)))
    return rows


class DroneModelFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Several values of one filter widen it; several filters narrow the list."""

    q = filters.CharFilter(method="search", label="words in names, aliases or maker")
    domain = filters.MultipleChoiceFilter(choices=Domain.choices)
    kind = filters.MultipleChoiceFilter(choices=Kind.choices)
    role = filters.MultipleChoiceFilter(choices=DroneRole.choices, method="with_role")
    status = filters.MultipleChoiceFilter(choices=ModelStatus.choices)
    maker = filters.CharFilter(field_name="maker__slug")

    class Meta:
        model = DroneModel
        fields = ["q", "domain", "kind", "role", "status", "maker"]

    def search(self, rows: QuerySet[DroneModel], name: str, value: str) -> QuerySet[DroneModel]:
        return matching(rows, value)

    def with_role(self, rows: QuerySet[DroneModel], name: str, value: list[str]) -> QuerySet[DroneModel]:
        return rows.filter(roles__overlap=value) if value else rows


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
