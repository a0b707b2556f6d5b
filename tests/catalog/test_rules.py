"""Bounds are data: what can all hold agrees, what cannot is disputed; nothing is averaged."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules import Stated, can_all_hold, figure_state, interval
from catalog.vocabulary import Bound, FigureState


def _says(text: str, source: str = "a", unit: str = "km") -> Stated:
    """'<=40', '>=20', '~30', '20-30', '30' or words."""
    if text[0].isalpha():
        return Stated(Bound.TEXT, None, None, source)
    kinds = {"<=": Bound.UP_TO, ">=": Bound.AT_LEAST}
    if text[:2] in kinds:
        value = Decimal(text[2:])
        up = text[:2] == "<="
        return Stated(kinds[text[:2]], None if up else value, value if up else None, source, unit)
    if "-" in text:
        low, high = text.split("-")
        return Stated(Bound.RANGE, Decimal(low), Decimal(high), source, unit)
    bound = Bound.APPROX if text[0] == "~" else Bound.EXACT
    return Stated(bound, Decimal(text.strip("~")), Decimal(text.strip("~")), source, unit)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ([], FigureState.UNKNOWN),
        (["thermal"], FigureState.WORDS),
        (["30"], FigureState.SINGLE),
        (["<=40", ">=20"], FigureState.AGREED),
        (["30", "60"], FigureState.DISPUTED),
        (["~800", "830"], FigureState.AGREED),
        (["~800", "900"], FigureState.DISPUTED),
        (["12.4", "12.5"], FigureState.AGREED),
        (["<=40", ">=50"], FigureState.DISPUTED),
        (["20-30", "25", "words"], FigureState.AGREED),
    ],
)
def test_what_statements_amount_to(said: list[str], state: FigureState) -> None:
    assert figure_state([_says(text, source=str(number)) for number, text in enumerate(said)]) is state


def test_two_statements_of_one_source_are_a_single_source() -> None:
    assert figure_state([_says("30"), _says("30")]) is FigureState.SINGLE


def test_money_in_two_currencies_is_not_compared() -> None:
    assert can_all_hold([_says("100", unit="USD"), _says("900", unit="EUR")])


bounds = st.sampled_from([Bound.EXACT, Bound.APPROX, Bound.UP_TO, Bound.AT_LEAST, Bound.RANGE])


@st.composite
def _true_statements(draw: st.DrawFn) -> list[Stated]:
    """Statements about one true value, each of them right."""
    truth = Decimal(draw(st.integers(1, 10_000)))
    said = []
    for number in range(draw(st.integers(1, 6))):
        bound = draw(bounds)
        below, above = truth * draw(st.integers(0, 100)) / 100, truth * draw(st.integers(100, 300)) / 100
        low = {Bound.UP_TO: None, Bound.AT_LEAST: below, Bound.RANGE: below}.get(bound, truth)
        high = {Bound.AT_LEAST: None, Bound.UP_TO: above, Bound.RANGE: above}.get(bound, truth)
        said.append(Stated(bound, low, high, str(number), "km"))
    return said


@given(_true_statements())
def test_statements_that_are_all_right_are_never_disputed(said: list[Stated]) -> None:
    assert can_all_hold(said)


@given(_true_statements(), _true_statements())
def test_one_more_statement_never_settles_a_dispute(some: list[Stated], more: list[Stated]) -> None:
    assert can_all_hold(some) or not can_all_hold(some + more)


@given(_true_statements())
def test_an_interval_holds_what_was_stated(said: list[Stated]) -> None:
    for stated in said:
        low, high = interval(stated)
        assert low is None or stated.low is None or low <= stated.low
        assert high is None or stated.high is None or high >= stated.high


@given(_true_statements(), _true_statements(), st.randoms())
def test_the_order_of_statements_does_not_matter(some: list[Stated], more: list[Stated], chance: Random) -> None:
    said = some + more
    shuffled = sorted(said, key=lambda _: chance.random())
    assert figure_state(said) is figure_state(shuffled)


@given(_true_statements(), _true_statements())
def test_a_statement_that_could_hold_with_all_never_makes_a_dispute(some: list[Stated], more: list[Stated]) -> None:
    new = more[0]
    if can_all_hold([*some, new]):
        assert figure_state([*some, new]) is not FigureState.DISPUTED


@given(_true_statements(), _true_statements(), st.integers(1, 10_000))
def test_another_unit_changes_no_state(some: list[Stated], more: list[Stated], factor: int) -> None:
    said = some + more
    times = Decimal(factor) / 100

    def scaled(end: Decimal | None) -> Decimal | None:
        return None if end is None else end * times

    other = [replace(one, low=scaled(one.low), high=scaled(one.high)) for one in said]
    assert figure_state(other) is figure_state(said)


@given(_true_statements())
def test_repeating_what_was_said_changes_no_state(said: list[Stated]) -> None:
    assert figure_state(said * 2) is figure_state(said)
