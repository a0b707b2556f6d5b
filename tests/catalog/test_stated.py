"""Figures as people write them, in both languages: read in one way or refused with the cure."""

from contextlib import nullcontext
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.stated import StatedFigure, Unclear, heading, read, read_ends, read_number, read_unit, say
from catalog.unit_words import WORDS, unit_code
from catalog.units import UNITS
from catalog.vocabulary import Bound, Unread

READ = {
    "up to 40": ("up-to", None, "40", ""),
    "UP TO 40 KM": ("up-to", None, "40", "km"),
    "20-30": ("range", "20", "30", ""),
    "20 – 30 км/год.": ("range", "20", "30", "km/h"),
    "20 km to 30 km": ("range", "20", "30", "km"),
    "від 20 до 30 кг": ("range", "20", "30", "kg"),
    "1 000–1 500 км": ("range", "1000", "1500", "km"),
    "2-3 млн грн": ("range", "2000000", "3000000", "UAH"),
    "~15": ("approx", "15", "15", ""),
    "близько 15 кг": ("approx", "15", "15", "kg"),
    ">10": ("at-least", "10", None, ""),
    "40+ km": ("at-least", "40", None, "km"),
    "не менше 10": ("at-least", "10", None, ""),
    "≤ 12,4 mi": ("up-to", None, "12.4", "mi"),
    "до 1\u00a0200,5\u202fкм": ("up-to", None, "1200.5", "km"),
    "12.40 mi": ("exact", "12.40", "12.40", "mi"),
    "1,200.5": ("exact", "1200.5", "1200.5", ""),
    "1.200,5": ("exact", "1200.5", "1200.5", ""),
    "0,125": ("exact", "0.125", "0.125", ""),
    "1,200,000": ("exact", "1200000", "1200000", ""),
    "5 морських миль": ("exact", "5", "5", "nmi"),
    "25 вузлів": ("exact", "25", "25", "kn"),
    "50 lbs": ("exact", "50", "50", "lb"),
    "40 min": ("exact", "40", "40", "min"),
    "$5 000": ("exact", "5000", "5000", "USD"),
    "1.5 million USD": ("exact", "1500000", "1500000", "USD"),
    "40 (km)": ("exact", "40", "40", "km"),
    "20 m/s": ("exact", "20", "20", "m/s"),
    "до 20 м/с": ("up-to", None, "20", "m/s"),
    "15 метрів за секунду": ("exact", "15", "15", "m/s"),
    "120–150 см": ("range", "120", "150", "cm"),
    "350 мм": ("exact", "350", "350", "mm"),
    "250 g": ("exact", "250", "250", "g"),
    "250 грамів": ("exact", "250", "250", "g"),
    "48″": ("exact", "48", "48", "in"),
    '4.5"': ("exact", "4.5", "4.5", "in"),
    "12 inches": ("exact", "12", "12", "in"),
    "7 дюймів": ("exact", "7", "7", "in"),
    "8.0 oz": ("exact", "8.0", "8.0", "oz"),
    "8 унцій": ("exact", "8", "8", "oz"),
}
REFUSED = {
    "": Unread.NO_NUMBER,
    "far": Unread.NO_NUMBER,
    "1 2 3": Unread.NO_NUMBER,
    "2x40": Unread.WORDS,
    "~20-30": Unread.WORDS,
    "more or less 10": Unread.WORDS,
    "1/2/2026": Unread.SEVERAL,
    "30-20": Unread.LOW_ABOVE_HIGH,
    "-5 km": Unread.BELOW_ZERO,
    "40 parsec": Unread.UNIT,
    "5 миль": Unread.TWO_UNITS,
    "5 г": Unread.TWO_UNITS,
    "1,200 km": Unread.TWO_NUMBERS,
    "9" * 30: Unread.NO_NUMBER,
    "9" * 300: Unread.SEVERAL,
}
ends = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
units = st.sampled_from(["", *(code for code in UNITS if code != "1")])


@st.composite
def figures(draw: st.DrawFn) -> StatedFigure:
    bound = draw(st.sampled_from([b for b in Bound if b != Bound.TEXT]))
    low, high = sorted((draw(ends), draw(ends)))
    shape = {Bound.UP_TO: (None, high), Bound.AT_LEAST: (low, None), Bound.RANGE: (low, high)}.get(bound, (low, low))
    return StatedFigure(bound, *shape, unit=draw(units))


def _read_or_none(text: str) -> StatedFigure | None:
    try:
        return read(text)
    except Unclear:
        return None


@pytest.mark.parametrize("text", READ)
def test_what_officers_write_is_read(text: str) -> None:
    bound, low, high, unit = READ[text]
    found = read(text)
    assert (found.bound, found.unit) == (bound, unit)
    assert [None if end is None else str(end) for end in (found.low, found.high)] == [low, high]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_single_figure_is_refused(text: str) -> None:
    with pytest.raises(Unclear) as refusal:
        read(text)
    assert refusal.value.why == REFUSED[text]
    assert refusal.value.expected


def test_an_ambiguous_number_is_refused_with_both_readings() -> None:
    with pytest.raises(Unclear) as refusal:
        read("1,200 km")
    assert refusal.value.readings == ("1.200", "1200")
    assert "1.200 / 1200" in refusal.value.expected


def test_a_condition_in_brackets_is_kept() -> None:
    assert read("40 km (with 2 kg)") == StatedFigure(Bound.EXACT, Decimal(40), Decimal(40), "km", "with 2 kg")


def test_the_heading_gives_the_unit_and_the_cell_overrules_it() -> None:
    assert [read("40", unit="km").unit, read("40 mi", unit="km").unit] == ["km", "mi"]


def test_a_unit_of_another_dimension_and_a_missing_one_are_refused() -> None:
    for text, why in (("40 kg", Unread.OTHER_DIMENSION), ("40", Unread.NO_UNIT)):
        with pytest.raises(Unclear) as refusal:
            read(text, measures="length")
        assert (refusal.value.why, "nmi" in refusal.value.expected) == (why, True)


def test_what_is_measured_tells_a_gram_from_an_hour() -> None:
    for measures, unit in (("mass", "g"), ("time", "h")):
        assert [read(text, measures=measures).unit for text in ("5 г", "5 (г)", "4–5 г", "4 г – 5 г")] == [unit] * 4
        assert read("5", unit="г", measures=measures).unit == unit
    for text, why in (("5 г", Unread.OTHER_DIMENSION), ("5 миль", Unread.TWO_UNITS), ("5 м/с", Unread.OTHER_DIMENSION)):
        with pytest.raises(Unclear) as refusal:
            read(text, measures="length")
        assert refusal.value.why == why


def test_two_cells_are_one_figure() -> None:
    assert say(read_ends("20", "30,5 км", units=("km", "mi"))) == "20–30.5 km"
    assert say(read_ends("від 20", "", units=("km", ""), condition="in calm air")) == "at least 20 km (in calm air)"
    assert say(read_ends(" ", "< 30 (new)", units=("", "kg"))) == "up to 30 kg (new)"
    for low, high, why in (
        ("20 m", "30 km", Unread.ENDS),
        ("", "", Unread.ENDS),
        ("30 km", "20 km", Unread.LOW_ABOVE_HIGH),
        ("~20 km", "30 km", Unread.WORDS),
        ("20 km", "more than 30 km", Unread.WORDS),
    ):
        with pytest.raises(Unclear) as refusal:
            read_ends(low, high)
        assert refusal.value.why == why


def test_a_plain_number_needs_no_unit() -> None:
    assert [read(text, measures="number").unit for text in ("2", "2 persons", "2 особи")] == ["1", "1", "1"]


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("Range, km", "Range", "km"),
        ("Дальність  польоту (км)", "Дальність польоту", "km"),
        ("payload_kg", "payload", "kg"),
        ("Max speed km/h", "Max speed", "km/h"),
        ("Number of units", "Number of units", ""),
        ("Model", "Model", ""),
        ("Маса, г", "Маса", "г"),
        ("Швидкість м/с", "Швидкість", "m/s"),
    ],
)
def test_a_heading_is_a_name_with_a_unit(text: str, name: str, unit: str) -> None:
    assert heading(text) == (name, unit)


def test_every_spelling_means_one_known_unit() -> None:
    assert set(WORDS) <= set(UNITS)
    assert {unit_code(code) for code in UNITS} == set(UNITS)


@given(figures())
def test_what_is_said_is_read_back(figure: StatedFigure) -> None:
    assert read(say(figure)) == figure


@given(figures(), st.sampled_from([" ", "\u00a0", "  ", "\t"]))
def test_commas_blanks_and_capitals_change_nothing(figure: StatedFigure, blank: str) -> None:
    text = blank + say(figure).replace(" ", blank).replace(".", ",").upper() + blank
    assert read(text) == figure


@given(st.text(alphabet="0123456789.,'  -–~<>+()kmмкгaдоup to$%", max_size=30) | st.text(max_size=30))
@example("٣٤ km")
@example("²")
@example("1,2,3-")
def test_anything_is_read_or_refused_and_never_breaks(text: str) -> None:
    found = _read_or_none(text)
    if found is None:
        return
    assert found.low is None or found.high is None or Decimal(0) <= found.low <= found.high
    assert say(found)


@given(st.integers(1, 999), st.integers(0, 999))
def test_a_number_is_never_taken_for_a_thousand_times_another(whole: int, part: int) -> None:
    with pytest.raises(Unclear):
        read_number(f"{whole},{part:03d}")
    assert read_number(f"{whole} {part:03d}") == whole * 1000 + part
    assert read_number(f"{whole}.{part:03d}") == Decimal(f"{whole}.{part:03d}")


@given(st.text(max_size=20))
def test_a_unit_is_known_or_refused(words: str) -> None:
    known = bool(unit_code(words))
    with nullcontext() if known else pytest.raises(Unclear):
        assert read_unit(words) in UNITS
