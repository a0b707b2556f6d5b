"""Filter, search, comparison, requirements and matrix at ten thousand models and eighty thousand claims.

Their number of statements is that of the small catalog, and none reads a large table from end to end, but where every
row of it is the answer.
"""

import pytest

from portal.accounts.models import User
from tests.scale.plans import PAGES, read_whole, statements

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("scale", "db")]
# Where a table is read from end to end because all of its rows are the answer. Never the claims, nor their spans.
# Each filter says how many of all models have each of its values, and the page how many statements there are.
COUNTED = {"catalog_dronemodel", "catalog_modelfacets"}
INHERENT = {
    "list": COUNTED,
    "a later page": COUNTED,
    "filter": COUNTED,
    "filter by maker": COUNTED,
    "filter by role and what is stated": COUNTED,
    "condition": COUNTED,  # and each of them has an answer
    "conditions and answer": COUNTED,
    # Nearly every model has the word: an index that leads to all rows is longer than the rows themselves.
    "search that finds nearly all": {"catalog_searchkey", *COUNTED},
    "search": {"catalog_modelfacets"},
    "search in filter": {"catalog_modelfacets"},
    "coverage board": {"catalog_dronemodel", "catalog_checkedclaim", "catalog_figuresupport"},  # counts all of them
    "stale queue": {"catalog_checkedclaim"},  # on a day on which every one is due; how many are, the page says
}


@pytest.mark.parametrize("name", PAGES)
def test_no_page_reads_a_large_table_whole(olena: User, name: str) -> None:
    whole = {sql: read_whole(sql) - INHERENT.get(name, set()) for sql in statements(olena, PAGES[name])}
    assert {sql: tables for sql, tables in whole.items() if tables} == {}


@pytest.mark.parametrize("name", PAGES)
def test_the_number_of_statements_is_that_of_the_small_catalog(
    olena: User, in_the_small: dict[str, int], name: str
) -> None:
    assert len(statements(olena, PAGES[name])) == in_the_small[name]
