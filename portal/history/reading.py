"""Reading everything as of one moment: one transaction, one snapshot."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from pghistory.models import Event
from psycopg2 import sql


@contextmanager
def one_snapshot() -> Iterator[int]:
    """All reads within see the database as it was at one moment; gives the horizon of that snapshot.

    The horizon is the oldest transaction number that was still open: every change below it is in the snapshot.
    Within an outer transaction (a test) the snapshot is that transaction's.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            if outermost:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            row = cursor.fetchone()
        yield int(row[0]) if row else 0


def snapshot_taken() -> str:
    """The snapshot that reads see now, as PostgreSQL writes it: xmin:xmax:open transactions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        row = cursor.fetchone()
    return str(row[0]) if row else ""


@contextmanager
def as_recorded(snapshot: str) -> Iterator[None]:
    """Within: every recorded table reads as it was in that snapshot, built anew from its history; nothing is kept.

    A temporary table stands before each real one and has its name, so that the very same queries read the past.
    Tables without history (people, jobs) read as they are. DataError when the text is no snapshot.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            for event in apps.get_models():
                if issubclass(event, Event) and event.pgh_tracked_model:
                    _stand_before(cursor, event, snapshot)
        try:
            yield
        finally:
            transaction.set_rollback(True)


def _stand_before(cursor: Any, event: type[Event], snapshot: str) -> None:
    """The rows of one table as the last change in the snapshot left them."""
    model: Any = event.pgh_tracked_model  # typed as None in the base class
    columns = sql.SQL(", ").join(sql.Identifier(field.column) for field in model._meta.local_concrete_fields)
    names = {
        "table": sql.Identifier(model._meta.db_table),
        "history": sql.Identifier("public", event._meta.db_table),
        "key": sql.Identifier(model._meta.pk.column),
        "columns": columns,
    }
    last = (
        "SELECT DISTINCT ON (pgh_obj_id) * FROM {history}"
        " WHERE pg_visible_in_snapshot(pgh_xid::text::xid8, %s::pg_snapshot) ORDER BY pgh_obj_id, pgh_id DESC"
    )
    made = f"CREATE TEMP TABLE {{table}} AS SELECT {{columns}} FROM ({last}) AS last WHERE pgh_label <> 'delete'"
    cursor.execute(sql.SQL(made).format(**names), [snapshot])
    cursor.execute(sql.SQL("CREATE UNIQUE INDEX ON pg_temp.{table} ({key})").format(**names))
    cursor.execute(sql.SQL("ANALYZE pg_temp.{table}").format(**names))
