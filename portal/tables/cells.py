"""How the text of one cell becomes a value. Each reader returns the value or raises BadCell with what it expected."""

import re
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from typing import Any

from portal.partialdate import first_day, whole_day

Reader = Callable[[str], Any]
NUMBER = re.compile(r"^-?[0-9]+(\.[0-9]+)?$")
WHOLE = re.compile(r"^-?[0-9]{1,15}$")
BIGGEST_WHOLE = 999_999_999  # fits an integer of the database
BIGGEST_AMOUNT = Decimal("99999999999999.99")


class BadCell(ValueError):
    """The text is not what the column holds; the message says what it should be."""


def text(value: str) -> str:
    """Words as they stand."""
    return value


def within(limit: int, reader: Reader = text) -> Reader:
    """What `reader` reads, when it is not longer than `limit` characters."""

    def read(value: str) -> Any:
        if len(value) > limit:
            raise BadCell(f"at most {limit} characters")
        return reader(value)

    return read


def number(value: str) -> Decimal:
    """A decimal number, digits kept as stated."""
    if not NUMBER.match(value) or len(value) > 40:
        raise BadCell("a number such as 12 or 12.5")
    return Decimal(value)


def whole(value: str) -> int:
    """A whole number, negative ones too."""
    if not WHOLE.match(value) or abs(int(value)) > BIGGEST_WHOLE:
        raise BadCell("a whole number of at most nine digits")
    return int(value)


def between(lowest: int, highest: int) -> Reader:
    """A whole number within limits, both included."""

    def read(value: str) -> int:
        if not WHOLE.match(value) or not lowest <= int(value) <= highest:
            raise BadCell(f"a whole number from {lowest} to {highest}")
        return int(value)

    return read


def count(value: str) -> int:
    """A whole number, zero or more."""
    if whole(value) < 0:
        raise BadCell("a whole number, zero or more")
    return int(value)


def money(value: str) -> Decimal:
    """An amount, zero or more, with at most two decimals."""
    amount = number(value)
    if not 0 <= amount <= BIGGEST_AMOUNT or amount != amount.quantize(Decimal("0.01")):
        raise BadCell(f"an amount from 0 to {BIGGEST_AMOUNT} with at most two decimals")
    return amount


def day(value: str) -> date:
    """A whole date."""
    try:
        return whole_day(value)
    except ValueError:
        raise BadCell("a date as YYYY-MM-DD") from None


def month(value: str) -> date:
    """A month as its first day."""
    if len(value) == 7:
        return first_day(partial_date(value))
    raise BadCell("a month as YYYY-MM")


def partial_date(value: str) -> str:
    """A date as precise as its source gives it."""
    try:
        first_day(value)
    except ValueError:
        raise BadCell("a date as YYYY, YYYY-MM or YYYY-MM-DD") from None
    return value


def code(value: str) -> str:
    """A stable code: letters, digits, dots, dashes, at most 120 of them."""
    if not re.match(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$", value):
        raise BadCell("a code of letters, digits, dots and dashes")
    return value


def web_address(value: str) -> str:
    """An address of the web."""
    if not re.match(r"^https?://[^\s/]+\.[^\s]+$", value) or len(value) > 1000:
        raise BadCell("an address that begins with https:// or http://")
    return value


def currency(value: str) -> str:
    """An ISO 4217 code."""
    if not re.match(r"^[A-Z]{3}$", value):
        raise BadCell("a currency code of three capital letters, such as USD")
    return value


def country(value: str) -> str:
    """An ISO 3166 code of two or three letters."""
    if not re.match(r"^[A-Z]{2,3}$", value):
        raise BadCell("a country code of two or three capital letters")
    return value


def one_of(allowed: Collection[str]) -> Reader:
    """One of a list of codes."""

    def read(value: str) -> str:
        if value not in allowed:
            raise BadCell("one of " + ", ".join(sorted(allowed)))
        return value

    return read


def list_of(reader: Reader) -> Reader:
    """Several values with ; between them; an empty cell is an empty list."""

    def read(value: str) -> list[Any]:
        return [reader(part.strip()) for part in value.split(";") if part.strip()]

    return read
