"""Reads what people write beside a figure: when it was said, whose word it is, the address of its source.

The same for forms, API and uploaded tables. Each raises Unclear with what would help.
"""

import re
from datetime import date
from functools import cache

from babel import Locale
from django.utils import translation

from catalog.search import fold
from catalog.stated import Unclear
from catalog.vocabulary import Speaker, Unread
from portal.partialdate import first_day
from portal.tables.cells import BadCell, web_address

DOTTED = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")
SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")
MONTH = re.compile(r"^(\d{1,2})[./](\d{4})$")
NAMED = re.compile(r"^(?:(\d{1,2})\s+)?([^\W\d]+)\.?\s+(\d{4})$")
YEAR_WORD = re.compile(r"\s*(?:р\.?|рік|року|year)$")


def read_day(text: str, *, today: date) -> str:
    """A date of the past, as precise as it is written: 2025, 22.11.2025, May 2025; '' where none is written."""
    plain = text.strip()
    if not plain:
        return ""
    iso = _iso(plain)
    try:
        first = first_day(iso)
    except ValueError:
        raise Unclear(Unread.DATE, text) from None
    if first > today:
        raise Unclear(Unread.FUTURE, text)
    return iso


def _iso(text: str) -> str:
    text = YEAR_WORD.sub("", text)
    if (match := NAMED.match(text)) and (month := _months().get(match[2].lower())):
        return "-".join([match[3], f"{month:02d}", *([f"{match[1]:0>2}"] if match[1] else [])])
    if match := DOTTED.match(text):
        return f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}"
    if match := MONTH.match(text):
        return f"{match[2]}-{match[1]:0>2}"
    if match := SLASHED.match(text):
        return _slashed(match)
    return text


@cache
def _months() -> dict[str, int]:
    """The number of each month by its names in both languages, short and long, alone and within a date."""
    forms = [
        Locale(language).months[context][width]
        for language in ("en", "uk")
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
    ]
    return {name.lower().rstrip("."): number for names in forms for number, name in names.items()}


def _slashed(match: re.Match[str]) -> str:
    """22/11/2025 and 11/22/2025 are clear; 03/04/2025 is not."""
    first, second, year = int(match[1]), int(match[2]), match[3]
    if first <= 12 and second <= 12 and first != second:
        readings = (f"{year}-{second:02d}-{first:02d}", f"{year}-{first:02d}-{second:02d}")
        raise Unclear(Unread.TWO_DATES, match[0], readings)
    day, month = (first, second) if first > 12 else (second, first)
    return f"{year}-{month:02d}-{day:02d}"


def read_speaker(text: str) -> str:
    """Whose word it is, by code or by name in either language."""
    code = _speakers().get(fold(text))
    if code is None:
        raise Unclear(Unread.SPEAKER, text)
    return code


@cache
def _speakers() -> dict[str, str]:
    found = {fold(code): code for code in Speaker.values}
    for language in ("en", "uk"):
        with translation.override(language):
            found |= {fold(str(label)): code for code, label in Speaker.choices}
    return found


def read_address(text: str) -> str:
    """The address of a source."""
    try:
        return str(web_address(text.strip()))
    except BadCell:
        raise Unclear(Unread.ADDRESS, text) from None
