"""Figures of terms in words: `{% load terms %}`."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from portal.pagekit.words import NBSP, number, unit_in_words
from portal.pagekit.words import figure as in_words
from procurement.queries.terms import TermRow
from procurement.term_rules import Between
from procurement.vocabulary import Standing

register = template.Library()
BILLION, MILLION = Decimal(10) ** 9, Decimal(10) ** 6


@register.simple_tag
def span(said: Any, term: Any) -> str:
    """A figure with its unit and its bounds: 2,600–2,900 USD, at least 8,000 units/year, up to 50 %; '–' for none."""
    unit = getattr(said, "unit", "") or term.unit
    words = _figure(said.low, said.high, unit)
    if said.low is None and said.high is not None:
        return _("up to %(figure)s") % {"figure": words}
    if said.high is None and said.low is not None:
        return _("at least %(figure)s") % {"figure": words}
    return words


@register.simple_tag
def ends(between: Between, term: Any) -> str:
    """The ends of a gap, an overlap or a common figure, as a figure."""
    return span(between, term)


@register.simple_tag
def apart(between: Between, term: Any) -> str:
    """How wide the gap is: 300 USD."""
    return _figure(between.apart, None, term.unit)


def _figure(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    """As everywhere; from a million on in millions and billions where that keeps every digit."""
    named = [end for end in (low, high) if end is not None]
    for size, word in ((BILLION, _("billion")), (MILLION, _("million"))):
        if named and all(abs(end) >= size and (end / size * 100) % 1 == 0 for end in named):
            shown = "–".join(dict.fromkeys(number(_short(end / size)) for end in named))
            return f"{shown}{NBSP}{word}{NBSP}{unit_in_words(unit)}".strip()
    return in_words(low, high, unit)


def _short(value: Decimal) -> Decimal:
    """10 and 2.5, not 10.00 and 2.50."""
    plain = value.normalize()
    return plain.quantize(Decimal(1)) if int(plain.as_tuple().exponent) > 0 else plain


@register.filter
def in_unit(code: str) -> str:
    """The unit as the reader's language writes it."""
    return unit_in_words(code)


@register.filter
def meaning(row: TermRow) -> str:
    """How both sides stand to each other, in a few words beside the line of now."""
    found = row.between
    if found.standing == Standing.GAP:
        return _("%(figure)s apart") % {"figure": apart(found, row.term)}
    return {Standing.OVERLAP: _("the figures overlap"), Standing.SAME: _("the same figure")}.get(found.standing, "")


@register.filter
def figures(row: TermRow) -> list[str]:
    """Every figure that was named, each once, in the order in which they were said."""
    said = [one for one in row.said if one.low is not None or one.high is not None]
    return list(dict.fromkeys(span(one, row.term) for one in said))


@register.filter
def short(value: Decimal) -> str:
    """A number at an axis: 2,500, 10 billion."""
    return _figure(value, None, "1")
