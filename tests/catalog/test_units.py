"""Conversion is exact to twelve digits, keeps what needs none, and refuses what has no meaning."""

from decimal import Decimal

import pytest

from catalog.units import METRIC, US, OtherDimension, UnknownUnit, canonical, convert, dimension, in_system, shown


@pytest.mark.parametrize(
    ("value", "unit", "to", "result"),
    [
        ("20", "km", "km", "20"),
        ("20.0", "km", "km", "20.0"),
        ("1", "nmi", "km", "1.852"),
        ("40", "kn", "km/h", "74.08"),
        ("3", "t", "kg", "3000"),
        ("1", "lb", "kg", "0.45359237"),
        ("90", "min", "h", "1.5"),
        ("2", "year", "month", "24"),
        ("12", "unit/year", "unit/month", "1"),
        ("1", "ft", "m", "0.3048"),
        ("10", "m/s", "km/h", "36"),
        ("350", "mm", "m", "0.35"),
        ("12", "in", "ft", "1"),
        ("1", "oz", "g", "28.349523125"),
        ("16", "oz", "lb", "1"),
    ],
)
def test_conversion(value: str, unit: str, to: str, result: str) -> None:
    assert str(convert(Decimal(value), unit=unit, to=to)) == result


@pytest.mark.parametrize(("unit", "to"), [("km", "kg"), ("USD", "EUR"), ("1", "m"), ("%/week", "%")])
def test_other_dimensions_and_money_are_not_converted(unit: str, to: str) -> None:
    with pytest.raises(OtherDimension):
        convert(Decimal(1), unit=unit, to=to)


def test_an_unknown_unit_is_named_with_the_known_ones() -> None:
    with pytest.raises(UnknownUnit, match="furlong.*known: km"):
        dimension("furlong")


def test_canonical_values_exist_only_where_they_compare() -> None:
    assert canonical(Decimal(2), unit="t", capability_unit="kg") == 2000
    assert canonical(Decimal(2), unit="USD", capability_unit="") is None
    assert canonical(Decimal("0.8"), unit="1", capability_unit="m") is None
    assert canonical(None, unit="km", capability_unit="km") is None


@pytest.mark.parametrize(
    ("value", "unit", "to", "seen"),
    [
        ("20", "km", "km", "20"),
        ("20.0", "km", "km", "20.0"),
        ("20", "km", "mi", "about 12.4"),
        ("1000", "nmi", "km", "1852"),
        ("42", "kn", "km/h", "about 77.8"),
        ("40", "kn", "km/h", "about 74.1"),
        ("3", "t", "kg", "3000"),
        ("12500", "kg", "lb", "about 27600"),
        ("1000", "km", "mi", "about 621"),
        ("12.00", "km", "mi", "about 7.456"),
        ("20", "m/s", "km/h", "72"),
        ("250", "g", "lb", "about 0.551"),
        ("48", "in", "m", "about 1.22"),
        ("120.0", "cm", "ft", "about 3.937"),
    ],
)
def test_a_converted_number_has_the_digits_of_the_stated_one(value: str, unit: str, to: str, seen: str) -> None:
    figure = shown(Decimal(value), None, unit=unit, to=to)
    assert f"{'about ' if figure.about else ''}{figure.low}" == seen


def test_each_system_has_its_unit_and_money_has_its_own() -> None:
    assert [in_system(unit, US) for unit in ("km", "m", "kg", "t", "km/h", "h", "USD")] == [
        *["mi", "ft", "lb", "ston", "mph", "h", "USD"]
    ]
    assert in_system("km", METRIC) == "km"
