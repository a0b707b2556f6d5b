"""Figures in words and drawings: `{% load catalog_figures %}`."""

from django import template
from django.utils.translation import gettext as _

from catalog.models import Claim
from catalog.queries.figures import Figure, comparable
from catalog.vocabulary import Bound
from portal.drawing.ranges import Bar, LogBar, Mark, RangeBars, log_bar, range_bars
from portal.pagekit.words import figure as in_words

register = template.Library()


def _bounded(bound: str, words: str) -> str:
    if bound == Bound.APPROX:
        return _("about %(figure)s") % {"figure": words}
    if bound == Bound.UP_TO:
        return _("up to %(figure)s") % {"figure": words}
    if bound == Bound.AT_LEAST:
        return _("at least %(figure)s") % {"figure": words}
    return words


@register.filter
def stated(claim: Claim) -> str:
    """The statement as its source says it: up to 40 km. Words stay words."""
    if claim.bound == Bound.TEXT:
        return claim.condition
    return _bounded(claim.bound, in_words(claim.low, claim.high, claim.unit))


@register.filter
def converted(claim: Claim) -> str:
    """The statement in the capability's unit, '' when it is stated in it."""
    low, high, unit = comparable(claim)
    if claim.bound == Bound.TEXT or unit == claim.unit:
        return ""
    return in_words(low, high, unit)


@register.filter
def spread(figure: Figure | None) -> str:
    """What all statements of a figure span: 800–830 km, up to 40 km; '–' when nothing is stated."""
    if figure is None or not figure.numbers:
        return "–"
    return _bounded(figure.bound, in_words(figure.low, figure.high, figure.unit))


@register.filter
def bars(figure: Figure) -> RangeBars | None:
    """The range bars of a figure."""
    return range_bars([_bar(claim) for claim in figure.numbers])


def _bar(claim: Claim) -> Bar:
    low, high, _unit = comparable(claim)
    ends = (float(low) if low is not None else None, float(high) if high is not None else None)
    return Bar(claim.bound, *ends, label=f"{stated(claim)} · {claim.source.publisher}")


@register.filter
def with_marks(figure: Figure) -> list[tuple[Claim, Mark | None]]:
    """Each statement with its mark on the figure's axis, so that the table is the chart; words have no mark."""
    drawn = bars(figure)
    marks = iter(drawn.marks) if drawn else iter(())
    return [(claim, next(marks, None) if claim.bound != Bound.TEXT else None) for claim in figure.claims]


@register.filter
def in_list(figure: Figure | None) -> LogBar | None:
    """The bar of a figure in a list, logarithmic."""
    if figure is None or figure.low is None or figure.high is None:
        return None
    only_up = figure.bound == Bound.UP_TO
    open_end = any(claim.bound == Bound.AT_LEAST for claim in figure.numbers)
    return log_bar(None if only_up else float(figure.low), float(figure.high), open_end=open_end)
