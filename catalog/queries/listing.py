"""What the catalog's list shows: one page of models, in groups when a figure is asked for, with counts per filter."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Page
from django.db.models import Prefetch, Q, QuerySet

from catalog.conditions import Condition
from catalog.models import Capability, Claim, DroneModel, Source
from catalog.naming import reading
from catalog.queries.counting import ALL, MATCH, STATEMENTS, Part, counts_and_keys
from catalog.queries.figures import Figure, figures
from catalog.queries.matching import by_match, match_of, only
from catalog.queries.pages import claims_of
from catalog.queries.paging import asked_page, page_by_keys
from catalog.vocabulary import Match
from portal.accounts.models import User

PAGE_SIZE = 30
FIRST, OTHERS, SHOWN = "range", ("payload", "max-speed", "range"), 3
FACETS = ("domain", "kind", "status", "role", "maker", "has")
Rows = QuerySet[DroneModel]


@dataclass(frozen=True)
class ListRow:
    """A model in the list. `first` is the figure asked for, else its range; then two that are often asked for."""

    model: DroneModel
    first: Figure | None
    others: Sequence[Figure | None]
    match: Match | None


@dataclass(frozen=True)
class Group:
    """Rows of one answer; `count` is of the whole list, not of the page. `match` is None where nothing is asked."""

    match: Match | None
    count: int
    rows: Sequence[ListRow]


@dataclass(frozen=True)
class CatalogPage:
    """One page of the filtered list with counts: of the whole catalog, of each answer, and per filter value."""

    groups: Sequence[Group]
    page: Page[Any]
    first: Capability | None
    others: Sequence[Capability]
    answers: Mapping[Match, int]
    models: int
    statements: int
    sources: int
    facets: Mapping[str, Mapping[str, int]]


def catalog_page(
    rows: Rows,
    *,
    narrowed: Mapping[str, Q],
    conditions: Sequence[Condition],
    matches: Sequence[Match],
    user: User,
    number: str,
) -> CatalogPage:
    """The asked-for page of the rows (of visible_to) that pass each filter of `narrowed`.

    Of rows with conditions only those that give one of `matches` are shown, all where there is none. A fixed number
    of SQL statements, whatever is in use.
    """
    wanted = list(dict.fromkeys([conditions[0].capability if conditions else FIRST, *OTHERS]))[:SHOWN]
    chosen = {row.code: row for row in Capability.objects.filter(code__in=wanted)}
    names = [ALL, STATEMENTS, *FACETS, *([MATCH] if conditions else [])]
    part = Part(asked_page(number), PAGE_SIZE, reading())
    counted, keys = counts_and_keys(rows, names, narrowed=narrowed, matches=matches, part=part)
    counts = defaultdict(dict, counted)
    total = counts[ALL].get("", 0)
    found = rows.filter(*narrowed.values())
    shown = _with_claims(only(found, matches) if matches else found, user, wanted)
    page = page_by_keys(shown, keys, total=total, number=number, size=PAGE_SIZE)
    answers = by_match(counts[MATCH]) if conditions else {}
    return CatalogPage(
        groups=_groups([_row(model, wanted) for model in page.object_list], answers, total),
        page=page,
        first=chosen.get(wanted[0]),
        others=[chosen[code] for code in wanted[1:] if code in chosen],
        answers=answers,
        models=DroneModel.objects.visible_to(user).count(),
        statements=counts[STATEMENTS].get("", 0),
        sources=Source.objects.visible_to(user).count(),
        facets=counts,
    )


def _with_claims(rows: Rows, user: User, codes: Sequence[str]) -> Rows:
    claims = claims_of(user).filter(capability__code__in=codes)
    return rows.select_related("maker").prefetch_related(Prefetch("claims", queryset=claims, to_attr="counting"))


def _row(model: DroneModel, codes: Sequence[str]) -> ListRow:
    claims: list[Claim] = model.counting  # type: ignore[attr-defined]  # prefetched above
    by_code = {figure.capability.code: figure for figure in figures(claims)}
    first, *others = (by_code.get(code) for code in codes)
    return ListRow(model, first, others, match_of(model))


def _groups(rows: Sequence[ListRow], answers: Mapping[Match, int], total: int) -> list[Group]:
    return [
        Group(match, answers.get(match, total) if match else total, list(members))
        for match, members in groupby(rows, key=lambda row: row.match)
    ]
