"""Units of stated figures: which exist, what they measure, and conversion in decimal arithmetic (pint).

Money is never converted: it has a dimension of its own and no canonical unit. Source of factors: pint's registry
(NIST SP 811); a month is a twelfth of a year of 365.25 days.
"""

from decimal import Context, Decimal
from functools import cache
from typing import Any

LENGTH, MASS, TIME, SPEED, POWER = "length", "mass", "time", "speed", "power"
MONEY, RATE, QUANTITY, SHARE, NUMBER = "money", "rate", "quantity", "share", "number"

# Portal code -> (dimension, pint's name). Codes are what the data, URLs and files say.
UNITS: dict[str, tuple[str, str]] = {
    "km": (LENGTH, "kilometer"),
    "m": (LENGTH, "meter"),
    "ft": (LENGTH, "foot"),
    "mi": (LENGTH, "mile"),
    "nmi": (LENGTH, "nautical_mile"),
    "kg": (MASS, "kilogram"),
    "t": (MASS, "metric_ton"),
    "lb": (MASS, "pound"),
    "h": (TIME, "hour"),
    "min": (TIME, "minute"),
    "d": (TIME, "day"),
    "day": (TIME, "day"),
    "week": (TIME, "week"),
    "month": (TIME, "month"),
    "year": (TIME, "year"),
    "km/h": (SPEED, "kilometer/hour"),
    "kn": (SPEED, "knot"),
    "mph": (SPEED, "mile/hour"),
    "hp": (POWER, "horsepower"),
    "kW": (POWER, "kilowatt"),
    "unit/day": (RATE, "1/day"),
    "unit/month": (RATE, "1/month"),
    "unit/year": (RATE, "1/year"),
    "unit": (QUANTITY, "dimensionless"),
    "person": (QUANTITY, "dimensionless"),
    "%": (SHARE, "percent"),
    "%/week": (SHARE, "percent/week"),
    "1": (NUMBER, "dimensionless"),
    "USD": (MONEY, ""),
    "EUR": (MONEY, ""),
    "UAH": (MONEY, ""),
    "DKK": (MONEY, ""),
    "USD/month": (MONEY, ""),
}
DIGITS = Context(prec=12)


class UnknownUnit(ValueError):
    """No unit of this code; the message lists the known ones."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no unit {code!r}; known: {', '.join(UNITS)}")


class OtherDimension(ValueError):
    """The two units measure different things, or money, which is never converted."""


def dimension(code: str) -> str:
    """What the unit measures. UnknownUnit when there is no such unit."""
    if code not in UNITS:
        raise UnknownUnit(code)
    return UNITS[code][0]


def convert(value: Decimal, *, unit: str, to: str) -> Decimal:
    """`value` in another unit of the same dimension, to 12 significant digits; the same unit keeps every digit.

    OtherDimension when they measure different things or are different currencies.
    """
    if unit == to:
        return value
    if dimension(unit) != dimension(to) or dimension(unit) == MONEY:
        raise OtherDimension(f"{unit} is not {to}")
    return _plain(DIGITS.create_decimal(value * _factor(unit, to)))


def _plain(value: Decimal) -> Decimal:
    short = value.normalize()
    return short.quantize(Decimal(1)) if int(short.as_tuple().exponent) > 0 else short


@cache
def _factor(unit: str, to: str) -> Decimal:
    registry = _registry()
    quantity = registry.Quantity(Decimal(1), UNITS[unit][1]).to(UNITS[to][1])
    return Decimal(quantity.magnitude)


@cache
def _registry() -> Any:
    import pint  # reading its definitions takes half a second: only who converts pays

    return pint.UnitRegistry(non_int_type=Decimal, cache_folder=None)


def canonical(value: Decimal | None, *, unit: str, capability_unit: str) -> Decimal | None:
    """`value` in the capability's unit; None for no value, for money and where the dimensions differ."""
    if value is None or not unit or not capability_unit or dimension(unit) != dimension(capability_unit):
        return None
    return convert(value, unit=unit, to=capability_unit)
