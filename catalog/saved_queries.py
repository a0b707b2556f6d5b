"""What a saved filter asks: its query string in canonical form, in words, and what it finds for a reader now.

It is read by the form of the list itself, so that page, API, export and watch mean the same by it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import TooManyFieldsSent
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog.conditions import Condition
from catalog.filters import DroneModelFilter
from catalog.forms import PARTS
from catalog.models import Capability, DroneModel, Maker, SavedFilter
from catalog.models.saved import LONGEST_QUERY
from catalog.queries.matching import count_answers, only
from catalog.rules import WORST_FIRST
from catalog.vocabulary import Domain, DroneRole, Kind, Match, ModelStatus
from portal.accounts.models import User
from portal.faults import Invalid
from portal.pagekit.words import title
from portal.security.input import is_strange

BESIDE = frozenset({"page", "units", "lang", *PARTS})  # what the address of the list says beside its filters
WATCHED = (Match.MEETS, Match.MAY)  # the answers that count where the filter itself names none
LABELS = {"domain": Domain, "kind": Kind, "role": DroneRole, "status": ModelStatus}


def canonical(query: str) -> str:
    """The query string with its filters in one order and spelling, without what is none: page, units, language.

    Invalid (query) when it is empty, too long, or asks for something that the list does not know.
    """
    params = _params(query)
    unknown = set(params) - set(DroneModelFilter.base_filters) - BESIDE
    if unknown:
        raise _wrong(_("The catalog has no filter “%(name)s”.") % {"name": min(unknown)[:40]})
    pairs = urlencode([*_pairs(_read(params, DroneModel.objects.none()).form.cleaned_data)])
    if not pairs:
        raise _wrong(_("Choose a filter first: without one it would hold the whole catalog."))
    if len(pairs) > LONGEST_QUERY:
        raise _wrong(_("The filter is too long to be saved. Choose fewer values."))
    return pairs


def _wrong(*problems: str) -> Invalid:
    return Invalid({"query": problems})


def _params(query: str) -> QueryDict:
    try:
        params = QueryDict(query[: 10 * LONGEST_QUERY].removeprefix("?"))
    except TooManyFieldsSent:
        raise _wrong(_("The filter is too long to be saved. Choose fewer values.")) from None
    if any(is_strange(text) for name, values in params.lists() for text in (name, *values)):
        raise _wrong(_("The filter holds a NUL character, broken Unicode or turned text. Remove it."))
    return params


def _read(params: QueryDict, rows: QuerySet[DroneModel]) -> DroneModelFilter:
    """The list's filter over these rows. Invalid (query) with what its form says."""
    chosen = DroneModelFilter(params, queryset=rows)
    if not chosen.is_valid():
        raise _wrong(*(text for texts in chosen.form.errors.values() for text in texts))
    return chosen


def _pairs(asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each filter with each of its values. Conditions keep their order: the first one sorts the list."""
    for name in DroneModelFilter.base_filters:
        value: Any = asked.get(name)
        if name == "match":
            chosen = ",".join(match for match in Match.values if match in value) if value else ""
            yield from [(name, chosen)] if chosen and asked.get("figure") else []
        elif isinstance(value, str):
            yield from [(name, " ".join(value.split()))] if value.strip() else []
        else:
            values = (value or []) if name == "figure" else sorted(value or [])
            yield from ((name, str(one)) for one in values)


def _asked(query: str, user: User) -> DroneModelFilter:
    return _read(QueryDict(query), DroneModel.objects.visible_to(user))


def result_of(query: str, user: User) -> dict[int, str]:
    """What a canonical query finds for the person: the key of each model and its answer, see queries/saved_filters.py.

    With conditions on figures, and no answers named, those that meet or may meet them. Invalid (query).
    """
    chosen = _asked(query, user)
    rows = chosen.qs.order_by()
    if not chosen.conditions:
        return dict.fromkeys(rows.values_list("pk", flat=True), "")
    answered = rows if chosen.form.cleaned_data["match"] else only(rows, WATCHED)
    return {pk: WORST_FIRST[number].value for pk, number in answered.values_list("pk", "match_number")}


@dataclass(frozen=True)
class Asked:
    """A query as people read it: labels of what is chosen, conditions on figures; or why it cannot be asked.

    `models` is how many the list shows for it now, `answers` how many of each answer where figures are asked.
    """

    labels: Sequence[str] = ()
    conditions: Sequence[Condition] = ()
    models: int | None = None
    answers: Mapping[Match, int] = field(default_factory=dict)
    problem: str = ""


def asked_now(query: str, user: User) -> Asked:
    """The query in words with the number of models that it finds now. At most six statements of SQL."""
    try:
        chosen = _asked(query, user)
    except Invalid as fault:
        return Asked(labels=[query], problem=" ".join(fault.problems["query"]))
    answers = {match: n for match, n in count_answers(chosen.qs).items() if n} if chosen.conditions else {}
    models = sum(answers.values()) if chosen.conditions else chosen.qs.count()
    return Asked([*_labels(chosen.form.cleaned_data)], chosen.conditions, models, answers)


def _labels(asked: Mapping[str, Any]) -> Iterator[str]:
    if asked["q"]:
        yield _("“%(words)s”") % {"words": asked["q"]}
    for name, words in LABELS.items():
        yield from (str(words(code).label) for code in asked[name])
    yield from _titles(asked["maker"], Maker, "slug")
    for capability in _titles(asked["has"], Capability, "code"):
        yield _("%(capability)s is stated") % {"capability": capability}
    if asked["match"]:
        yield _("answers: %(answers)s") % {"answers": ", ".join(str(match.label) for match in asked["match"])}


def _titles(codes: Sequence[str], model: type[Maker | Capability], key: str) -> list[str]:
    """The names of what is chosen; the code itself of what nobody has."""
    known = model._default_manager.in_bulk(codes, field_name=key) if codes else {}
    return [title(known[code]) if code in known else code for code in codes]


@dataclass(frozen=True)
class Listed:
    """A saved filter in a list, with what it asks and finds."""

    saved: SavedFilter
    asked: Asked


def listed(rows: Iterable[SavedFilter], user: User) -> list[Listed]:
    """Each saved filter with what it asks and finds for the person now."""
    return [Listed(row, asked_now(row.query, user)) for row in rows]
