"""Where thousands of models are found, the counts and the order of a page are those of a plain reading."""

from typing import Any
from urllib.parse import quote

import pytest

from catalog.filters import DroneModelFilter
from catalog.models import Claim, DroneModel
from catalog.queries.listing import FACETS, PAGE_SIZE
from portal.accounts.models import User
from tests.conftest import signed_in
from tests.scale.plans import PAGES
from tests.support.counts import plain_counts

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("scale", "db")]
NAMES = ["list", "condition", "conditions and answer", "search that finds nearly all"]  # no filter of FACETS is in use


def _found(user: User, address: str) -> Any:
    return signed_in(user).get(address).context["found"]


@pytest.mark.parametrize("name", NAMES)
def test_the_counts_of_a_page_equal_the_plain_counts(olena: User, name: str) -> None:
    found = _found(olena, PAGES[name])
    plain = plain_counts(DroneModel.objects.filter(pk__in=found.page.paginator.object_list.values("pk")))
    assert {facet: found.facets[facet] for facet in FACETS} == plain
    assert found.statements == Claim.objects.filter(withdrawal=None).count()


def test_few_found_models_are_counted_as_many_are(olena: User) -> None:
    found = _found(olena, "/catalog/?maker=aerodrone")
    plain = plain_counts(DroneModel.objects.filter(maker__slug="aerodrone"))
    assert {facet: found.facets[facet] for facet in FACETS if facet != "maker"} == {
        facet: counts for facet, counts in plain.items() if facet != "maker"
    }


def test_a_condition_orders_by_what_the_figures_span(olena: User) -> None:
    asked = f"figure={quote('range:>=:50:km')}&match=meets"
    rows = DroneModelFilter(
        {"figure": ["range:>=:50:km"], "match": "meets"}, queryset=DroneModel.objects.visible_to(olena)
    ).qs
    expected = list(rows.order_by("-span_0__largest", "name_en", "slug").values_list("slug", flat=True))
    for number in (1, 2, 10**9):
        last = (len(expected) - 1) // PAGE_SIZE + 1
        start = (min(number, last) - 1) * PAGE_SIZE
        found = _found(olena, f"/catalog/?{asked}&page={number}")
        shown = [row.model.slug for group in found.groups for row in group.rows]
        assert shown == expected[start : start + PAGE_SIZE]
