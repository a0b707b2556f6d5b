"""What a position may say, and how two sides stand to each other."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.term_rules import Between, Span, Words, between, faults_of, number_of
from procurement.vocabulary import PositionFault, Standing

numbers = st.none() | st.integers(-99, 99).map(Decimal)
spans = st.tuples(numbers, numbers).map(
    lambda ends: Span(*sorted(ends)) if None not in ends else Span(*ends)  # type: ignore[type-var]
)


def _span(low: int | None, high: int | None) -> Span:
    return Span(*(None if end is None else Decimal(end) for end in (low, high)))


@pytest.mark.parametrize(
    ("seller", "buyer", "standing", "low", "high"),
    [
        (_span(5, 6), _span(3, 4), Standing.GAP, 4, 5),
        (_span(3, 4), _span(5, 6), Standing.GAP, 4, 5),
        (_span(10, 20), _span(15, 30), Standing.OVERLAP, 15, 20),
        (_span(290, 330), _span(240, 290), Standing.OVERLAP, 290, 290),
        (_span(20, 20), _span(20, 20), Standing.SAME, 20, 20),
        (_span(None, 25), _span(None, 50), Standing.GAP, 25, 50),
        (_span(10, None), _span(6, None), Standing.GAP, 6, 10),
        (_span(None, 25), _span(None, 25), Standing.SAME, None, 25),
        (_span(10, None), _span(None, 30), Standing.OVERLAP, 10, 30),
        (_span(40, None), _span(None, 30), Standing.GAP, 30, 40),
        (_span(None, None), _span(1, 2), Standing.WORDS, None, None),
        (None, _span(1, 2), Standing.ONE_SIDE, None, None),
        (None, None, Standing.NOBODY, None, None),
    ],
)
def test_where_both_sides_stand(
    seller: Span | None, buyer: Span | None, standing: Standing, low: int | None, high: int | None
) -> None:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    assert between(seller, buyer) == Between(standing, *ends)


def test_a_gap_has_a_width_and_nothing_else_has() -> None:
    assert between(_span(5, 6), _span(3, 4)).apart == 1
    assert between(_span(1, 2), _span(1, 2)).apart is None


@given(spans, spans)
def test_it_is_the_same_from_both_sides(one: Span, other: Span) -> None:
    assert between(one, other) == between(other, one)


@given(spans, spans)
def test_a_gap_is_never_negative(one: Span, other: Span) -> None:
    assert (between(one, other).apart or 0) >= 0


@pytest.mark.parametrize("text", ["1e5", "1_000", "１２", "NaN", "12,5", "1 000", "", ".5", "9" * 16, "0x1f"])
def test_what_is_no_number_is_read_as_none(text: str) -> None:
    assert number_of(text) is None


@pytest.mark.parametrize("text", ["20", "2400.50", "-3", "0"])
def test_a_number_keeps_its_digits(text: str) -> None:
    assert str(number_of(text)) == text


@pytest.mark.parametrize(
    ("words", "unit", "fault"),
    [
        (Words(""), "USD", {"text_en": PositionFault.NO_TEXT}),
        (Words("x" * 5001), "USD", {"text_en": PositionFault.TOO_LONG}),
        (Words("We want", "x" * 5001), "USD", {"text_uk": PositionFault.TOO_LONG}),
        (Words("We want", low="ten"), "USD", {"low": PositionFault.NO_NUMBER}),
        (Words("We want", low="5", high="4"), "USD", {"high": PositionFault.LOW_ABOVE_HIGH}),
        (Words("We want", low="5"), "", {"low": PositionFault.NO_FIGURE}),
        (Words("We want", low="5", unit="EUR"), "USD", {"unit": PositionFault.OTHER_UNIT}),
        (Words("We want", unit="EUR"), "", {"unit": PositionFault.NO_FIGURE}),
        (Words("We want", low="5", high="5", unit="USD"), "USD", {}),
        (Words("We want"), "USD", {}),
    ],
)
def test_each_fault_has_its_field(words: Words, unit: str, fault: dict[str, PositionFault]) -> None:
    assert faults_of(words, unit=unit) == fault
