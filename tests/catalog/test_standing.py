"""What triggers keep beside the statements equals what the rules say of the plain ones, whatever is written."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from catalog import facets, standing
from catalog.models import Capability, CheckedClaim, Claim, DroneModel, FigureSupport, ModelFacets, Source
from catalog.queries.figures import figures, stated
from catalog.rules import can_all_hold, last_checked, voices
from portal.history.writing import Actor, writing
from tests.support import factories

FIRST = date(2026, 1, 1)
PUBLISHERS = ["Gazette", " gazette", "Chronicle"]
CODES = ["range", "payload", "camera"]


def _standing(model: DroneModel | None = None) -> list[Claim]:
    rows = Claim.objects.filter(withdrawal=None).select_related("capability", "source").order_by("id")
    return list(rows.filter(model=model) if model else rows)


def _supported(claims: list[Claim]) -> dict[tuple[int, int, str], tuple[bool, bool]]:
    """By the rules: of each figure with numbers, whether two voices state it and whether they disagree."""
    by_model: dict[int, list[Claim]] = {}
    for claim in claims:
        by_model.setdefault(claim.model_id, []).append(claim)
    found = [(model, figure) for model, said in by_model.items() for figure in figures(said) if figure.numbers]
    return {
        (model, figure.capability.pk, figure.unit): (
            voices(claim.source.publisher for claim in figure.numbers) > 1,
            not can_all_hold([stated(claim) for claim in figure.numbers]),
        )
        for model, figure in found
    }


def _kept_support(**of: Any) -> dict[tuple[int, int, str], tuple[bool, bool]]:
    rows = FigureSupport.objects.filter(**of)
    return {(row.model_id, row.capability_id, row.unit): (row.has_two_voices, row.is_disputed) for row in rows}


def _checked(claims: list[Claim]) -> dict[int, date]:
    return {
        claim.pk: last_checked(
            recorded_on=claim.recorded_at.date(),
            checks=[claim.checked_on, *claim.checks.values_list("checked_on", flat=True)],
        )
        for claim in claims
    }


def _kept_checks(**of: Any) -> dict[int, date]:
    return dict(CheckedClaim.objects.filter(**of).values_list("claim_id", "last_checked"))


def _facets(claims: list[Claim], **of: Any) -> dict[int, tuple[Any, ...]]:
    """Of each model its own words, and what is stated of it."""
    codes: dict[int, list[str]] = {}
    for claim in claims:
        codes.setdefault(claim.model_id, []).append(claim.capability.code)
    return {
        model.pk: (
            model.domain,
            model.kind,
            model.status,
            model.maker_id,
            " ".join(model.roles),
            "".join(f" {code}" for code in sorted(set(said))) + " " * bool(said),
            len(said),
        )
        for model in DroneModel.objects.filter(**of)
        for said in [codes.get(model.pk, [])]
    }


def _kept_facets(**of: Any) -> dict[int, tuple[Any, ...]]:
    words = ("domain", "kind", "status", "maker_id", "roles", "stated", "statements")
    return {pk: tuple(row) for pk, *row in ModelFacets.objects.filter(**of).values_list("model_id", *words)}


def _kept_is_true(model: DroneModel | None = None) -> None:
    claims, of = _standing(model), {"model": model} if model else {}
    assert _kept_support(**of) == _supported(claims)
    assert _kept_checks(**of) == _checked(claims)
    models = {"pk": model.pk} if model else {}
    assert _kept_facets(**of) == _facets(claims, **models)


def test_the_public_record_is_kept_as_it_stands(db: None) -> None:
    _kept_is_true()


def test_it_can_be_made_anew_from_the_statements(db: None) -> None:
    with connection.cursor() as cursor:
        for model in (FigureSupport, CheckedClaim, ModelFacets):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
        for sql in (*standing.FILL, *facets.FILL):
            cursor.execute(sql)
    _kept_is_true()


def test_another_publisher_is_another_voice(db: None) -> None:
    reach = Capability.objects.get(code="range")
    model = factories.drone_model()
    one, other = (factories.source(publisher=name) for name in PUBLISHERS[:2])
    for source in (one, other):
        factories.claim(model=model, capability=reach, source=source)
    assert list(_kept_support(model=model).values()) == [(False, False)]
    with writing(by=Actor("system:test"), reason="test"):
        Source.objects.filter(pk=other.pk).update(publisher="Chronicle")
    assert list(_kept_support(model=model).values()) == [(True, False)]
    _kept_is_true(model)


def test_a_model_that_changes_is_counted_as_it_then_is(db: None) -> None:
    with writing(by=Actor("system:test"), reason="test"):
        DroneModel.objects.filter(domain="sea").update(domain="air", roles=["strike", "relay"], maker=None)
    _kept_is_true()


def test_another_code_of_a_capability_is_stated_instead(db: None) -> None:
    with writing(by=Actor("system:test"), reason="test"):
        Capability.objects.filter(code="range").update(code="reach")
    assert ModelFacets.objects.filter(stated__contains=" reach ").exists()
    _kept_is_true()


def test_figures_in_another_unit_are_kept_in_it(db: None) -> None:
    with writing(by=Actor("system:test"), reason="test"):
        Capability.objects.filter(code="range").update(canonical_unit="m")
    _kept_is_true()


ACTS = st.one_of(
    st.tuples(
        st.just("say"),
        st.sampled_from(CODES),
        st.sampled_from(["exact", "approx", "range", "up-to", "at-least", "text"]),
        st.tuples(st.integers(-20, 20), st.integers(-20, 20)),
        st.sampled_from(PUBLISHERS),
        st.none() | st.integers(0, 30),
    ),
    st.tuples(st.just("check"), st.integers(0, 9), st.integers(0, 60)),
    st.tuples(st.just("withdraw"), st.integers(0, 9)),
)


class TestWhateverIsWritten(TestCase):
    @settings(max_examples=40)
    @given(st.lists(ACTS, min_size=1, max_size=12))
    def test_what_is_kept_is_what_the_statements_say(self, acts: list[tuple[Any, ...]]) -> None:
        model = factories.drone_model()
        sources = {name: factories.source(publisher=name) for name in PUBLISHERS}
        for kind, *words in acts:
            if kind == "say":
                _say(model, sources, *words)
            elif kind == "check":
                _check(model, *words)
            else:
                _withdraw(model, *words)
        _kept_is_true(model)


def _say(
    model: DroneModel,
    sources: dict[str, Source],
    code: str,
    bound: str,
    ends: tuple[int, int],
    publisher: str,
    day: int | None,
) -> None:
    factories.claim(
        model=model,
        capability=Capability.objects.get(code=code),
        source=sources[publisher],
        checked_on=None if day is None else FIRST + timedelta(day),
        **_figure(bound, *map(Decimal, sorted(ends))),
    )


def _figure(bound: str, low: Decimal, high: Decimal) -> dict[str, Any]:
    if bound == "text":
        return {"bound": bound, "low": None, "high": None, "unit": "", "condition": "in words"}
    one, other = {
        "exact": (low, low),
        "approx": (low, low),
        "range": (low, high),
        "up-to": (None, high),
        "at-least": (low, None),
    }[bound]
    return {"bound": bound, "low": one, "high": other, "canonical_low": one, "canonical_high": other, "unit": "km"}


def _nth(model: DroneModel, number: int) -> Claim | None:
    claims = _standing(model)
    return claims[number % len(claims)] if claims else None


def _check(model: DroneModel, number: int, day: int) -> None:
    if claim := _nth(model, number):
        factories.claim_check(claim=claim, checked_on=FIRST + timedelta(day))


def _withdraw(model: DroneModel, number: int) -> None:
    if claim := _nth(model, number):
        factories.claim_withdrawal(claim=claim)
