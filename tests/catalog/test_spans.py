"""What the database keeps of the figures equals what the plain statements say, whatever is stated and withdrawn."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from catalog.filters import DroneModelFilter
from catalog.models import (
    Capability,
    CheckedClaim,
    Claim,
    DroneModel,
    FigureSpan,
    FigureSupport,
    ModelFacets,
    Source,
)
from catalog.queries.counting import counts_of
from catalog.queries.listing import FACETS
from portal.accounts.models import User
from portal.history.writing import Actor, writing
from tests.conftest import signed_in
from tests.support import factories
from tests.support.counts import plain_counts

ENDS = st.integers(-20, 20).map(Decimal)
BOUNDS = st.sampled_from(["exact", "approx", "range", "up-to", "at-least", "text"])
FILTERS = [
    "",
    "?domain=air",
    "?kind=multirotor&domain=air",
    "?role=strike",
    "?maker=aerodrone",
    "?has=range",
    "?q=magura",
]
WITHDRAWN = 3


MONEY = "money"


def _stated() -> Counter[tuple[int, str, str]]:
    """How many statements with numbers there are of each figure that has a unit to be compared in."""
    rows = Claim.objects.filter(withdrawal=None).exclude(bound="text").select_related("capability")
    return Counter(
        (claim.model_id, claim.capability.code, claim.unit if is_money else claim.capability.canonical_unit)
        for claim in rows
        for is_money in [claim.capability.dimension == MONEY]
        if is_money or claim.canonical_low is not None or claim.canonical_high is not None
    )


def _kept() -> dict[tuple[int, str, str], int]:
    rows = FigureSpan.objects.values_list("model", "capability", "unit", "statements")
    return {(model, code, unit): number for model, code, unit, number in rows}


@pytest.mark.parametrize("query", FILTERS)
def test_the_counts_of_the_filters_equal_the_plain_counts(olena: User, query: str) -> None:
    model = DroneModel.objects.get(slug="magura-v5")
    for claim in Claim.objects.filter(model=model)[:WITHDRAWN]:
        factories.claim_withdrawal(claim=claim)
    page = signed_in(olena).get(f"/catalog/{query}").context["page"]
    rows = DroneModel.objects.filter(pk__in=page.paginator.object_list.values("pk"))
    assert counts_of(rows, FACETS) == {name: found for name, found in plain_counts(rows).items() if found}
    assert page.paginator.count == rows.count()


USED = "domain=air&kind=fixed-wing&role=strike&status=fielded&maker=antonov&has=range"


@pytest.mark.parametrize("others", ["", "&q=drone", "&figure=range:%3E%3D:50:km&match=meets,may", "&domain=nonsense"])
def test_a_filter_in_use_is_counted_within_what_the_others_leave(olena: User, others: str) -> None:
    found = signed_in(olena).get(f"/catalog/?{USED}{others}").context["found"]
    for name in FACETS:
        params = QueryDict(f"{USED}{others}", mutable=True)
        del params[name]
        left = DroneModelFilter(params, queryset=DroneModel.objects.visible_to(olena))
        plain = plain_counts(left.qs if left.is_valid() else DroneModel.objects.none())
        assert found.facets[name] == plain[name], name


def test_filters_in_use_cost_no_statement_more(olena: User) -> None:
    client = signed_in(olena)
    numbers = set()
    for query in ("q=magura", "q=magura&domain=surface&has=range"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/catalog/?{query}").context["found"].groups
        numbers.add(len(asked))
    assert len(numbers) == 1


def test_the_public_record_is_kept_as_it_stands(db: None) -> None:
    assert _kept() == _stated()


def test_a_withdrawn_statement_counts_nowhere(olena: User) -> None:
    only = factories.claim(capability=Capability.objects.get(code="range"), canonical_low=40, canonical_high=40)
    client, address = signed_in(olena), "/catalog/?has=range&figure=range:>=:30:km&match=meets"
    before = client.get(address).context["found"]
    factories.claim_withdrawal(claim=only)
    after = client.get(address).context["found"]
    assert after.page.paginator.count == before.page.paginator.count - 1
    assert after.facets["has"]["range"] == before.facets["has"]["range"] - 1
    assert after.statements == before.statements - 1
    assert not FigureSpan.objects.filter(model=only.model).exists()


def test_a_statement_that_replaces_another_is_the_one_that_counts(db: None) -> None:
    reach = Capability.objects.get(code="range")
    first = factories.claim(capability=reach, canonical_low=40, canonical_high=40)
    second = factories.claim(capability=reach, model=first.model, low=90, high=90, canonical_low=90, canonical_high=90)
    factories.claim_withdrawal(claim=first, replaced_by=second)
    span = FigureSpan.objects.get(model=first.model, unit="km")
    assert (span.span, span.largest, span.statements) == ("{[90,90]}", 90, 1)


def test_another_unit_of_a_capability_makes_its_spans_anew(db: None) -> None:
    kept = FigureSpan.objects.filter(capability="range", unit="km").count()
    with writing(by=Actor("system:test"), reason="test"):
        Capability.objects.filter(code="range").update(code="reach")
    assert FigureSpan.objects.filter(capability="range").count() == 0
    assert FigureSpan.objects.filter(capability="reach", unit="km").count() == kept > 0
    assert _kept() == _stated()


def test_claims_have_no_marking_so_one_summary_holds_for_everybody() -> None:
    """Who gives claims a marking must keep a summary for each release list: ADR 10."""
    kept = (FigureSpan, FigureSupport, CheckedClaim, ModelFacets)
    assert [model for model in (Claim, DroneModel, Source, *kept) if hasattr(model, "marked_by")] == []


class TestWhateverIsSaid(TestCase):
    @settings(max_examples=40)
    @given(st.lists(st.tuples(BOUNDS, ENDS, ENDS, st.booleans()), min_size=1, max_size=6))
    def test_many_statements_are_kept_as_they_stand(self, said: list[tuple[str, Decimal, Decimal, bool]]) -> None:
        model, reach = factories.drone_model(), Capability.objects.get(code="range")
        for bound, one, other, withdrawn in said:
            claim = factories.claim(model=model, capability=reach, **_figure(bound, one, other))
            if withdrawn:
                factories.claim_withdrawal(claim=claim)
        standing = [row for row in said if not row[3]]
        kept = dict(FigureSpan.objects.filter(model=model).values_list("unit", "statements"))
        numbers = [row for row in standing if row[0] != "text"]
        assert kept == ({"km": len(numbers)} if numbers else {})


def _figure(bound: str, one: Decimal, other: Decimal) -> dict[str, Any]:
    low, high = sorted([one, other]) if bound == "range" else (one, one)
    if bound == "text":
        return {"bound": bound, "low": None, "high": None, "unit": "", "condition": "in words"}
    low_end, high_end = None if bound == "up-to" else low, None if bound == "at-least" else high
    ends = {"low": low_end, "high": high_end, "canonical_low": low_end, "canonical_high": high_end}
    return {"bound": bound, **ends, "unit": "km"}


def test_within_a_group_of_answers_the_words_that_were_typed_come_first(olena: User) -> None:
    reach = Capability.objects.get(code="range")
    for slug, name, kilometres in (("zz-far", "Quartet Zymozel", 90), ("zz-very", "Zymozel", 60)):
        model = factories.drone_model(slug=slug, name_en=name, name_uk=name)
        factories.claim(model=model, capability=reach, canonical_low=kilometres, canonical_high=kilometres)
    client = signed_in(olena)
    for query, slugs in (("q=zymozel&", ["zz-very", "zz-far"]), ("", ["zz-far", "zz-very"])):
        found = client.get(f"/catalog/?{query}figure=range:>=:50:km&match=meets").context["found"]
        shown = [row.model.slug for group in found.groups for row in group.rows]
        assert [slug for slug in shown if slug.startswith("zz-")] == slugs
