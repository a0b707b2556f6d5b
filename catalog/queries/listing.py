"""What the catalog's list shows: one page of models, in groups when a figure is asked for, with counts per filter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Func, Prefetch, QuerySet

from catalog.conditions import Condition
from catalog.models import Capability, Claim, DroneModel, Source
from catalog.queries.figures import Figure, figures
from catalog.queries.matching import count_answers, in_groups, match_of
from catalog.queries.pages import claims_of
from catalog.queries.searching import best_first
from catalog.vocabulary import Match
from portal.accounts.models import User

PAGE_SIZE = 30
FIRST, OTHERS, SHOWN = "range", ("payload", "max-speed", "range"), 3
PLAIN_FACETS = ("domain", "kind", "status")
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
    rows: Rows, *, without: Callable[[str], Rows], conditions: Sequence[Condition], user: User, number: str
) -> CatalogPage:
    """The asked-for page of filtered rows; `without` gives the rows with one filter lifted (all begin with visible_to).

    A fixed number of SQL statements, one more for each filter that is lifted for its counts.
    """
    wanted = list(dict.fromkeys([conditions[0].capability if conditions else FIRST, *OTHERS]))[:SHOWN]
    chosen = {row.code: row for row in Capability.objects.filter(code__in=wanted)}
    ordered = in_groups(rows, conditions[0]) if conditions else best_first(rows)
    page = Paginator(_with_claims(ordered, user, wanted), PAGE_SIZE).get_page(number)
    answers = count_answers(without("match")) if conditions else {}
    return CatalogPage(
        groups=_groups([_row(model, wanted) for model in page.object_list], answers, page.paginator.count),
        page=page,
        first=chosen.get(wanted[0]),
        others=[chosen[code] for code in wanted[1:] if code in chosen],
        answers=answers,
        models=DroneModel.objects.visible_to(user).count(),
        statements=Claim.objects.visible_to(user).filter(withdrawal=None).count(),
        sources=Source.objects.visible_to(user).count(),
        facets=_facets(without),
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


def _facets(without: Callable[[str], Rows]) -> dict[str, dict[str, int]]:
    """Counts per value of each filter, within what the other filters leave."""
    counts = {name: _count(without(name), F(name)) for name in PLAIN_FACETS}
    return {
        **counts,
        "role": _count(without("role"), Func(F("roles"), function="unnest")),
        "maker": _count(without("maker").exclude(maker=None), F("maker__slug")),
        "has": _stated(without("has")),
    }


def _count(rows: Rows, value: Any) -> dict[str, int]:
    counted = rows.order_by().annotate(value=value).values("value").annotate(n=Count("pk"))
    return dict(counted.values_list("value", "n"))


def _stated(rows: Rows) -> dict[str, int]:
    claims = Claim.objects.filter(model__in=rows.order_by().values("pk"), withdrawal=None)
    return dict(claims.order_by().values_list("capability__code").annotate(n=Count("model", distinct=True)))
