"""One page of many rows: first which ones, by what orders them alone; then all of these few."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator

BEYOND = 10**9  # the number of a page that no list has


def page_of(rows: Any, *, total: int, number: str, size: int) -> Page[Any]:
    """The asked-for page of ordered rows whose number is known; beyond the last it is the last. Two statements of SQL.

    The second reads the page's rows by their keys, so that nothing wide is carried through the sorting of all.
    """
    page = _page(rows, total=total, number=number, size=size)
    some: Any = page.object_list
    keys = list(some.values_list("pk", flat=True))
    page.object_list = list(rows.filter(pk__in=keys)) if keys else []
    return page


def page_by_keys(rows: Any, keys: Sequence[int], *, total: int, number: str, size: int) -> Page[Any]:
    """The same where the keys of the page's rows are known already. One statement of SQL."""
    page = _page(rows, total=total, number=number, size=size)
    places = {key: place for place, key in enumerate(keys)}
    page.object_list = sorted(rows.order_by().filter(pk__in=keys), key=lambda row: places[row.pk]) if keys else []
    return page


def asked_page(number: str) -> int:
    """The number of the page as `Paginator` reads it: the first for what is no number, the last for one below 1."""
    try:
        asked = int(number)
    except ValueError:
        return 1
    return min(asked, BEYOND) if asked >= 1 else BEYOND


def _page(rows: Any, *, total: int, number: str, size: int) -> Page[Any]:
    paginator: Any = Paginator(rows, size)
    paginator.count = total  # else Django would count anew
    page: Page[Any] = paginator.get_page(number)
    return page
