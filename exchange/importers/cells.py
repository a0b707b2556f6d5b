"""Reads the cells of an uploaded table that are no figures: dates, speakers, addresses. Each says what it expected."""

import re
from datetime import date
from functools import cache

from django.utils import translation
from django.utils.translation import gettext as _

from catalog.search import fold
from catalog.vocabulary import Speaker
from portal.partialdate import first_day
from portal.tables.cells import BadCell, web_address

NOTHING = {"", "-", "–", "—", "?", "n/a", "na", "none", "unknown", "н/д", "нд", "немає", "невідомо", "немає даних"}
DOTTED = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")
SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")
MONTH = re.compile(r"^(\d{1,2})[./](\d{4})$")


def is_nothing(text: str | date) -> bool:
    """True for an empty cell and for the many ways to write that nothing is known."""
    return isinstance(text, str) and text.casefold() in NOTHING


def stated_day(cell: str | date, *, today: date) -> str:
    """A date, as precise as it is written: 2025, 2025-03, 22.11.2025. BadCell for an unclear or a future one."""
    text = cell.isoformat() if isinstance(cell, date) else _iso(cell)
    try:
        first = first_day(text)
    except ValueError:
        raise BadCell(_("a date such as 2025-11-22, 22.11.2025, 2025-11 or 2025")) from None
    if first > today:
        raise BadCell(_("a date that is not in the future"))
    return text


def _iso(text: str) -> str:
    if match := DOTTED.match(text):
        return f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}"
    if match := MONTH.match(text):
        return f"{match[2]}-{match[1]:0>2}"
    if match := SLASHED.match(text):
        return _slashed(match)
    return text


def _slashed(match: re.Match[str]) -> str:
    """22/11/2025 and 11/22/2025 are clear; 03/04/2025 is not."""
    first, second, year = int(match[1]), int(match[2]), match[3]
    if first <= 12 and second <= 12 and first != second:
        readings = f"{year}-{second:02d}-{first:02d} / {year}-{first:02d}-{second:02d}"
        raise BadCell(_("a date that can be read in one way only: %(readings)s") % {"readings": readings})
    day, month = (first, second) if first > 12 else (second, first)
    return f"{year}-{month:02d}-{day:02d}"


def speaker(text: str) -> str:
    """Who says it, by code or by name in either language."""
    code = _speakers().get(fold(text))
    if code is None:
        raise BadCell(_("one of %(names)s") % {"names": ", ".join(str(label) for label in Speaker.labels)})
    return code


@cache
def _speakers() -> dict[str, str]:
    found = {fold(code): code for code in Speaker.values}
    for language in ("en", "uk"):
        with translation.override(language):
            found |= {fold(str(label)): code for code, label in Speaker.choices}
    return found


def address(text: str) -> str:
    """The address of a source."""
    try:
        return str(web_address(text))
    except BadCell:
        raise BadCell(_("an address of the source that begins with https:// or http://")) from None
