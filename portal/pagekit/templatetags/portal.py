"""Filters and tags of the portal's templates: `{% load portal %}`."""

from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from portal.pagekit import words

register = template.Library()
FILES = (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"))  # what a page offers; the API has more


@register.filter
def title(row: Any) -> str:
    """The row's title or name in the reader's language."""
    return words.title(row)


@register.filter
def country(code: str) -> str:
    """Ukraine for UKR."""
    return words.country(code)


@register.filter
def tongue(code: str) -> str:
    """Slovenian for sl."""
    return words.language(code)


@register.filter
def plain(text: str) -> str:
    """A title without the word that marks it as an exercise, where the page says so already."""
    return words.plain(text)


@register.filter
def text_of(row: Any, stem: str) -> str:
    """A bilingual text field in the reader's language: `{{ deal|text_of:"summary" }}`."""
    return words.text(row, stem)


@register.filter
def coded(text: str) -> SafeString:
    """A text with its names of fields and values, which stand in back quotes in the source, as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return format_html("{}", text)
    pairs = zip_longest(parts[::2], parts[1::2])
    written = (format_html("{}<code>{}</code>", *pair) if pair[1] else format_html("{}", pair[0]) for pair in pairs)
    return format_html_join("", "{}", ((part,) for part in written))


@register.filter
def unbroken(text: str) -> SafeString:
    """Words of a figure: a line may end between them, but not within 170–210 km/h."""
    return format_html_join(" ", '<span class="nb">{}</span>', ((part,) for part in text.split(" ")))


@register.filter
def day(value: date | str | None) -> str:
    """22 Nov 2026, as precise as stated."""
    return words.day(value)


@register.filter
def long_day(value: date | str | None) -> str:
    """22 November 2026, as precise as stated."""
    return words.day(value, long=True)


@register.filter
def full_day(value: date) -> str:
    """Sunday, 22 November 2026."""
    return words.full_day(value)


@register.filter
def short_day(value: date | str | None) -> str:
    """22 Nov."""
    return words.short_day(value)


@register.filter
def moment(value: datetime | str | None) -> str:
    """22 Nov 2026, 14:05 UTC."""
    return words.moment(value)


@register.filter
def num(value: Decimal | float | str | None) -> str:
    """A number grouped as the language groups."""
    return words.number(value)


@register.filter
def money(value: Decimal | None) -> str:
    """An amount without its currency: 864,000."""
    return words.money(value)


@register.filter
def signed(value: int | str | None) -> str:
    """+15, 0, −14."""
    return words.signed(value)


@register.filter
def magnitude(value: int | None) -> int:
    """The number of days without its sign."""
    return abs(value or 0)


@register.filter
def own_words(text: str) -> str:
    """Words that the portal itself wrote into the record (an import's reason), in the reader's language."""
    return gettext(text) if text else ""


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The page's own address with some parameters changed; None drops one."""
    request: HttpRequest = context["request"]
    params = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            params.pop(name, None)
        else:
            params[name] = str(value)
    return "?" + params.urlencode()


@register.simple_tag(takes_context=True)
def query_less(context: dict[str, Any], name: str, value: Any) -> str:
    """The page's own address without one value of a parameter that may stand several times; begins at page 1."""
    request: HttpRequest = context["request"]
    params = request.GET.copy()
    params.setlist(name, [text for text in params.getlist(name) if text != str(value)])
    params.pop("page", None)
    return "?" + params.urlencode()


@register.simple_tag
def exported(name: str, carried: Any = (), **filters: str) -> list[tuple[str, str]]:
    """The files of a list of the API, each as (label, address), with those filters that are not empty.

    `carried`: pairs of filters that narrow the list on the page, each as often as it stands there.
    """
    kept = [(key, value) for key, value in filters.items() if value] + list(carried or ())
    address = reverse(f"{name}-export")
    return [(label, f"{address}?{urlencode([('format', form), *kept])}") for form, label in FILES]


@register.filter
def month_name(value: date) -> str:
    """Oct."""
    return words.month(value)


@register.filter
def slip_x(days: int) -> float:
    """Where a slip ends on an axis of 20 days and 88 px; longer ones stand at its end."""
    return round(4 + 4.4 * min(max(days, 0), 20), 1)


@register.simple_tag
def figure_of(said: Any, subject: Any) -> str:
    """The figure of a position with its unit (its own, else the subject's): 10–15 %."""
    return words.figure(said.low, said.high, said.unit or subject.unit)


@register.simple_tag
def stated_figure(figure: dict[str, Any] | None) -> str:
    """A figure as a report keeps it, numbers as texts: 10–15 %. 'in words' when it has no number."""
    if not figure:
        return "–"
    low, high = (Decimal(text) if text else None for text in (figure["low"], figure["high"]))
    return words.figure(low, high, figure["unit"]) if figure["low"] or figure["high"] else gettext("in words")


@register.filter
def get(words_by_code: dict[str, Any], code: str) -> Any:
    """The name of a code; the code itself when it has none."""
    return words_by_code.get(code, code)


@register.filter
def with_unit(number: str | None, unit: str) -> str:
    """A number that is kept as text, with its unit: 2,350.50 USD; '–' for none."""
    return words.figure(Decimal(number) if number else None, None, unit)
