"""Makes the file of an export. It is complete before a byte is sent: a download is whole or it is an error."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from django.utils.translation import gettext as _

from exchange.composers import text
from exchange.queries.columns import Column
from exchange.queries.rows import Values
from exchange.vocabulary import Format, Kind
from portal.rest.json import dumps
from portal.tables import workbook

MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8; header=present",
    Format.CSV_EXCEL: "text/csv; charset=utf-8; header=present",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.NDJSON: "application/x-ndjson",
    Format.JSON: "application/json",
}
CELLS: dict[Kind, workbook.Write] = {
    Kind.NUMBER: workbook.number_cell,
    Kind.WHOLE: workbook.number_cell,
    Kind.YES_NO: workbook.yes_no_cell,
    Kind.DAY: workbook.day_cell,
    Kind.PARTIAL_DAY: workbook.partial_day_cell,
    Kind.MOMENT: workbook.moment_cell,
    Kind.LIST: workbook.list_cell,
}
PLAIN: dict[Format, Callable[[IO[bytes], Sequence[Column], Iterable[Values]], None]] = {
    Format.CSV: text.write_csv,
    Format.CSV_EXCEL: text.write_excel_csv,
    Format.NDJSON: text.write_ndjson,
    Format.JSON: text.write_json,
}


@dataclass(frozen=True)
class Sheet:
    """One more sheet of a workbook."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Values]


@dataclass
class Export:
    """A list on its way out: which one, its columns and rows, for whom, narrowed by which filters, and when.

    `more` are sheets that a workbook has besides; `document` is what JSON holds where it is no plain list of rows.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Values]
    asked_by: str
    party: str
    filters: Mapping[str, Sequence[str]]
    at: datetime
    horizon: int = 0
    more: Sequence[Sheet] = ()
    document: Any = None
    seen: "Seen" = field(default_factory=lambda: Seen())


@dataclass
class Seen:
    """What went by while the rows were written: how many, whether invented ones, and every marking."""

    rows: int = 0
    exercise: int = 0
    markings: Counter[tuple[str, ...]] = field(default_factory=Counter)


def compose(export: Export, form: Format, out: IO[bytes]) -> None:
    """Writes the file; `export.seen` tells afterwards what is in it."""
    rows = _watched(export)
    if form == Format.XLSX:
        _workbook(export, rows, out)
    elif form == Format.JSON and export.document is not None:
        deque(rows, maxlen=0)  # only counted
        out.write(dumps(export.document))
    else:
        PLAIN[form](out, export.columns, rows)


def _watched(export: Export) -> Iterator[Values]:
    names = [column.name for column in export.columns]
    exercise = names.index("exercise") if "exercise" in names else None
    marking = names.index("releasable_to") if "releasable_to" in names else None
    seen = export.seen
    for row in export.rows:
        seen.rows += 1
        if exercise is not None and row[exercise]:
            seen.exercise += 1
        if marking is not None:
            seen.markings[tuple(row[marking] or ())] += 1
        yield row


def _workbook(export: Export, rows: Iterable[Values], out: IO[bytes]) -> None:
    """The rows, sheets that belong to them, what the columns mean, who may see the file, which moment it shows."""
    book = workbook.Workbook(out)
    for sheet in (Sheet(export.name[:31], export.columns, rows), *export.more):
        heads = [column.name for column in sheet.columns]
        cells = [CELLS.get(column.kind, workbook.text_cell) for column in sheet.columns]
        book.sheet(sheet.name, heads, sheet.rows, cells)
    words = [workbook.text_cell]
    book.sheet(_("Dictionary"), [_("Column"), _("Holds"), _("Code"), _("Meaning")], _dictionary(export), words * 4, 30)
    book.sheet(
        _("Marking"), [_("Marking"), _("Rows")], _marking(export), [workbook.text_cell, workbook.number_cell], 60
    )
    book.sheet(_("Snapshot"), [_("What"), _("Value")], _snapshot(export), words * 2, 40)
    book.close()


def _dictionary(export: Export) -> Iterator[Sequence[str]]:
    for column in export.columns:
        yield column.name, str(column.kind.label), "", ""
        for code, label in column.choices.items():
            yield column.name, str(column.kind.label), str(code), str(label)


def _marking(export: Export) -> Iterator[Sequence[Any]]:
    """Who may see which rows: what a reader of the printed sheet must know."""
    seen = export.seen
    yield (
        _("Made for %(party)s; it holds what this party may see") % {"party": export.party or _("the public")},
        seen.rows,
    )
    if seen.exercise:
        yield _("Exercise: invented, no row belongs to the real deal"), seen.exercise
    for codes, count in sorted(seen.markings.items()):
        released = _("Only for %(parties)s") % {"parties": ", ".join(codes)} if codes else _("Released to all parties")
        yield released, count


def _snapshot(export: Export) -> Iterator[Sequence[str]]:
    yield _("List"), export.name
    yield _("Taken at"), text.iso(export.at)
    yield _("Oldest open transaction"), str(export.horizon)
    yield _("Rows"), str(export.seen.rows)
    yield _("Asked by"), export.asked_by
    for name, values in export.filters.items():
        yield _("Filter: %(name)s") % {"name": name}, ", ".join(values)


def file_name(export: Export, form: Format) -> str:
    """drone-models_20261122T0905Z.csv; a file with invented rows says so in its name."""
    ending = "csv" if form == Format.CSV_EXCEL else form.value
    invented = "_exercise" if export.seen.exercise else ""
    return f"{export.name}_{export.at:%Y%m%dT%H%MZ}{invented}.{ending}"
