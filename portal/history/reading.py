"""Reading everything as of one moment: one transaction, one snapshot."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


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
