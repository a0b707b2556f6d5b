"""The figures of a report with the rows that each counts or adds up, as the report's own snapshot holds them.

A live page shows what is known today; these rows are what was known at the moment of the report, out of its body.
Whatever number stands in a report is one of these figures, or the value of one row (`Column.is_own`).
"""

from collections.abc import Iterator

from reports.composers.document import FIRST_WITH_ALL_ROWS, Json
from reports.composers.figures_goods import goods
from reports.composers.figures_plan import plan, sureness
from reports.composers.figures_record import counted_record, record
from reports.composers.reckoning import Figure

FIRST_WITH_ROWS = 4


def figures_of(body: Json) -> dict[str, Figure]:
    """Every figure by its key, in the order of the report; none for a body of an earlier format."""
    if body.get("format", 0) < FIRST_WITH_ROWS:
        return {}
    return {figure.key: figure for figure in _made(body)}


def _made(body: Json) -> Iterator[Figure]:
    """Bodies of format 4 hold the rows of fewer figures."""
    is_whole = body["format"] >= FIRST_WITH_ALL_ROWS
    yield from plan(body, is_whole=is_whole)
    if is_whole:
        yield from sureness(body)
    yield from goods(body)
    yield from counted_record(body)
    if is_whole:
        yield from record(body)
