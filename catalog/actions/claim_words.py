"""What somebody types to put a figure on record, and its checks: each problem names the field and the cure."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from catalog.actions.sources import Problems, SourceWords, date_problem, source_problems
from catalog.models import Capability
from catalog.stated import StatedFigure, Unclear, in_words, read, read_number, units_of
from catalog.unit_words import unit_code
from catalog.units import UNITS, dimension
from catalog.vocabulary import Bound, Speaker
from portal.faults import Invalid


@dataclass(frozen=True)
class ClaimWords:
    """A figure as typed: `figure` ("up to 40 km"; '' = words only, in `condition`), or `bound` with its halves."""

    capability: str
    source: SourceWords
    stated_by: str
    stated_on: str = ""
    figure: str = ""
    bound: str = ""
    low: str = ""
    high: str = ""
    unit: str = ""
    condition: str = ""


@contextmanager
def _telling(problems: Problems, field: str) -> Iterator[None]:
    """Within: a text that cannot be read becomes a problem of the field."""
    try:
        yield
    except Unclear as fault:
        message = _("“%(found)s” cannot be read. Write %(expected)s.")
        problems[field] = [message % {"found": fault.found.strip(), "expected": fault.expected}]


def checked_figure(words: ClaimWords, capability: Capability) -> StatedFigure:
    """The figure that is stated. Invalid names the field: figure, bound, low, high, unit or condition."""
    problems: Problems = {}
    figure = _parts(words, capability, problems) if words.bound else _as_typed(words, capability, problems)
    if figure is None or problems:
        raise Invalid(problems)
    return figure


def _as_typed(words: ClaimWords, capability: Capability, problems: Problems) -> StatedFigure | None:
    if not words.figure.strip():
        return _in_words(words, problems, field="figure")
    if not capability.dimension:
        problems["figure"] = [_("This capability is stated in words: leave the figure empty and write the words.")]
        return None
    with _telling(problems, "figure"):
        unit = _known_unit(words, capability, problems)
        return read(words.figure, unit=unit, measures=capability.dimension, condition=words.condition)
    return None


def _in_words(words: ClaimWords, problems: Problems, *, field: str) -> StatedFigure | None:
    if not words.condition.strip():
        problems[field] = [_("Write a figure such as “up to 40 km” or “20–30 kg”, or the words of the source.")]
        return None
    return in_words(words.condition)


def _known_unit(words: ClaimWords, capability: Capability, problems: Problems) -> str:
    """The code of the unit that stands beside the figure, in any usual spelling; '' for none."""
    code = words.unit if words.unit in UNITS else unit_code(words.unit, capability.dimension)
    if words.unit and not code:
        problems["unit"] = [_("There is no unit “%(unit)s”.") % {"unit": words.unit}]
    return code


def _parts(words: ClaimWords, capability: Capability, problems: Problems) -> StatedFigure | None:
    if words.bound not in Bound.values:
        problems["bound"] = [_("Choose one of %(known)s.") % {"known": ", ".join(Bound.values)}]
        return None
    if words.bound == Bound.TEXT:
        return _in_words(words, problems, field="condition")
    unit = _measuring(words, capability, problems)
    low, high = _halves(words, problems)
    return StatedFigure(Bound(words.bound), low, high, unit, words.condition.strip())


def _measuring(words: ClaimWords, capability: Capability, problems: Problems) -> str:
    """The unit, which must measure what the capability is about."""
    unit = _known_unit(words, capability, problems)
    if "unit" not in problems and (not unit or dimension(unit) != capability.dimension):
        known = ", ".join(units_of(capability.dimension)) or _("none: this capability is stated in words")
        problems["unit"] = [_("The unit does not measure this capability. Choose one of %(known)s.") % {"known": known}]
    return unit


def _halves(words: ClaimWords, problems: Problems) -> tuple[Decimal | None, Decimal | None]:
    """Low and high as the bound needs them; where it needs one number, it may stand in either field."""
    low, high = _number(words.low, "low", problems), _number(words.high, "high", problems)
    if problems.keys() & {"low", "high"}:
        return None, None
    if words.bound == Bound.RANGE:
        _check_range(low, high, problems)
        return low, high
    if low is None and high is None:
        problems["low"] = [_("Write a number, for example 12.4.")]
    elif low is not None and high is not None and low != high:
        problems["high"] = [_("Only a range has two numbers.")]
    value = high if low is None else low
    return (None if words.bound == Bound.UP_TO else value), (None if words.bound == Bound.AT_LEAST else value)


def _check_range(low: Decimal | None, high: Decimal | None, problems: Problems) -> None:
    for field, value in (("low", low), ("high", high)):
        if value is None:
            problems[field] = [_("A range needs both numbers.")]
    if low is not None and high is not None and low > high:
        problems["low"] = [_("The lower number is above the higher one. Write the lower one first.")]


def _number(text: str, field: str, problems: Problems) -> Decimal | None:
    if not text.strip():
        return None
    with _telling(problems, field):
        return read_number(text)
    return None


class Said(Protocol):
    """Who says something, when, and on which page."""

    @property
    def source(self) -> SourceWords: ...
    @property
    def stated_by(self) -> str: ...
    @property
    def stated_on(self) -> str: ...


def checked_words(words: Said, *, today: date) -> Problems:
    """Problems of speaker, date and source, which every statement has."""
    problems = source_problems(words.source, today)
    if words.stated_by not in Speaker.values:
        problems["stated_by"] = [_("Choose whose word it is.")]
    if told := date_problem(words.stated_on, today):
        problems["stated_on"] = [told]
    return problems
