"""The rows of an export, one after another from a cursor of the database: memory does not grow with the list."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.db.models.constants import LOOKUP_SEP
from rest_framework.serializers import BaseSerializer

from exchange.queries.columns import Column, all_stored
from exchange.vocabulary import Kind

CHUNK = 2000
Values = Sequence[Any]


def rows_of(rows: QuerySet[Any], columns: Sequence[Column], serializer: type[BaseSerializer[Any]]) -> Iterator[Values]:
    """Each row as values in the order of the columns: text, Decimal, int, bool, date, datetime (UTC), list or None."""
    ordered = rows.order_by("pk")
    if all_stored(columns):
        yield from _stored(ordered, columns)
    else:
        yield from _computed(ordered, columns, serializer)


def _stored(rows: QuerySet[Any], columns: Sequence[Column]) -> Iterator[Values]:
    plain = rows.select_related(None).prefetch_related(None)
    moments = [place for place, column in enumerate(columns) if column.kind == Kind.MOMENT]
    for values in plain.values_list(*(column.path for column in columns)).iterator(chunk_size=CHUNK):
        if not moments:
            yield values
            continue
        changed = list(values)
        for place in moments:
            changed[place] = moment(changed[place])
        yield changed


def moment(value: datetime | str | None) -> datetime | None:
    """A point in time in UTC to the second: what every format can hold."""
    if not value:
        return None
    stated = datetime.fromisoformat(value) if isinstance(value, str) else value
    return stated.astimezone(UTC).replace(microsecond=0)


READERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.MOMENT: moment,
    Kind.DAY: lambda value: date.fromisoformat(value) if isinstance(value, str) else value,
    Kind.NUMBER: lambda value: Decimal(str(value)),
}


def _computed(
    rows: QuerySet[Any], columns: Sequence[Column], serializer: type[BaseSerializer[Any]]
) -> Iterator[Values]:
    """Rows with a value that only the serializer can tell, such as the state of a milestone.

    What no column holds, such as a list of nested rows, is not composed at all.
    """
    drawn: Any = serializer()
    for name in set(drawn.fields) - {column.shown[0] for column in columns if column.shown}:
        drawn.fields.pop(name)
    for row in rows.iterator(chunk_size=CHUNK):
        shown = drawn.to_representation(row)
        yield [_value(row, shown, column) for column in columns]


def _value(row: Any, shown: Any, column: Column) -> Any:
    found = shown if column.shown else row
    for part in column.shown or column.path.split(LOOKUP_SEP):
        found = None if found is None else found[part] if column.shown else getattr(found, part)
    return READERS[column.kind](found) if found not in (None, "") and column.kind in READERS else found
