"""Turns the rows of an uploaded table into statements, with every problem by sheet, row and column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from catalog.actions.batches import NewClaim, NewSource
from catalog.models import Capability
from catalog.search import fold
from catalog.stated import StatedFigure, Unclear, read, read_unit
from catalog.vocabulary import Bound, Speaker
from exchange.importers import cells
from exchange.importers.files import Line
from exchange.importers.headings import FIGURE, Guesses, Heading, Table
from exchange.queries.known import Known
from exchange.vocabulary import Means
from portal.tables.cells import BadCell
from portal.tables.reading import Problem

SHOWN = 80  # characters of a found cell that a problem repeats


@dataclass(frozen=True)
class Defaults:
    """What holds for every row that does not say it itself."""

    stated_by: str = Speaker.UNKNOWN
    stated_on: str = ""
    source_url: str = ""
    publisher: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Found:
    """A statement and where it stands."""

    claim: NewClaim
    sheet: str
    row: int


@dataclass
class Reading:
    """All statements of an upload, and all its problems."""

    found: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class _Row:
    """One row while it is read: its cells by meaning, and where to note what is wrong."""

    table: Table
    line: Line
    places: Mapping[str, Heading]
    problems: list[Problem]

    def cell(self, place: int) -> str | date:
        value = self.line.cells[place] if place < len(self.line.cells) else ""
        return "" if cells.is_nothing(value) else value

    def text(self, meaning: str) -> str:
        heading = self.places.get(meaning)
        value = self.cell(heading.place) if heading else ""
        return value.isoformat() if isinstance(value, date) else value

    def wrong(self, meaning: str, found: str, expected: str) -> None:
        heading = self.places.get(meaning)
        column = heading.text if heading else str(Means(meaning).label)
        shown = repr(found[:SHOWN]) if found else _("nothing")
        self.problems.append(Problem(self.table.name, self.line.number, column, shown, expected))


class StatementReader:
    """Reads tables whose columns have been given a meaning."""

    def __init__(self, known: Known, defaults: Defaults, *, today: date) -> None:
        self.known, self.defaults, self.today = known, defaults, today
        self.guesses = Guesses(known.names())

    def read(self, tables: Sequence[Table], mapping: Sequence[Mapping[int, str]]) -> Reading:
        """Every row of every table; `mapping` gives the meaning of each column of each table."""
        reading = Reading()
        for table, meanings in zip(tables, mapping, strict=True):
            places = {meanings[h.place]: h for h in table.headings if meanings.get(h.place)}
            if not any(meaning == Means.VALUE or meaning.startswith(FIGURE) for meaning in places):
                continue
            for line in table.lines:
                self._row(_Row(table, line, places, reading.problems), reading)
        return reading

    def _row(self, row: _Row, reading: Reading) -> None:
        figures = [(capability, heading) for capability, heading in self._figures(row) if row.cell(heading.place)]
        if not figures:
            return
        before = len(row.problems)
        model, source, stated_by, stated_on = self._model(row), self._source(row), self._speaker(row), self._day(row)
        read = [(capability, self._figure(row, capability, heading)) for capability, heading in figures]
        if len(row.problems) > before or model is None or source is None:
            return
        for capability, figure in read:
            if figure is not None:
                claim = NewClaim(
                    model_id=model,
                    capability=capability,
                    bound=figure.bound,
                    low=figure.low,
                    high=figure.high,
                    unit=figure.unit,
                    condition=figure.condition,
                    stated_by=stated_by,
                    stated_on=stated_on,
                    source=source,
                )
                reading.found.append(Found(claim, row.table.name, row.line.number))

    def _figures(self, row: _Row) -> Iterator[tuple[Capability, Heading]]:
        """The columns of the row that hold figures, each with its capability."""
        for meaning, heading in row.places.items():
            if meaning.startswith(FIGURE) and meaning[len(FIGURE) :] in self.known.capabilities:
                yield self.known.capabilities[meaning[len(FIGURE) :]], heading
        if Means.VALUE in row.places and row.text(Means.VALUE):
            named = row.text(Means.CAPABILITY)
            code = self.guesses.words.get(fold(named), "")[len(FIGURE) :]
            if code in self.known.capabilities:
                yield self.known.capabilities[code], row.places[Means.VALUE]
            else:
                row.wrong(Means.CAPABILITY, named, _("a capability of the catalog, by code or name"))

    def _model(self, row: _Row) -> int | None:
        name = row.text(Means.MODEL)
        found = self.known.models.get(fold(name), ())
        if len(found) == 1:
            return found[0][0]
        expected = _("the name, an alias or the code of a model in the catalog")
        if found:
            codes = ", ".join(slug for _pk, slug in found)
            expected = _("one model; this name is used by several, write one of the codes %(codes)s") % {"codes": codes}
        row.wrong(Means.MODEL, name, expected)
        return None

    def _source(self, row: _Row) -> NewSource | None:
        url = row.text(Means.SOURCE_URL) or self.defaults.source_url
        try:
            url = cells.address(url)
        except BadCell as bad:
            row.wrong(Means.SOURCE_URL, url, str(bad))
            return None
        publisher = row.text(Means.PUBLISHER) or self.defaults.publisher or urlsplit(url).hostname or url
        title = row.text(Means.SOURCE_TITLE)
        return NewSource(url, publisher[:200], title[:500], self.defaults.language)

    def _speaker(self, row: _Row) -> str:
        named = row.text(Means.SPEAKER)
        try:
            return cells.speaker(named) if named else self.defaults.stated_by
        except BadCell as bad:
            row.wrong(Means.SPEAKER, named, str(bad))
            return ""

    def _day(self, row: _Row) -> str:
        heading = row.places.get(Means.STATED_ON)
        written = row.cell(heading.place) if heading else ""
        try:
            return cells.stated_day(written, today=self.today) if written else self.defaults.stated_on
        except BadCell as bad:
            row.wrong(Means.STATED_ON, str(written), str(bad))
            return ""

    def _figure(self, row: _Row, capability: Capability, heading: Heading) -> StatedFigure | None:
        """The figure with its condition; None when the cell cannot be read."""
        cell, condition = row.cell(heading.place), row.text(Means.CONDITION)
        problem = ""
        if isinstance(cell, date):
            problem = _("a figure; the spreadsheet took it for a date, so format the column as text")
        elif not capability.dimension:
            return StatedFigure(Bound.TEXT, None, None, "", "; ".join(part for part in (cell, condition) if part))
        else:
            try:
                written = row.text(Means.UNIT) if heading is row.places.get(Means.VALUE) else ""
                unit = read_unit(written) if written else heading.unit
                found = read(cell, unit=unit, measures=capability.dimension)
                words = "; ".join(part for part in (found.condition, condition) if part)
                return replace(found, condition=words)
            except Unclear as unclear:
                problem = unclear.expected
        shown = repr(str(cell)[:SHOWN])
        row.problems.append(Problem(row.table.name, row.line.number, heading.text, shown, problem))
        return None
