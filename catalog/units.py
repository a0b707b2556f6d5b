"""Units of stated figures: which exist, what they measure, and conversion in decimal arithmetic (pint).

Money is never converted: it has a dimension of its own and no canonical unit. Source of factors: pint's registry
(NIST SP 811); a month is a twelfth of a year of 365.25 days.

A reader chooses between metric units and US customary ones. What a speaker stated is always shown as he stated it; a
converted number stands beside it with no more digits than the stated one has (three at the least), and says *about*
when that rounds it: 20 km is about 12.4 mi, 1,000 km about 621 mi, but 1,000 nmi is 1,852 km.
"""

from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cache
from typing import Any

LENGTH, MASS, TIME, SPEED, POWER = "length", "mass", "time", "speed", "power"
MONEY, RATE, QUANTITY, NUMBER = "money", "rate", "quantity", "number"
SHARE, SHARE_RATE = "share", "share per time"

# Portal code -> (dimension, pint's name). Codes are what the data, URLs and files say.
UNITS: dict[str, tuple[str, str]] = {
    "km": (LENGTH, "kilometer"),
    "m": (LENGTH, "meter"),
    "cm": (LENGTH, "centimeter"),
    "mm": (LENGTH, "millimeter"),
    "ft": (LENGTH, "foot"),
    "in": (LENGTH, "inch"),
    "mi": (LENGTH, "mile"),
    "nmi": (LENGTH, "nautical_mile"),
    "kg": (MASS, "kilogram"),
    "g": (MASS, "gram"),
    "t": (MASS, "metric_ton"),
    "lb": (MASS, "pound"),
    "oz": (MASS, "ounce"),
    "ston": (MASS, "short_ton"),
    "h": (TIME, "hour"),
    "min": (TIME, "minute"),
    "d": (TIME, "day"),
    "day": (TIME, "day"),
    "week": (TIME, "week"),
    "month": (TIME, "month"),
    "year": (TIME, "year"),
    "km/h": (SPEED, "kilometer/hour"),
    "m/s": (SPEED, "meter/second"),
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
    "%/week": (SHARE_RATE, "percent/week"),
    "1": (NUMBER, "dimensionless"),
    "USD": (MONEY, ""),
    "EUR": (MONEY, ""),
    "UAH": (MONEY, ""),
    "DKK": (MONEY, ""),
    "USD/month": (MONEY, ""),
}
DIGITS = Context(prec=12)
METRIC, US = "metric", "us"
SYSTEMS = (METRIC, US)
US_UNITS = {"km": "mi", "m": "ft", "kg": "lb", "t": "ston", "km/h": "mph", "kW": "hp"}
LEAST_DIGITS = 3  # of a converted number: rounding moves it by half a percent at the most


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


def in_system(capability_unit: str, system: str) -> str:
    """The unit in which a reader of this system sees a capability: the capability's own, or its US counterpart."""
    return US_UNITS.get(capability_unit, capability_unit) if system == US else capability_unit


@dataclass(frozen=True)
class Shown:
    """A figure in the reader's unit. `about`: converting has rounded a number that its speaker gave."""

    low: Decimal | None
    high: Decimal | None
    unit: str
    about: bool


def shown(low: Decimal | None, high: Decimal | None, *, unit: str, to: str) -> Shown:
    """Both ends in unit `to`, with the digits that the stated ends have and three at the least.

    OtherDimension when the units do not measure the same, or money.
    """
    new_low, low_rounded = _readable(low, unit, to)
    new_high, high_rounded = _readable(high, unit, to)
    return Shown(new_low, new_high, to, low_rounded or high_rounded)


def _readable(value: Decimal | None, unit: str, to: str) -> tuple[Decimal | None, bool]:
    if value is None or unit == to:
        return value, False
    exact = convert(value, unit=unit, to=to)
    typed = len(value.as_tuple().digits)
    if Context(prec=typed).create_decimal(exact) == exact:
        return exact, False
    rounded = _plain(Context(prec=max(LEAST_DIGITS, _meant_digits(value))).create_decimal(exact))
    return rounded, rounded != exact


def _meant_digits(value: Decimal) -> int:
    """Digits that say something: the noughts at the end of 1200 do not, those of 12.00 do."""
    digits = "".join(str(digit) for digit in value.as_tuple().digits)
    return len(digits.rstrip("0") if int(value.as_tuple().exponent) >= 0 else digits)
