"""Reads a directory of CSV files against a description of its tables; all problems are known before a write.

A table is data: its file, its columns with their readers, its key. Reading never stops at the first problem: somebody
who mends a file of 600 rows wants the whole list at once.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.tables.cells import BadCell, Reader

LONGEST_CELL = 20_000


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong at one place of a file; `line` counts from 1 (the header), 0 = the whole file."""

    file: str
    line: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        column = f", column {self.column}" if self.column else ""
        return f"{place}{column}: found {self.found}; expected {self.expected}."


@dataclass(frozen=True)
class Column:
    """A column: how its cells are read, and the value of an empty one. `needed`: an empty cell is a problem."""

    name: str
    reader: Reader
    needed: bool = True
    empty: Any = ""


@dataclass(frozen=True)
class Row:
    """One row with its values and the place where it stands."""

    file: str
    line: int
    cells: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]

    def problem(self, column: str, expected: str) -> Problem:
        """What is wrong with one cell of this row."""
        return Problem(self.file, self.line, column, repr(_shown(self.cells[column])), expected)


RowCheck = Callable[[Row], Iterator[Problem]]


@dataclass(frozen=True)
class Table:
    """A CSV file: `key` names the columns that tell rows apart ((): the whole row does)."""

    file: str
    columns: Sequence[Column]
    key: tuple[str, ...] = ()
    checks: Sequence[RowCheck] = ()


@dataclass
class Reading:
    """All rows of a directory by file, and all problems found."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def refer(self, file: str, column: str, known: Iterable[str], what: str) -> None:
        """Each value of the column must be in `known`; empty ones are left alone, lists are looked through."""
        allowed = set(known)
        for row in self.rows.get(file, []):
            values = row[column] if isinstance(row[column], list) else [row[column]]
            for value in values:
                if value and value not in allowed:
                    self.problems.append(Problem(file, row.line, column, repr(value), what))

    def refuse(self, file: str, column: str, taken: Mapping[str, str], what: str) -> None:
        """No value of the column may be a key of `taken`; the value there names who has it."""
        for row in self.rows.get(file, []):
            if row[column] in taken:
                expected = f"{what}; {taken[row[column]]} has this one"
                self.problems.append(Problem(file, row.line, column, repr(row[column]), expected))

    def column(self, file: str, column: str) -> set[str]:
        """All values of one column."""
        return {row[column] for row in self.rows.get(file, [])}


def read_tables(directory: Path, tables: Sequence[Table], *, alone: bool = False) -> Reading:
    """Reads every table; a file that cannot be read is a problem like any other.

    `alone`: no other CSV file may lie beside the tables, for its rows would be lost without a word.
    """
    reading = Reading(problems=_strangers(directory, [table.file for table in tables]) if alone else [])
    for table in tables:
        rows: list[Row] = []
        for item in _read(directory, table):
            if isinstance(item, Row):
                rows.append(item)
            else:
                reading.problems.append(item)
        reading.rows[table.file] = rows
        reading.problems.extend(_doubles(table, rows))
        reading.problems.extend(problem for row in rows for check in table.checks for problem in check(row))
    return reading


def _strangers(directory: Path, files: Sequence[str]) -> list[Problem]:
    folders = {(directory / file).parent for file in files}
    found = {path.relative_to(directory).as_posix() for folder in folders for path in folder.glob("*.csv")}
    return [Problem(name, 0, "", "an unknown file", "only " + ", ".join(files)) for name in found - set(files)]


def _read(directory: Path, table: Table) -> Iterator[Row | Problem]:
    content = _content(directory / table.file, table.file)
    if isinstance(content, Problem):
        yield content
        return
    lines = _lines(content, table.file)
    header = next(lines, None)
    if not isinstance(header, tuple):
        yield header or Problem(table.file, 0, "", "an empty file", "a header row")
        return
    problems = list(_header_problems(table, header[1]))
    yield from problems
    if problems:
        return
    for item in lines:
        yield from [item] if isinstance(item, Problem) else _row(table, header[1], item[0], item[1])


def _content(path: Path, name: str) -> str | Problem:
    try:
        raw = path.read_bytes()
    except OSError:
        return Problem(name, 0, "", "no such file", "a CSV file of this name")
    if b"\0" in raw:
        return Problem(name, raw[: raw.index(b"\0")].count(b"\n") + 1, "", "a NUL character", "text without NUL")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return Problem(name, line, "", f"the byte 0x{raw[error.start]:02x}", "text in UTF-8")


def _lines(content: str, name: str) -> Iterator[tuple[int, list[str]] | Problem]:
    """Each record with the line on which it begins."""
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    begin = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(name, begin, "", f"broken quoting ({error})", "CSV as RFC 4180 describes it")
            return
        if cells:
            yield begin, cells
        begin = reader.line_num + 1


def _header_problems(table: Table, header: list[str]) -> Iterator[Problem]:
    names = [column.name for column in table.columns]
    for name in names:
        if name not in header:
            yield Problem(table.file, 1, name, "no such column", "a column of this name")
    for position, name in enumerate(header, start=1):
        if name not in names:
            yield Problem(table.file, 1, name or f"number {position}", "an unknown column", "only " + ", ".join(names))
        elif header.index(name) != position - 1:
            yield Problem(table.file, 1, name, "the same column twice", "each column once")


def _row(table: Table, header: list[str], line: int, cells: list[str]) -> Iterator[Row | Problem]:
    if len(cells) != len(header):
        yield Problem(table.file, line, "", f"{len(cells)} cells", f"{len(header)} cells, as in the header")
        return
    given = dict(zip(header, cells, strict=True))
    values: dict[str, Any] = {}
    problems = []
    for column in table.columns:
        try:
            values[column.name] = _value(column, given[column.name])
        except BadCell as error:
            found = repr(_shown(given[column.name])) if given[column.name] else "an empty cell"
            problems.append(Problem(table.file, line, column.name, found, str(error)))
    if problems:
        yield from problems
    else:
        yield Row(table.file, line, values)


def _value(column: Column, cell: str) -> Any:
    if cell.strip() != cell:
        raise BadCell("no blanks at the ends")
    if len(cell) > LONGEST_CELL:
        raise BadCell(f"at most {LONGEST_CELL} characters")
    if cell:
        return column.reader(cell)
    if column.needed:
        raise BadCell("a value")
    return column.empty() if callable(column.empty) else column.empty


def _shown(value: object) -> str:
    shown = str(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def _doubles(table: Table, rows: list[Row]) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], int] = {}
    names = table.key or tuple(column.name for column in table.columns)
    for row in rows:
        key = tuple(str(row[name]) for name in names)
        if key in seen:
            what = " + ".join(table.key) if table.key else "row"
            shown = repr(_shown(" ".join(key)))
            expected = f"each {what} once; it stands on line {seen[key]} already"
            yield Problem(table.file, row.line, table.key[0] if table.key else "", shown, expected)
        seen.setdefault(key, row.line)
