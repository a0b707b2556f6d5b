"""Finding by words. What was typed is read in the first way that finds anything at all:

as it stands in any usual spelling; with its words joined; as typed on the other keyboard; with typos mended; as a
part of longer words. So a good query shows nothing but what it says, and nonsense shows nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, itemgetter, or_
from typing import Any, TypeVar

from django.db.models import BooleanField, Case, F, Func, IntegerField, Model, Q, QuerySet, Value, When

from catalog.models import DroneModel, Maker, SearchKey, SearchWord
from catalog.naming import by_name
from catalog.search import (
    PARTS,
    SAID,
    latin,
    may_be_spoilt,
    other_keyboards,
    query_words,
    skeleton,
    spoilt,
    to_mend,
    typos_allowed,
    typos_between,
)
from portal.accounts.models import User

M = TypeVar("M", bound=Model)
RANK = "search_rank"
OWN, RELATED = "", "search_key__"  # the way to the columns from a search key, from a model or maker
SHORTEST_SKELETON, SHORTEST_BEGINNING, SHORTEST_PART = 2, 3, 4
MOST_MENDED, MOST_SUGGESTED = 20, 8
BROAD = 500  # more rows than anybody looks through: their order is worth less work


class Holds(Func):
    """`vector @@ query`: a prefix index answers, and no row is read again to make sure."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()


@dataclass(frozen=True)
class Word:
    """One word as it is looked for: `forms` as beginnings of words, `instead` (typos mended) as whole words."""

    forms: tuple[str, ...]
    instead: tuple[str, ...] = ()

    def query(self) -> str:
        """As PostgreSQL's tsquery. A short word must be whole in a summary, or every other one would be found."""
        beginning = ":*" if len(self.forms[0]) >= SHORTEST_BEGINNING else ""
        named = [f"'{form}':*" for form in self.forms] + [f"'{word}'" for word in self.instead]
        return " | ".join([*named, f"'{SAID}{self.forms[0]}'{beginning}"])

    def within(self, column: str, *, whole: bool = False) -> Q:
        end = " " if whole else ""
        texts = [*(f" {form}{end}" for form in self.forms), *(f" {word} " for word in self.instead)]
        return _any(Q(**{f"{column}__contains": text}) for text in texts)

    def inside(self, column: str) -> Q:
        """A long word as a part of longer ones, a short one as the beginning of one."""
        before = " " if len(self.forms[0]) < SHORTEST_PART else ""
        return _any(Q(**{f"{column}__contains": f"{before}{form}"}) for form in self.forms)


@dataclass(frozen=True)
class Reading:
    """One way to understand what was typed: all its words must be found."""

    words: tuple[Word, ...]
    inside: bool = False  # as parts of longer words of the name
    found: int = 0  # models and makers, once `counted`; of a broad reading no more than tell that it is

    def counted(self) -> "Reading":
        """The same with the number of models and makers found. Their names are marked for nobody: it tells no secret.

        A count, and not whether there is one: for one row the planner would rather read the whole table. It ends
        where a reading is broad, since nobody asks how broad.
        """
        found = SearchKey.objects.filter(self._condition(OWN))[: BROAD + 1].count() if self.words else 0
        return replace(self, found=found)

    def of(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows (models or makers) that are found, with `search_rank` to order by: 0 is the very name."""
        found: QuerySet[M] = rows.filter(self._condition(RELATED)).alias(**{RANK: self._rank()})
        return found

    def _condition(self, way: str) -> Q:
        if self.inside:
            return _all(word.inside(f"{way}names") for word in self.words)
        query = " & ".join(f"({word.query()})" for word in self.words)
        return Q(Holds(F(f"{way}vector"), Value(query)))

    def _rank(self) -> Case:
        steps = [self._named("|"), self._named(""), *([] if self.found > BROAD else self._further())]
        cases = [When(step, then=Value(number)) for number, step in enumerate(steps)]
        return Case(*cases, default=Value(len(steps)), output_field=IntegerField())

    def _named(self, end: str) -> Q:
        """The very name, or its beginning. Among many found, an index tells sooner which few have it."""
        typed = dict.fromkeys(" ".join(word.forms[turn] for word in self.words) for turn in (0, -1))
        texts = [f"| {text}{end and ' ' + end}" for text in typed]
        if self.found > BROAD:
            having = SearchKey.objects.filter(_any(Q(names__contains=text) for text in texts))
            return Q(search_key__in=having.values("pk"))
        return _any(Q(**{f"{RELATED}names__contains": text}) for text in texts)

    def _further(self) -> list[Q]:
        """Whole words of the name, beginnings of its words, the maker, both together; last the summary."""
        names, makers = f"{RELATED}names", f"{RELATED}makers"
        return [
            _all(word.within(names, whole=True) for word in self.words),
            _all(word.within(names) for word in self.words),
            _all(word.within(makers) for word in self.words),
            _all(word.within(names) | word.within(makers) for word in self.words),
        ]


def read(text: str) -> Reading | None:
    """The first reading that finds anything, None when there is none."""
    counted = (reading.counted() for reading in _readings(text))
    return next((reading for reading in counted if reading.found), None)


def suggestions(text: str, *, user: User) -> list[DroneModel | Maker]:
    """The best models and makers for what is being typed. One statement of SQL per reading tried, and two."""
    reading = read(text)
    if reading is None:
        return []
    models = reading.of(DroneModel.objects.visible_to(user).select_related("maker"))
    makers = reading.of(Maker.objects.visible_to(user))
    found = [*_ranked(models), *_ranked(makers)]
    return [row for _rank, row in sorted(found, key=itemgetter(0))][:MOST_SUGGESTED]


def _ranked(rows: QuerySet[Any]) -> list[tuple[int, Any]]:
    return [(row.search_rank, row) for row in best_first(rows.annotate(**{RANK: F(RANK)}))[:MOST_SUGGESTED]]


def best_first(rows: QuerySet[M]) -> QuerySet[M]:
    """Found rows by how well they fit, all others by name."""
    ranked = [RANK] if RANK in rows.query.annotations else []
    return rows.order_by(*ranked, *by_name())


def _readings(text: str) -> Iterator[Reading]:
    words = query_words(text)
    if not words:
        return
    typed = [words, *(query_words(other) for other in other_keyboards(text))]
    yield _plain(words)
    yield _plain(["".join(words)] if len(words) > 1 else [])
    yield from map(_plain, typed[1:])
    yield from (_mended(written, to_mend) for written in typed)
    yield _mended(words, latin)
    yield replace(_plain(words), inside=True)


def _plain(words: Iterable[str]) -> Reading:
    return Reading(tuple(Word(_forms(word)) for word in words))


def _forms(word: str) -> tuple[str, ...]:
    bones = skeleton(word)
    forms = [latin(word) or word, *([bones] if len(bones) >= SHORTEST_SKELETON else [])]
    return tuple(dict.fromkeys(forms))


def _mended(words: Sequence[str], spell: Callable[[str], str]) -> Reading:
    """Each word or what it may have been meant for, as `spell` writes it; nothing when no word can be mended."""
    parts = [part for word in words for part in PARTS.findall(word)]
    spelt = {part: spell(part) for part in parts}
    meant = _meant({word for word in spelt.values() if may_be_spoilt(word)})
    mended = tuple(Word(_forms(part), meant.get(spelt[part], ())) for part in parts)
    return Reading(mended if any(meant.values()) else ())


def _meant(words: set[str]) -> dict[str, tuple[str, ...]]:
    """For each word the known ones that are nearest to it, when they are near enough."""
    traces = {word: spoilt(word) for word in words}
    rows = SearchWord.objects.filter(rest__in=sorted(set().union(*traces.values()))).values_list("rest", "word")
    known: dict[str, set[str]] = defaultdict(set)
    for rest, word in rows:
        known[rest].add(word)
    return {word: _nearest(word, set().union(*(known[rest] for rest in traces[word]))) for word in words}


def _nearest(word: str, known: Iterable[str]) -> tuple[str, ...]:
    far = {other: typos_between(word, other) for other in known}
    near = {other: typos for other, typos in far.items() if typos <= typos_allowed(word, other)}
    best = min(near.values(), default=0)
    return tuple(sorted(other for other, typos in near.items() if typos == best))[:MOST_MENDED]


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


def _all(conditions: Iterable[Q]) -> Q:
    return reduce(and_, conditions)
