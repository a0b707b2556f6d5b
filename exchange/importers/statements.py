"""Turns the rows of an uploaded table into statements, with every problem by sheet, row and column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from catalog.actions.batches import NewClaim
from catalog.actions.sources import SourceWords
from catalog.models import Capability
from catalog.search import fold
from catalog.stated import StatedFigure, Unclear, in_words, read, read_ends, read_unit
from catalog.typed import read_address, read_day, read_speaker
from catalog.vocabulary import Speaker
from exchange.importers import cells
from exchange.importers.files import Line
from exchange.importers.headings import FIGURE, FROM, TO, Guesses, Heading, Table
from exchange.importers.problems import SHOWN, CellProblem, reason
from exchange.queries.known import Known
from exchange.vocabulary import Means, Wrong


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
    problems: list[CellProblem] = field(default_factory=list)


@dataclass(frozen=True)
class _Places:
    """Where a figure stands: in one column, or its ends in two; `unit` is a column of its own."""

    whole: Heading | None = None
    low: Heading | None = None
    high: Heading | None = None
    has_unit_column: bool = False

    @property
    def headings(self) -> list[Heading]:
        return [heading for heading in (self.whole, self.low, self.high) if heading]


@dataclass
class _Row:
    """One row while it is read: its cells by meaning, and where to note what is wrong."""

    table: Table
    line: Line
    places: Mapping[str, Heading]
    problems: list[CellProblem]

    def cell(self, heading: Heading | None) -> str | date:
        if heading is None or heading.place >= len(self.line.cells):
            return ""
        value = self.line.cells[heading.place]
        return "" if cells.is_nothing(value) else value

    def text(self, meaning: str) -> str:
        value = self.cell(self.places.get(meaning))
        return value.isoformat() if isinstance(value, date) else value

    def wrong(self, meaning: str, found: str, why: str, readings: tuple[str, ...] = ()) -> None:
        self.wrong_in(self.places.get(meaning), found, why, readings, means=meaning)

    def wrong_in(
        self, heading: Heading | None, found: str, why: str, readings: tuple[str, ...] = (), means: str = ""
    ) -> None:
        column = heading.text if heading else ""
        place = (self.table.name, self.line.number, column, "" if column else means)
        self.problems.append(CellProblem(*place, found[:SHOWN], why, readings))


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
            for line in table.lines if places else ():
                self._row(_Row(table, line, places, reading.problems), reading)
        return reading

    def _row(self, row: _Row, reading: Reading) -> None:
        figures = [(capability, at) for capability, at in self._figures(row) if any(map(row.cell, at.headings))]
        if not figures:
            return
        before = len(row.problems)
        model, source, stated_by, stated_on = self._model(row), self._source(row), self._speaker(row), self._day(row)
        read = [(capability, self._figure(row, capability, at)) for capability, at in figures]
        if len(row.problems) > before or model is None or source is None:
            return
        for capability, figure in read:
            if figure is not None:
                claim = NewClaim(model, capability, figure, stated_by, stated_on, source)
                reading.found.append(Found(claim, row.table.name, row.line.number))

    def _figures(self, row: _Row) -> Iterator[tuple[Capability, _Places]]:
        """The places of the row that hold figures, each with its capability."""
        for code, capability in self.known.capabilities.items():
            if heading := row.places.get(FIGURE + code):
                yield capability, _Places(whole=heading)
            if FROM + code in row.places or TO + code in row.places:
                yield capability, _Places(low=row.places.get(FROM + code), high=row.places.get(TO + code))
        yield from self._named(row)

    def _named(self, row: _Row) -> Iterator[tuple[Capability, _Places]]:
        """The figure of a row that names its capability in a cell."""
        value, low, high = (row.places.get(means) for means in (Means.VALUE, Means.LOW, Means.HIGH))
        figures = [_Places(whole=value), _Places(low=low, high=high)]
        filled = [at for at in figures if any(map(row.cell, at.headings))]
        if not filled:
            return
        named = row.text(Means.CAPABILITY)
        code = self.guesses.words.get(fold(named), "").removeprefix(FIGURE)
        if code not in self.known.capabilities:
            row.wrong(Means.CAPABILITY, named, Wrong.CAPABILITY)
            return
        for at in filled:
            yield self.known.capabilities[code], _Places(at.whole, at.low, at.high, has_unit_column=True)

    def _model(self, row: _Row) -> int | None:
        name = row.text(Means.MODEL)
        found = self.known.named(name)
        if len(found) == 1:
            return found[0][0]
        similar = () if found else self.known.similar(name)
        why = Wrong.TWO_MODELS if found else Wrong.LIKE_MODEL if similar else Wrong.MODEL
        row.wrong(Means.MODEL, name, why, tuple(slug for _pk, slug in found) or similar)
        return None

    def _source(self, row: _Row) -> SourceWords | None:
        url = row.text(Means.SOURCE_URL) or self.defaults.source_url
        try:
            url = read_address(url)
        except Unclear as unclear:
            row.wrong(Means.SOURCE_URL, url, *reason(unclear))
            return None
        publisher = row.text(Means.PUBLISHER) or self.defaults.publisher or urlsplit(url).hostname or url
        title = row.text(Means.SOURCE_TITLE)
        return SourceWords(url=url, publisher=publisher[:200], title=title[:500], language=self.defaults.language)

    def _speaker(self, row: _Row) -> str:
        named = row.text(Means.SPEAKER)
        try:
            return read_speaker(named) if named else self.defaults.stated_by
        except Unclear as unclear:
            row.wrong(Means.SPEAKER, named, *reason(unclear))
            return ""

    def _day(self, row: _Row) -> str:
        written = row.text(Means.STATED_ON)
        try:
            return read_day(written, today=self.today) or self.defaults.stated_on
        except Unclear as unclear:
            row.wrong(Means.STATED_ON, written, *reason(unclear))
            return ""

    def _figure(self, row: _Row, capability: Capability, at: _Places) -> StatedFigure | None:
        """The figure with its condition; None when its cells cannot be read."""
        dates = [heading for heading in at.headings if isinstance(row.cell(heading), date)]
        for heading in dates:
            row.wrong_in(heading, str(row.cell(heading)), Wrong.DATE_CELL)
        if dates:
            return None
        try:
            return self._stated(row, capability, at)
        except Unclear as unclear:
            filled = [heading for heading in at.headings if row.cell(heading)]
            guilty = [heading for heading in filled if str(row.cell(heading)) == unclear.found]
            found = " – ".join(str(row.cell(heading)) for heading in guilty[:1] or filled)
            row.wrong_in((guilty or filled)[0], found, *reason(unclear))
            return None

    def _stated(self, row: _Row, capability: Capability, at: _Places) -> StatedFigure:
        """Unclear when the cells state no figure of this capability."""
        condition, measures = row.text(Means.CONDITION), capability.dimension
        whole, low, high = (str(row.cell(heading)) for heading in (at.whole, at.low, at.high))
        if not measures:
            return in_words(whole, low, high, condition)
        written = row.text(Means.UNIT) if at.has_unit_column else ""
        named = [read_unit(written, measures)] if written else [heading.unit for heading in at.headings]
        default = next(filter(None, named), "")
        if at.whole:
            return read(whole, unit=default, measures=measures, condition=condition)
        units = [(heading.unit if heading and not written else "") or default for heading in (at.low, at.high)]
        return read_ends(low, high, units=(units[0], units[1]), measures=measures, condition=condition)
