"""Reading back what was exported."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson
import python_calamine

from exchange.rules import unguard
from portal.accounts.models import User
from portal.tables.workbook import LIST_MARK
from tests.conftest import signed_in

Table = list[list[str]]


def fetch(user: User, path: str) -> Any:
    """The answer with its whole body as `whole`."""
    answer = signed_in(user).get(path)
    answer.whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def plain(value: object) -> str:
    """One spelling for each value, whatever the format held."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal):
        return f"{Decimal(str(value)).normalize():f}"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    return LIST_MARK.join(map(str, value)) if isinstance(value, list) else str(value)


def numeric(text: str) -> str:
    """A number without idle zeros, other text as it is."""
    try:
        return f"{Decimal(text).normalize():f}" if not text[:1].isspace() else text
    except ArithmeticError:
        return text


def from_csv(body: bytes, delimiter: str = ",") -> Table:
    rows = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    return [[unguard(cell) for cell in row] for row in rows]


def from_json(body: bytes) -> Table:
    rows = orjson.loads(body)
    return [list(rows[0]), *([plain(value) for value in row.values()] for row in rows)] if rows else []


def from_ndjson(body: bytes) -> Table:
    return from_json(b"[" + body.replace(b"\n", b",").rstrip(b",") + b"]")


def from_xlsx(body: bytes, sheet: int = 0) -> Table:
    rows = python_calamine.load_workbook(io.BytesIO(body)).get_sheet_by_index(sheet).to_python()
    return [[plain(value) for value in row] for row in rows]
