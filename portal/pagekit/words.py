"""Dates, numbers and names in the reader's language. Precision is never added: a month stays a month."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from html import unescape
from typing import Any

from babel import Locale
from babel.core import get_global
from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import get_language, gettext

from portal.pagekit.unit_names import unit_name
from portal.partialdate import first_day

NBSP = "\u00a0"
MINUS = "\u2212"
TAG = re.compile(r"<[^>]+>")


def _locale() -> str:
    return "uk" if (get_language() or "en").startswith("uk") else "en"


def title(row: Any) -> str:
    """The row's title or name in the reader's language; English where there is no Ukrainian one."""
    get = row.get if isinstance(row, dict) else lambda name: getattr(row, name, "")
    own = _locale()
    for name in (f"title_{own}", f"name_{own}", "title_en", "name_en"):
        if get(name):
            return str(get(name))
    return str(row)


def country(code: str) -> str:
    """The name of a country by its code of three letters (ISO 3166); the code itself where no name is known."""
    short, *_others = get_global("territory_aliases").get(code) or [code]
    return str(Locale(_locale()).territories.get(short, code))


def language(code: str) -> str:
    """The name of a language by its code (ISO 639); the code itself where no name is known."""
    return str(Locale(_locale()).languages.get(code, code))


def plain(words: str) -> str:
    """A title without the word that marks it as an exercise, for a page that is marked on top already."""
    return words.removeprefix(f"{gettext('Exercise')}: ").removeprefix("Exercise: ")


def unmarked(markup: str) -> str:
    """The words of a page's fragment, on one line, for papers and mails."""
    return " ".join(unescape(TAG.sub("", markup)).split())


def text(row: Any, stem: str) -> str:
    """A text field that exists in both languages (`text_en`, `text_uk`); English where there is no other."""
    get = row.get if isinstance(row, dict) else lambda name: getattr(row, name, "")
    return str(get(f"{stem}_{_locale()}") or get(f"{stem}_en") or "")


def day(value: date | str | None, *, long: bool = False) -> str:
    """A date in words, as precise as it is: 22 Nov 2026, Nov 2026, 2026. '' for none."""
    if not value:
        return ""
    return _day(value.isoformat()[:10] if isinstance(value, date) else value[:10], _locale(), long=long)


@lru_cache(maxsize=8192)  # a plan of some hundred rows names the same days over and over
def _day(stated: str, locale: str, *, long: bool) -> str:
    pattern = {4: "y", 7: "LLLL y" if long else "LLL y"}.get(len(stated), "d MMMM y" if long else "d MMM y")
    return format_date(first_day(stated), pattern, locale=locale).replace(" ", NBSP)


def full_day(value: date) -> str:
    """A day with its name, as a page begins: Sunday, 22 November 2026."""
    pattern = f"EEEE, d{NBSP}MMMM y 'року'" if _locale() == "uk" else f"EEEE, d{NBSP}MMMM y"
    text = format_date(value, pattern, locale=_locale())
    return text[0].upper() + text[1:]


def short_day(value: date | str | None) -> str:
    """A day without its year: 22 Nov."""
    if not value:
        return ""
    stated = value if isinstance(value, date) else first_day(value[:10])
    return format_date(stated, "d MMM", locale=_locale()).replace(" ", NBSP)


def moment(value: datetime | str | None) -> str:
    """A point in time in UTC: 22 Nov 2026, 14:05 UTC."""
    if not value:
        return ""
    stated = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{day(stated.date())}, {stated:%H:%M}{NBSP}UTC"


def number(value: Decimal | float | str | None) -> str:
    """A number with its own digits, grouped as the language groups: 12,000 or 12 000; true minus."""
    if value is None or value == "":
        return "–"
    return _number(str(value), _locale())


@lru_cache(maxsize=8192)
def _number(digits: str, locale: str) -> str:
    exact = Decimal(digits)
    places = max(0, -int(exact.as_tuple().exponent))
    return format_decimal(exact, "#,##0" + ("." + "0" * places if places else ""), locale=locale).replace("-", MINUS)


def money(value: Decimal | None) -> str:
    """An amount without its currency; whole sums without decimals: 864,000 or 864,000.50."""
    whole = value is not None and value == value.to_integral_value()
    return number(value.quantize(Decimal(1)) if value is not None and whole else value)


def signed(value: int | str | None) -> str:
    """A difference with its sign: +15, 0, −14; '–' for none (templates give '' for what is not there)."""
    if value is None or isinstance(value, str):
        return "–"
    return f"+{number(value)}" if value > 0 else number(value)


def figure(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    """A figure with its unit: 10–15 km, 10 km. '–' when nothing is stated."""
    shown = "–".join(dict.fromkeys(number(end) for end in (low, high) if end is not None))
    if not shown:
        return "–"
    name = unit_in_words(unit, one={low, high} <= {None, Decimal(1)} and "." not in shown)
    return f"{shown}{NBSP}{name}" if name else shown


def unit_in_words(code: str, *, one: bool = False) -> str:
    """The unit as the reader's language writes it, of the number one or of others: км."""
    return unit_name(code, _locale(), one=one).replace(" ", NBSP)


def month(value: date) -> str:
    """The short name of a month: Oct."""
    return format_date(value, "LLL", locale=_locale())
