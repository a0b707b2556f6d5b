"""One page of many rows: first which ones, by what orders them alone; then all of these few."""

from typing import Any

from django.core.paginator import Page, Paginator


def page_of(rows: Any, *, total: int, number: str, size: int) -> Page[Any]:
    """The asked-for page of ordered rows whose number is known; beyond the last it is the last. Two statements of SQL.

    The second reads the page's rows by their keys, so that nothing wide is carried through the sorting of all.
    """
    paginator: Any = Paginator(rows, size)
    paginator.count = total  # else Django would count anew
    page: Page[Any] = paginator.get_page(number)
    some: Any = page.object_list
    keys = list(some.values_list("pk", flat=True))
    page.object_list = list(rows.filter(pk__in=keys)) if keys else []
    return page
