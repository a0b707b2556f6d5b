"""What somebody types to put a figure on record, and its checks: each problem names the field and the cure."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.models import Capability, Source
from catalog.search import latin
from catalog.stated import StatedFigure, Unclear, read, read_number, units_of
from catalog.units import UNITS, dimension
from catalog.vocabulary import Bound, Speaker
from portal.faults import Invalid
from portal.partialdate import first_day
from portal.tables.cells import BadCell, web_address

LANGUAGE = re.compile(r"^[a-z]{2,3}$")
Problems = dict[str, list[str]]


@dataclass(frozen=True)
class SourceWords:
    """A source: the slug of a known one, or a page with its address (a known address is the known source)."""

    slug: str = ""
    url: str = ""
    publisher: str = ""
    title: str = ""
    published_on: str = ""
    language: str = ""


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
        read_as = read(words.figure, unit=_known_unit(words, problems), measures=capability.dimension)
        condition = "; ".join(part for part in (words.condition.strip(), read_as.condition) if part)
        return StatedFigure(read_as.bound, read_as.low, read_as.high, read_as.unit, condition)
    return None


def _in_words(words: ClaimWords, problems: Problems, *, field: str) -> StatedFigure | None:
    if not words.condition.strip():
        problems[field] = [_("Write a figure such as “up to 40 km” or “20–30 kg”, or the words of the source.")]
        return None
    return StatedFigure(Bound.TEXT, None, None, "", words.condition.strip())


def _known_unit(words: ClaimWords, problems: Problems) -> str:
    if words.unit and words.unit not in UNITS:
        problems["unit"] = [_("There is no unit “%(unit)s”.") % {"unit": words.unit}]
        return ""
    return words.unit


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
    unit = _known_unit(words, problems)
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


def checked_words(words: ClaimWords, *, today: date) -> Problems:
    """Problems of everything but the figure and the capability."""
    problems = source_problems(words.source, today)
    if words.stated_by not in Speaker.values:
        problems["stated_by"] = [_("Choose whose word it is.")]
    if told := date_problem(words.stated_on, today):
        problems["stated_on"] = [told]
    return problems


def date_problem(text: str, today: date) -> str:
    """What is wrong with a partial date of the past, '' for nothing (none given is right)."""
    if not text:
        return ""
    try:
        first = first_day(text)
    except ValueError:
        return _("Write a date as YYYY, YYYY-MM or YYYY-MM-DD.")
    return _("The date lies in the future. Write the day on which it was said.") if first > today else ""


def source_problems(words: SourceWords, today: date) -> Problems:
    """What is wrong with a source as typed."""
    if words.slug:
        return {} if _known(words) else {"source": [_("There is no source “%(slug)s”.") % {"slug": words.slug}]}
    if not words.url.strip():
        return {"url": [_("Give the address of the page: a figure without a source is not put on record.")]}
    try:
        web_address(words.url.strip())
    except BadCell:
        return {"url": [_("Write the whole address, beginning with https://.")]}
    return {} if _known(words) else _new_source_problems(words, today)


def _new_source_problems(words: SourceWords, today: date) -> Problems:
    problems: Problems = {}
    if not words.publisher.strip():
        problems["publisher"] = [_("Name the publisher: the portal does not know this page yet.")]
    if not LANGUAGE.match(words.language):
        problems["language"] = [_("Write the language of the page as a code such as en or uk.")]
    if told := date_problem(words.published_on, today):
        problems["published_on"] = [told]
    return problems


def _known(words: SourceWords) -> Source | None:
    if words.slug:
        return Source.objects.filter(slug=words.slug).first()
    return Source.objects.filter(url=words.url.strip()).order_by("id").first()


def source_of(words: SourceWords) -> Source:
    """The known source, or a new one that is not saved yet. The words were checked before."""
    known = _known(words)
    if known is not None:
        return known
    return Source(
        slug=_free_slug(f"{words.publisher} {words.title}"),
        url=words.url.strip(),
        publisher=words.publisher.strip(),
        title=words.title.strip(),
        published_on=words.published_on,
        language=words.language,
    )


def _free_slug(name: str) -> str:
    stem = slugify(latin(name))[:100] or "source"
    taken = set(Source.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    names = (f"{stem}-{number}" if number > 1 else stem for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
