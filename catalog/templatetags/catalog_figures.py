"""Figures in words and drawings: `{% load catalog_figures %}`."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.translation import gettext as _

from catalog.conditions import Condition
from catalog.models import Capability, Claim, DroneModel
from catalog.queries.comparison import ComparisonRow
from catalog.queries.figures import Figure, Measured, plotted, readable
from catalog.unit_choice import system
from catalog.units import Shown, convert, in_system
from catalog.vocabulary import Bound, DroneRole, Match, Operator
from portal.drawing.ranges import Bar, LogBar, Mark, RangeBars, log_bar, range_bars
from portal.drawing.shares import Share, shares
from portal.pagekit.words import figure as in_words
from portal.pagekit.words import title, unit_in_words

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
def stated(claim: Measured) -> str:
    """The statement as its source says it: up to 40 km. Words stay words."""
    if claim.bound == Bound.TEXT:
        return claim.condition
    return _bounded(claim.bound, in_words(claim.low, claim.high, claim.unit))


@register.filter
def converted(claim: Measured) -> str:
    """The statement in the reader's unit, '' when it is stated in it."""
    if claim.bound == Bound.TEXT:
        return ""
    seen = readable(claim, system())
    return "" if seen.unit == claim.unit else _bounded(claim.bound, _rounded(seen, claim.bound))


def _rounded(seen: Shown, bound: str) -> str:
    words = in_words(seen.low, seen.high, seen.unit)
    return _("about %(figure)s") % {"figure": words} if seen.about and bound != Bound.APPROX else words


@register.filter
def spread(figure: Figure | None) -> str:
    """What all statements of a figure span: 800–830 km, up to 40 km; '–' when nothing is stated."""
    if figure is None or not figure.numbers:
        return "–"
    return _bounded(figure.bound, _rounded(figure.spread(system()), figure.bound))


@register.filter
def unit_of(figure: Figure | ComparisonRow) -> str:
    """The unit in which the reader sees the figure, as his language writes it."""
    return unit_in_words(in_system(figure.unit, system()))


@register.filter
def bars(figure: Figure) -> RangeBars | None:
    """The range bars of a figure."""
    return range_bars([_bar(claim) for claim in figure.numbers])


@register.simple_tag
def bars_beside(figure: Figure, row: ComparisonRow) -> RangeBars | None:
    """The range bars of a figure on the axis that all models of a comparison's row share."""
    beside = [cell.figure for cell in row.cells if cell.figure]
    ends = [end for one in beside for claim in one.numbers for end in plotted(claim, system()) if end is not None]
    return range_bars([_bar(claim) for claim in figure.numbers], largest=max(ends, default=0.0))


def _bar(claim: Claim) -> Bar:
    return Bar(claim.bound, *plotted(claim, system()), label=f"{stated(claim)} · {claim.source.publisher}")


@register.filter
def with_marks(figure: Figure) -> list[tuple[Claim, Mark | None]]:
    """Each statement with its mark on the figure's axis, so that the table is the chart; words have no mark."""
    drawn = bars(figure)
    marks = iter(drawn.marks) if drawn else iter(())
    return [(claim, next(marks, None) if claim.bound != Bound.TEXT else None) for claim in figure.claims]


@register.simple_tag
def in_list(figure: Figure | None, conditions: Sequence[Condition] = ()) -> LogBar | None:
    """The bar of a figure in a list, logarithmic, with the values that conditions ask for."""
    if figure is None or not figure.numbers:
        return None
    ends = [end for claim in figure.numbers for end in plotted(claim, system()) if end is not None]
    only_up = figure.bound == Bound.UP_TO
    open_end = any(claim.bound == Bound.AT_LEAST for claim in figure.numbers)
    asked = [
        _in_unit(c, figure) for c in conditions if c.capability == figure.capability.code and c.is_like(figure.unit)
    ]
    return log_bar(None if only_up else min(ends), max(ends), open_end=open_end, asked=asked)


def _in_unit(condition: Condition, figure: Figure) -> float:
    return float(convert(condition.value, unit=condition.unit, to=in_system(figure.unit, system())))


@register.filter
def in_words_of(condition: Condition, capabilities: Mapping[str, Capability]) -> str:
    """The condition in words: Range at least 50 km."""
    values = {
        "capability": title(capabilities[condition.capability]),
        "operator": Operator(condition.operator).label,
        "figure": in_words(condition.value, None, condition.unit),
    }
    return _("%(capability)s %(operator)s %(figure)s") % values


@register.filter
def unit_words(code: str) -> str:
    """The unit as the reader's language writes it."""
    return unit_in_words(code) or "1"


@register.simple_tag
def unit_system() -> str:
    """The unit system that the reader has chosen: metric or us."""
    return system()


@register.filter
def answer_words(code: str) -> str:
    """The name of an answer to conditions on figures, within a sentence: may meet."""
    return str(Match(code).label).lower()


ANSWER_PAINT = {Match.MEETS: "mk", Match.MAY: "done", Match.FAILS: "plan", Match.UNKNOWN: "band"}


@register.filter
def shares_of(answers: Mapping[Match, int]) -> list[Share]:
    """The answers to a condition as parts of one bar."""
    return shares([(count, ANSWER_PAINT[match]) for match, count in answers.items()])


@register.filter
def role_names(model: DroneModel) -> list[str]:
    """The roles of a model in the reader's language, in lower case."""
    return [str(DroneRole(code).label).lower() for code in model.roles]
