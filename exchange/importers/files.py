"""Opens a file that somebody handed in: first what it is, then how large it truly is, then its rows.

Nothing of the name is trusted. A workbook is unpacked only as far as the limits go before a reader sees it, so that
neither a zip bomb nor a single cell far out can fill the memory.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine
from django.utils.translation import gettext as _

from portal.faults import Fault
from portal.security.input import TURNING

MOST_BYTES = 10_000_000
MOST_UNPACKED = 120_000_000
MOST_PARTS = 2_000
MOST_ROWS = 50_000
MOST_COLUMNS = 200
MOST_CELLS = 2_000_000
LONGEST_CELL = 20_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "gzip",
    b"Rar!": "RAR",
}
OTHERS |= {b"7z\xbc\xaf": "7-Zip", b"MZ": "EXE", b"\x7fELF": "ELF", b"{\\rtf": "RTF", b"<": "HTML / XML"}
PLACE = re.compile(rb'[ \t\n\r]r="([A-Z]{0,3})([0-9]{1,9})"')
CHUNK = 1 << 20
NOT_TAKEN = dict.fromkeys(map(ord, {"\0", *TURNING}))
Cells = list[str | date]


class BadFile(Fault):
    """The file cannot be read at all; the message says why and what helps."""

    code = "bad-file"


@dataclass(frozen=True)
class Line:
    """A row of a sheet with its number as the spreadsheet shows it."""

    number: int
    cells: Cells


@dataclass(frozen=True)
class Sheet:
    """A sheet with its rows that hold something. `merged`: (first row, first column, last row, last column), from 0."""

    name: str
    lines: Sequence[Line]
    merged: Sequence[tuple[int, int, int, int]] = ()


def open_file(content: bytes) -> list[Sheet]:
    """The sheets of a CSV or XLSX file. BadFile when it is none, is protected, damaged or too large."""
    if len(content) > MOST_BYTES:
        raise BadFile(
            _("The file has more than %(limit)s MB. Split it into smaller ones.") % {"limit": MOST_BYTES // 10**6}
        )
    if content.startswith(ZIP):
        return _workbook(content)
    if content.startswith(OLE):
        raise BadFile(_ole_message(content))
    start = content[:512].lstrip()
    for magic, name in OTHERS.items():
        if start.startswith(magic):
            raise BadFile(_("This is a %(kind)s file and no spreadsheet. Save it as XLSX or CSV.") % {"kind": name})
    return [_csv_sheet(_decoded(content))]


def _ole_message(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _(
            "The workbook is protected by a password. Remove the password in the spreadsheet program and save it again."
        )
    return _("This is an old Excel file (XLS) or another office file. Save it as XLSX or CSV.")


def _workbook(content: bytes) -> list[Sheet]:
    try:
        _check_parts(content)
        book = python_calamine.load_workbook(io.BytesIO(content))
        sheets = [_read_sheet(book, name) for name in book.sheet_names]
    except BadFile:
        raise
    except python_calamine.PasswordError:
        raise BadFile(_ole_message("EncryptedPackage".encode("utf-16-le"))) from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, KeyError, EOFError):
        raise BadFile(_damaged()) from None
    except BaseException as error:  # the reader's own panics are no Exceptions
        if type(error).__name__ not in {"PanicException", "error", "CalamineError", "XmlError", "ZipError"}:
            raise
        raise BadFile(_damaged()) from None
    return _limited([sheet for sheet in sheets if sheet.lines])


def _damaged() -> str:
    return _("The workbook is damaged and cannot be read. Open it in a spreadsheet program and save it again as XLSX.")


def _check_parts(content: bytes) -> None:
    """Unpacks every part once, piece by piece, up to the limit: what the zip says of its sizes is not trusted."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        if "xl/workbook.xml" not in names:
            raise BadFile(_("This is a zip file and no workbook. Save the table itself as XLSX or CSV."))
        if len(names) > MOST_PARTS:
            raise BadFile(_damaged())
        left = MOST_UNPACKED
        for name in names:
            with packed.open(name) as part:
                left = _check_part(part, left, is_sheet=name.startswith("xl/worksheets/"))


def _check_part(part: Any, left: int, *, is_sheet: bool) -> int:
    tail = b""
    while piece := part.read(CHUNK):
        left -= len(piece)
        if left < 0:
            raise BadFile(
                _("The file unpacks to more than %(limit)s MB. Save only the rows that you need.")
                % {"limit": MOST_UNPACKED // 10**6}
            )
        if is_sheet:
            _check_places(tail + piece)
            tail = piece[-32:]
    return left


def _check_places(text: bytes) -> None:
    """No cell may stand so far out that the table around it is too large."""
    for letters, number in PLACE.findall(text):
        if int(number) > MOST_ROWS + 1:
            raise BadFile(_too_many_rows())
        if letters and _column_number(letters) > MOST_COLUMNS:
            raise BadFile(_too_many_columns())


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _too_many_rows() -> str:
    return _("The table has more than %(limit)s rows. Split it into smaller files.") % {"limit": MOST_ROWS}


def _too_many_columns() -> str:
    return _("The table has more than %(limit)s columns. Remove those that you do not need.") % {"limit": MOST_COLUMNS}


def _read_sheet(book: Any, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * max(sheet.total_width, 1) > MOST_CELLS:
        raise BadFile(_too_many_rows())
    rows = sheet.to_python(skip_empty_area=False)
    merged = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    return Sheet(name, list(_lines(rows)), merged)


def _lines(rows: Sequence[Sequence[Any]]) -> Iterator[Line]:
    for number, row in enumerate(rows, start=1):
        cells = [_cell(value) for value in row]
        if any(cells):
            yield Line(number, cells)


def _cell(value: Any) -> str | date:
    """Text with single blanks, numbers with their digits, dates as dates."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}" if abs(value) < 1e15 else f"{value:.0f}"
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    return " ".join(str(value).translate(NOT_TAKEN).split())[:LONGEST_CELL]


def _decoded(content: bytes) -> str:
    """Text in UTF-8, UTF-16 with its mark, or the Cyrillic code page of Windows that Excel saves CSV in."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and _is_words(text):
            return text
    raise BadFile(_("This is no table: it holds bytes that are no text. Save it as XLSX or as CSV in UTF-8."))


def _is_words(text: str) -> bool:
    """Not more than one strange sign in a hundred."""
    sample = text[:20_000]
    strange = sum(1 for sign in sample if not (sign.isprintable() or sign.isspace()))
    return strange * 100 <= len(sample)


def _csv_sheet(text: str) -> Sheet:
    if not text.strip():
        raise BadFile(_("The file is empty."))
    lines: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    begin = 1
    try:
        for row in reader:
            cells: Cells = [_cell(cell) for cell in row]
            if any(cells):
                lines.append(Line(begin, cells))
            begin = reader.line_num + 1
            if len(lines) > MOST_ROWS + 1:
                raise BadFile(_too_many_rows())
    except csv.Error:
        raise BadFile(_("Line %(line)s: the quotation marks do not close.") % {"line": begin}) from None
    return _limited([Sheet("CSV", lines)])[0]


def _delimiter(text: str) -> str:
    """The sign that parts the first lines into the most columns."""
    sample = text[:20_000].splitlines()[:20]

    def columns(sign: str) -> int:
        try:
            return max((len(row) for row in csv.reader(sample, delimiter=sign)), default=0)
        except csv.Error:
            return 0

    return max(";\t,|", key=columns)


def _limited(sheets: list[Sheet]) -> list[Sheet]:
    if not sheets:
        raise BadFile(_("The workbook is empty."))
    if sum(len(sheet.lines) for sheet in sheets) > MOST_ROWS + len(sheets):
        raise BadFile(_too_many_rows())
    if any(len(line.cells) > MOST_COLUMNS for sheet in sheets for line in sheet.lines):
        raise BadFile(_too_many_columns())
    return sheets
