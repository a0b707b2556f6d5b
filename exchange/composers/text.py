"""CSV and JSON lines. Every writer takes columns and rows and writes to an open binary file."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any

import orjson
from django.utils.translation import get_language

from exchange.queries.columns import Column
from exchange.queries.rows import Values
from exchange.rules import guard
from exchange.vocabulary import Kind
from portal.tables.workbook import LIST_MARK, digits

BOM = b"\xef\xbb\xbf"
Cell = Callable[[Any], str]


def _text(value: Any) -> str:
    return guard(str(value))


def _list(value: Iterable[str]) -> str:
    return guard(LIST_MARK.join(map(str, value)))


def iso(value: datetime | date) -> str:
    """ISO 8601; a point in time ends with Z."""
    return value.isoformat().replace("+00:00", "Z")


CELLS: dict[Kind, Cell] = {
    Kind.NUMBER: digits,
    Kind.WHOLE: str,
    Kind.YES_NO: lambda value: "true" if value else "false",
    Kind.DAY: iso,
    Kind.MOMENT: iso,
    Kind.LIST: _list,
}


def write_csv(out: IO[bytes], columns: Sequence[Column], rows: Iterable[Values]) -> None:
    """UTF-8, commas, decimal points: for programs."""
    _write_csv(out, columns, rows, CELLS, delimiter=",")


def write_excel_csv(out: IO[bytes], columns: Sequence[Column], rows: Iterable[Values]) -> None:
    """With the mark that tells Excel UTF-8; in Ukrainian with semicolons and decimal commas, as there."""
    out.write(BOM)
    if (get_language() or "en").startswith("uk"):
        cells = {**CELLS, Kind.NUMBER: lambda value: digits(value).replace(".", ",")}
        _write_csv(out, columns, rows, cells, delimiter=";")
    else:
        _write_csv(out, columns, rows, CELLS, delimiter=",")


def _write_csv(
    out: IO[bytes], columns: Sequence[Column], rows: Iterable[Values], cells: dict[Kind, Cell], *, delimiter: str
) -> None:
    makers = [cells.get(column.kind, _text) for column in columns]
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow(["" if value is None else make(value) for make, value in zip(makers, row, strict=True)])
    text.flush()
    text.detach()


def _json(kind: Kind) -> Callable[[Any], Any]:
    """Numbers keep their digits (20.0 stays 20.0)."""
    if kind == Kind.NUMBER:
        return lambda value: orjson.Fragment(digits(value))
    return iso if kind in (Kind.DAY, Kind.MOMENT) else lambda value: value


def _objects(columns: Sequence[Column], rows: Iterable[Values]) -> Iterable[bytes]:
    names = [column.name for column in columns]
    makers = [_json(column.kind) for column in columns]
    for row in rows:
        values = (None if value is None else make(value) for make, value in zip(makers, row, strict=True))
        yield orjson.dumps(dict(zip(names, values, strict=True)))


def write_ndjson(out: IO[bytes], columns: Sequence[Column], rows: Iterable[Values]) -> None:
    """One object a line."""
    for line in _objects(columns, rows):
        out.write(line + b"\n")


def write_json(out: IO[bytes], columns: Sequence[Column], rows: Iterable[Values]) -> None:
    """One array of objects."""
    mark = b"[\n"
    for line in _objects(columns, rows):
        out.write(mark + line)
        mark = b",\n"
    out.write(b"[]\n" if mark == b"[\n" else b"\n]\n")
