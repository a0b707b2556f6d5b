"""How a figure follows from rows: counted, added up, compared. Whoever doubts it does the same sum again. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.partialdate import first_day
from reports.composers.document import Kind, Table, shown

Rows = Sequence[Sequence[Any]]
Value = Decimal | str | None  # a number, or a day as ISO text


class How(TextChoices):
    """By which sum the rows give the figure; the label says it to the reader."""

    COUNT = "count", _("The number of these rows")
    SUM = "sum", _("The sum of the last column of these rows")
    REST = "rest", _("The first of these rows less the second, and never below 0")
    LARGEST = "largest", _("The largest number in the last column, and 0 without rows")
    PERCENT = "percent", _("The sum of the last column in percent of the sum of the column before it")
    LATEST = "latest", _("The latest day in the last column of these rows")
    DAYS = "days", _("Days from the first of these rows to the second")
    HALF = "half", _("The first of these days by which half of the courses have finished")
    MOST = "most", _("The first of these days by which four fifths of the courses have finished")


@dataclass(frozen=True)
class Figure:
    """`how` the rows of the table give the value, in the body of the report alone."""

    key: str
    group: str
    name: str
    value: Value
    table: Table
    how: How = How.COUNT
    kind: Kind = Kind.NUMBER

    @property
    def shown(self) -> str:
        """The value in the active language."""
        return shown(self.value, self.kind)


def reckoned(how: How, rows: Rows) -> Value:
    """What the rows give; None where they give nothing."""
    if how in DAYS_OF:
        return DAYS_OF[how](rows)
    if how == How.COUNT:
        return Decimal(len(rows))
    last = [Decimal(str(row[-1])) for row in rows]
    if how == How.SUM:
        return sum(last, Decimal(0))
    if how == How.LARGEST:
        return max(last, default=Decimal(0))
    if how == How.REST:
        return max(Decimal(0), last[0] - last[1])
    return Decimal(round(100 * sum(last) / sum(Decimal(str(row[-2])) for row in rows)))


def _latest(rows: Rows) -> Value:
    return max((str(row[-1]) for row in rows if row[-1]), default=None)


def _between(rows: Rows) -> Value:
    first, last = (first_day(str(row[-1])) for row in rows)
    return Decimal((last - first).days)


def _first_with(percent: int, rows: Rows) -> Value:
    """Rows are (day, courses that have finished by it, all courses)."""
    return next((str(day) for day, done, runs in rows if 100 * int(done) >= percent * int(runs)), None)


DAYS_OF: Mapping[How, Callable[[Rows], Value]] = {
    How.LATEST: _latest,
    How.DAYS: _between,
    How.HALF: lambda rows: _first_with(50, rows),
    How.MOST: lambda rows: _first_with(80, rows),
}


def is_reproduced(figure: Figure) -> bool:
    """True when the rows give the figure."""
    return reckoned(figure.how, figure.table.rows) == figure.value
