"""The report as a workbook: what it is, one sheet a table with true days and numbers, and what each column means."""

import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from portal.pagekit.words import plain, title
from portal.tables.workbook import Workbook, Write, number_cell, partial_day_cell, text_cell
from reports.composers.chapters import chapters_of
from reports.composers.document import Json, Kind, Table, value_of
from reports.composers.paper import comments_proof, heading, lead, marking, proof
from reports.composers.remarks import comments_of
from reports.models import Narrative, Report
from reports.vocabulary import Section

NAME_LENGTH = 31  # characters that a spreadsheet allows for the name of a sheet
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def workbook(report: Report, *, language: str, said: Sequence[Narrative] = ()) -> bytes:
    """The XLSX of a ready report in one language."""
    out = io.BytesIO()
    book = Workbook(out)
    with translation.override(language):
        tables = [table for chapter in chapters_of(report.body or {}) for table in chapter.tables]
        _write(book, _("Report"), [_("What"), _("Value")], _about(report, report.body or {}, said), width=60)
        names: set[str] = {_("Report"), _("Data dictionary")}
        if said:
            names.add(_("Comments"))
            heads = [_("Section"), _("Party"), _("Version"), _("English"), _("Ukrainian")]
            _write(book, _("Comments"), heads, list(_comments(said)), width=60)
        for table in tables:
            _sheet(book, table, names)
        heads = [_("Sheet"), _("Column"), _("Unit"), _("Kind"), _("Meaning"), _("The same rows:")]
        _write(book, _("Data dictionary"), heads, _dictionary(tables), width=30)
    book.close()
    return out.getvalue()


def _comments(said: Sequence[Narrative]) -> Iterator[list[Any]]:
    """Both languages, so that nothing is lost where one was not written."""
    for row in said:
        for told in comments_of(row):
            texts = [told[language] or _("not translated") for language in ("en", "uk")]
            yield [str(Section(told["section"]).label), title(row.party), str(row.number), *texts]


def _about(report: Report, body: Json, said: Sequence[Narrative]) -> list[list[Any]]:
    """Marking first, then what was asked, when, and how it is proved."""
    return [
        [_("Marking"), marking(report)],
        [_("Status report"), heading(report)],
        [_("Deal"), plain(title(body["deal"]))],
        [_("In short"), lead(report)],
        *[[name, value] for name, value in [*proof(report), *comments_proof(said)]],
        [_("Horizon"), str(report.horizon or "")],
        [_("Snapshot"), report.snapshot],
    ]


def _write(book: Workbook, name: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], *, width: int) -> None:
    book.sheet(name, heads, rows, [text_cell] * len(heads), width)


def _sheet(book: Workbook, table: Table, names: set[str]) -> None:
    name = _free(table.title, names)
    names.add(name)
    rows = [[value_of(cell) for cell in row] for row in table.rows]
    book.sheet(name, [column.head for column in table.columns], rows, [CELLS[c.kind] for c in table.columns], 20)


def _free(title: str, names: set[str]) -> str:
    """A name that the workbook does not have yet, as long as a spreadsheet allows."""
    name = title.translate(FORBIDDEN)[:NAME_LENGTH].strip()
    number = 2
    while name in names:
        name, number = f"{title[: NAME_LENGTH - 3].strip()} {number}", number + 1
    return name


def _dictionary(tables: Sequence[Table]) -> list[list[Any]]:
    kinds = {Kind.DAY: _("day"), Kind.NUMBER: _("number"), Kind.LATE: _("number"), Kind.BEHIND: _("number")}
    return [
        [table.title, column.name, column.unit, kinds.get(column.kind, _("text")), column.about, table.rows_at]
        for table in tables
        for column in table.columns
    ]


def _number(value: Any) -> str:
    return number_cell(Decimal(str(value)))


CELLS: Mapping[Kind, Write] = {
    Kind.TEXT: text_cell,
    Kind.WORD: text_cell,
    Kind.CODE: text_cell,
    Kind.DAY: partial_day_cell,
    Kind.NUMBER: _number,
    Kind.SIGNED: _number,
    Kind.LATE: _number,
    Kind.BEHIND: _number,
}
