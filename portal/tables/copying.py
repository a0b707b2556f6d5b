"""Thousands of new rows at once, by PostgreSQL's COPY: triggers run and constraints hold as with INSERT."""

import tempfile
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

IN_MEMORY = 10_000_000  # characters; more waits on disk
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_in(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Writes rows of values in the order of the field names; None is NULL. Runs inside the caller's `writing`."""
    quote = connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(quote(field.column) for field in fields)
    with tempfile.SpooledTemporaryFile(IN_MEMORY, mode="w+", encoding="utf-8", newline="") as text:
        text.writelines("\t".join(map(_cell, row)) + "\n" for row in rows)
        text.seek(0)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN", text)


def _cell(value: Any) -> str:
    return "\\N" if value is None else str(value).translate(ESCAPES)
