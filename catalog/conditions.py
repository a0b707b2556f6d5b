"""Conditions on figures as they stand in addresses: `figure=range:>=:50:km`, the same for page and API."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from catalog import units
from catalog.rules import ROUNDING, Asked, asked
from catalog.unit_words import unit_code
from catalog.vocabulary import Operator
from portal.pagekit.words import unit_in_words

LONGEST = 28  # digits of an asked number
GROUPED = re.compile(r"-?\d{1,3},\d{3}$")  # a thousand and more in English, one and a fraction in Ukrainian


class Measured(Protocol):
    """What a condition must know of a capability."""

    code: str
    dimension: str
    canonical_unit: str


class BadCondition(ValueError):
    """A condition that cannot be asked; the message names what is wrong and the cure."""


@dataclass(frozen=True)
class Condition:
    """`value` and `unit` as typed; `wanted` is what the rules compare with, in the capability's unit or currency."""

    capability: str
    operator: str
    value: Decimal
    unit: str
    wanted: Asked

    def __str__(self) -> str:
        return f"{self.capability}:{self.operator}:{self.value}:{self.unit}"

    def is_like(self, unit: str) -> bool:
        """True when a figure in `unit` can be compared with it."""
        return self.wanted.unit == unit


def parse(text: str, capabilities: Mapping[str, Measured]) -> Condition:
    """Reads `capability:operator:number:unit`. BadCondition names the part that is wrong and what would be right."""
    parts = text.split(":")
    if len(parts) != 4:
        raise BadCondition(_("Write capability:operator:number:unit, for example range:>=:50:km."))
    code, operator, number, unit = (part.strip() for part in parts)
    if operator not in Operator.values:
        raise BadCondition(_("The operator is one of %(known)s.") % {"known": " ".join(Operator.values)})
    if code not in capabilities:
        raise BadCondition(_("There is no capability “%(code)s”.") % {"code": code})
    return _condition(capabilities[code], operator, _number(number), unit)


def _number(text: str) -> Decimal:
    if GROUPED.match(text):
        values = {"text": text, "one": text.replace(",", ""), "other": text.replace(",", ".", 1)}
        raise BadCondition(_("“%(text)s” can be read in two ways. Write %(one)s or %(other)s.") % values)
    try:
        value = Decimal(text.replace(",", ".").replace(" ", "").replace("\u00a0", ""))
    except InvalidOperation:
        raise BadCondition(_("“%(text)s” is no number. Write 50 or 12.5.") % {"text": text}) from None
    if not value.is_finite() or len(value.as_tuple().digits) > LONGEST or abs(value.adjusted()) > LONGEST:
        raise BadCondition(_("“%(text)s” is no number. Write 50 or 12.5.") % {"text": text})
    return value


def _condition(capability: Measured, operator: str, value: Decimal, words: str) -> Condition:
    known = units_of(capability)
    unit = words if words in known else unit_code(words, capability.dimension)
    if not known:
        raise BadCondition(_("“%(code)s” is stated in words and cannot be compared.") % {"code": capability.code})
    if unit not in known:
        values = {"unit": words, "code": capability.code, "known": ", ".join(map(unit_in_words, known))}
        raise BadCondition(_("“%(unit)s” does not measure “%(code)s”. Choose one of %(known)s.") % values)
    to = unit if capability.dimension == units.MONEY else capability.canonical_unit
    wanted = asked(operator, units.convert(value, unit=unit, to=to), unit=to, rounding=_rounding(value, unit, to))
    return Condition(capability.code, operator, value, unit, wanted)


def _rounding(value: Decimal, unit: str, to: str) -> Decimal:
    """Half of the last typed digit in the capability's unit, at most 1 percent; nothing where nothing is converted."""
    if unit == to:
        return Decimal(0)
    half = Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)
    return min(units.convert(half, unit=unit, to=to), units.convert(abs(value), unit=unit, to=to) * ROUNDING)


def units_of(capability: Measured) -> list[str]:
    """The units in which somebody may ask for a capability; none for words."""
    if not capability.dimension:
        return []
    return [code for code, (dimension, _name) in units.UNITS.items() if dimension == capability.dimension]


def pattern() -> str:
    """The regular expression of a condition for the API's description: each capability with the units that measure it.

    Read from the reference table that every import brings in, since a description is made without a database.
    """
    by_units: dict[str, list[str]] = {}
    with (settings.DATA_DIR / "reference" / "capabilities.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            known = [code for code, (dimension, _name) in units.UNITS.items() if dimension == row["dimension"]]
            if known:
                by_units.setdefault("|".join(map(re.escape, known)), []).append(row["code"])
    each = (
        f"({'|'.join(codes)}):(>=|<=|=):-?[0-9]{{1,9}}(\\.[0-9]{{1,6}}|,([0-9]{{1,2}}|[0-9]{{4,6}}))?:({known})"
        for known, codes in by_units.items()
    )
    return f"^({'|'.join(each)})?$"
