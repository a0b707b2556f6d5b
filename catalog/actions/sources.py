"""The page that a statement is quoted from: as somebody types it, its checks, and how it comes on record."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.models import Source
from catalog.search import latin
from catalog.stated import Unclear
from catalog.typed import read_address, read_day
from catalog.vocabulary import Unread

LANGUAGE = re.compile(r"^[a-z]{2,3}$")
BATCH = 500
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


def date_problem(text: str, today: date) -> str:
    """What is wrong with a partial date of the past, '' for nothing (none given is right)."""
    try:
        read_day(text, today=today)
    except Unclear as fault:
        if fault.why == Unread.FUTURE:
            return _("The date lies in the future. Write the day on which it was said.")
        return _("Write a date as YYYY, YYYY-MM or YYYY-MM-DD.")
    return ""


def source_problems(words: SourceWords, today: date) -> Problems:
    """What is wrong with a source as typed."""
    if words.slug:
        return {} if _known([words]) else {"source": [_("There is no source “%(slug)s”.") % {"slug": words.slug}]}
    if not words.url.strip():
        return {"url": [_("Give the address of the page: a statement without a source is not put on record.")]}
    try:
        read_address(words.url)
    except Unclear:
        return {"url": [_("Write the whole address, beginning with https://.")]}
    return {} if _known([words]) else _new_source_problems(words, today)


def _new_source_problems(words: SourceWords, today: date) -> Problems:
    problems: Problems = {}
    if not words.publisher.strip():
        problems["publisher"] = [_("Name the publisher: the portal does not know this page yet.")]
    if not LANGUAGE.match(words.language):
        problems["language"] = [_("Write the language of the page as a code such as en or uk.")]
    if told := date_problem(words.published_on, today):
        problems["published_on"] = [told]
    return problems


def _known(wanted: Iterable[SourceWords]) -> Mapping[tuple[str, str], Source]:
    """The sources on record, by the slug or the address that was typed; of two with one address the older."""
    slugs, urls = zip(*((words.slug, words.url.strip()) for words in wanted), strict=True)
    by_slug = Source.objects.filter(slug__in=[slug for slug in slugs if slug]) if any(slugs) else ()
    by_url = Source.objects.filter(url__in=[url for url in urls if url]).order_by("-id") if any(urls) else ()
    return {("", row.url): row for row in by_url} | {(row.slug, ""): row for row in by_slug}


def known_source(words: SourceWords) -> Source | None:
    """The source on record; None for a page that nobody has cited yet."""
    return _known([words]).get(_key(words))


def _key(words: SourceWords) -> tuple[str, str]:
    return (words.slug, "") if words.slug else ("", words.url.strip())


def sources_on_record(wanted: Iterable[SourceWords], *, at: datetime) -> dict[SourceWords, Source]:
    """The source of each; those that nobody cited before are saved. The words were checked. Runs inside a `writing`."""
    asked = list(dict.fromkeys(wanted))
    known = dict(_known(asked)) if asked else {}
    missing = {_key(words): words for words in reversed(asked) if _key(words) not in known}
    taken = set(Source.objects.values_list("slug", flat=True)) if missing else set()
    rows = [_new(words, taken, at.date()) for words in reversed(missing.values())]
    known |= {("", row.url): row for row in Source.objects.bulk_create(rows, batch_size=BATCH)}
    return {words: known[_key(words)] for words in asked}


def source_on_record(words: SourceWords, *, at: datetime) -> Source:
    """The known source, or a new one, saved. The words were checked before. Runs inside a `writing`."""
    return sources_on_record([words], at=at)[words]


def _new(words: SourceWords, taken: set[str], today: date) -> Source:
    return Source(
        slug=_free_slug(f"{words.publisher} {words.title}", taken),
        url=words.url.strip(),
        publisher=words.publisher.strip(),
        title=words.title.strip(),
        published_on=read_day(words.published_on, today=today),
        language=words.language,
    )


def _free_slug(name: str, taken: set[str]) -> str:
    """A slug that nobody has, which is taken from now on."""
    stem = slugify(latin(name))[:100] or "source"
    names = (f"{stem}-{number}" if number > 1 else stem for number in range(1, len(taken) + 2))
    slug = next(name for name in names if name not in taken)
    taken.add(slug)
    return slug
