"""Conversion is exact to twelve digits, keeps what needs none, and refuses what has no meaning."""

from decimal import Decimal

import pytest

from catalog.units import OtherDimension, UnknownUnit, canonical, convert, dimension


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
    ],
)
def test_conversion(value: str, unit: str, to: str, result: str) -> None:
    assert str(convert(Decimal(value), unit=unit, to=to)) == result


@pytest.mark.parametrize(("unit", "to"), [("km", "kg"), ("USD", "EUR"), ("1", "m")])
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
