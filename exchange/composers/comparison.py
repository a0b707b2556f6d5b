"""The comparison page as a table: a line per row of the page, in its order, and for each model what its cell says."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalog.models import Claim, DroneModel
from catalog.queries.comparison import Cell, ComparisonRow
from catalog.queries.figures import readable
from catalog.templatetags.catalog_figures import converted, role_names, spread, stated
from catalog.unit_choice import system
from catalog.units import in_system
from catalog.vocabulary import Bound, FigureState
from exchange.composers.exports import Sheet
from exchange.queries.columns import Column
from exchange.vocabulary import Kind, Part
from portal.pagekit.words import NBSP, day, title
from procurement.queries.comparison import Check, Compared
from procurement.queries.requirements import Judgement, ModelAnswer
from procurement.templatetags.requirements import wanted

OF_A_ROW = [
    Column("part", Kind.TEXT, choices=dict(Part.choices)),
    Column("code", Kind.TEXT),
    Column("name", Kind.TEXT),
    Column("asked", Kind.TEXT),
    Column("unit", Kind.TEXT),
    Column("differs", Kind.YES_NO),
]
OF_A_CELL = {
    "": Kind.TEXT,
    "_low": Kind.NUMBER,
    "_high": Kind.NUMBER,
    "_state": Kind.TEXT,
    "_statements": Kind.LIST,
    "_sources": Kind.LIST,
}
OF_A_STATEMENT = [
    *[Column(name, Kind.TEXT) for name in ("model", "code", "name", "bound")],
    *[Column("low", Kind.NUMBER), Column("high", Kind.NUMBER), Column("unit", Kind.TEXT)],
    *[Column("shown_low", Kind.NUMBER), Column("shown_high", Kind.NUMBER), Column("shown_unit", Kind.TEXT)],
    *[Column("about", Kind.YES_NO), Column("condition", Kind.TEXT), Column("stated_by", Kind.TEXT)],
    *[Column("stated_on", Kind.PARTIAL_DAY), Column("source", Kind.TEXT), Column("source_publisher", Kind.TEXT)],
    *[Column("source_title", Kind.TEXT), Column("source_url", Kind.TEXT), Column("source_language", Kind.TEXT)],
    Column("source_published_on", Kind.PARTIAL_DAY),
]


@dataclass(frozen=True)
class LineCell:
    """One cell: its words, the ends in the line's unit, code and word of its state, the statements behind it."""

    words: str
    low: Decimal | None = None
    high: Decimal | None = None
    state: str = ""
    label: str = ""
    claims: Sequence[Claim] = ()


@dataclass(frozen=True)
class Line:
    """One row of the page. `asked` is what a requirement wants, `unit` the code of the unit of its numbers."""

    part: Part
    code: str
    name: str
    cells: Sequence[LineCell]
    asked: str = ""
    unit: str = ""
    differs: bool | None = None


def lines(shown: Compared) -> list[Line]:
    """All rows of the page from top to bottom: the check, the figures, the facts."""
    checked = _checked(shown.check) if shown.check else ()
    return [*checked, *map(_figure, shown.rows), *_facts(shown.found.models)]


def _checked(check: Check) -> Iterator[Line]:
    requirement = check.requirement
    yield Line(Part.REQUIREMENT, requirement.slug, title(requirement), [_overall(one) for one in check.overall])
    for figure, judgements in check.rows:
        asked = _plain(f"{figure.get_level_display()}: {wanted(figure)}")
        cells = [_judged(judgement) for judgement in judgements]
        yield Line(Part.CHECK, figure.capability.code, title(figure.capability), cells, asked=asked)


def _overall(one: ModelAnswer) -> LineCell:
    hoped = f"; {_('Objective')}: {one.objective.label}" if one.objective else ""
    return LineCell(f"{one.answer.label}{hoped}", state=one.answer.value, label=str(one.answer.label))


def _judged(judgement: Judgement) -> LineCell:
    label = str(judgement.match.label)
    claims = [claim for saying in judgement.sayings for claim in saying.claims]
    return LineCell(label, state=judgement.match.value, label=label, claims=claims)


def _figure(row: ComparisonRow) -> Line:
    cells = [_stated(cell) for cell in row.cells]
    unit = in_system(row.unit, system())
    return Line(Part.FIGURE, row.capability.code, title(row.capability), cells, unit=unit, differs=row.differs)


def _stated(cell: Cell) -> LineCell:
    if cell.figure is None:
        unknown = FigureState.UNKNOWN
        return LineCell(str(unknown.label), state=unknown.value, label=str(unknown.label))
    seen, state = cell.figure.spread(system()), cell.figure.state
    words = spread(cell.figure) if cell.figure.numbers else "; ".join(stated(one.claim) for one in cell.sayings)
    claims = [claim for saying in cell.sayings for claim in saying.claims]
    return LineCell(_plain(words), seen.low, seen.high, state.value, str(state.label), claims)


def _facts(models: Sequence[DroneModel]) -> Iterator[Line]:
    facts: dict[str, tuple[str, Callable[[DroneModel], str]]] = {
        "kind": (_("Kind"), _kind),
        "roles": (_("Roles"), lambda one: ", ".join(role_names(one)) or "–"),
        "status": (_("Status"), lambda one: str(one.get_status_display())),
        "first_reported": (_("First reported"), lambda one: _plain(day(one.first_reported)) or "–"),
    }
    for code, (name, words) in facts.items():
        yield Line(Part.FACT, code, name, [LineCell(words(model)) for model in models])


def _kind(model: DroneModel) -> str:
    return f"{model.get_domain_display()}, {str(model.get_kind_display()).lower()}"


def _plain(words: str) -> str:
    """Words as somebody types them who looks for them in a file."""
    return words.replace(NBSP, " ")


def columns(models: Sequence[DroneModel]) -> list[Column]:
    """What every row says, then the same columns for each model behind its slug."""
    return [*OF_A_ROW, *(Column(f"{model.slug}{end}", kind) for model in models for end, kind in OF_A_CELL.items())]


def values(line: Line) -> list[Any]:
    """The line in the order of the columns."""
    own = [line.part.value, line.code, line.name, line.asked, line.unit, line.differs]
    return [*own, *(value for cell in line.cells for value in _cell(cell))]


def _cell(cell: LineCell) -> list[Any]:
    said = [in_full(claim) for claim in cell.claims]
    return [cell.words, cell.low, cell.high, cell.label, said, [speaker(claim) for claim in cell.claims]]


def in_full(claim: Claim) -> str:
    """The statement as the page shows it: up to 40 km (about 25 mi), at sea."""
    here = f" ({converted(claim)})" if converted(claim) else ""
    under = f", {claim.condition}" if claim.condition and claim.bound != Bound.TEXT else ""
    return _plain(f"{stated(claim)}{here}{under}")


def speaker(claim: Claim) -> str:
    """Who says it, when, and where it was published: Maker, 2025-11: Gazette, 2025-11-13, https://…"""
    source, nothing = claim.source, _("no date")
    place = f"{source.publisher}, {source.published_on or nothing}, {source.url}"
    return f"{claim.get_stated_by_display()}, {claim.stated_on or nothing}: {place}"


def statements(shown: Compared, among: Sequence[Line]) -> Sheet:
    """Every statement behind the figures, one a row, with numbers as numbers."""
    rows = [
        _statement(model, line, claim)
        for line in among
        if line.part == Part.FIGURE
        for model, cell in zip(shown.found.models, line.cells, strict=True)
        for claim in cell.claims
    ]
    return Sheet(_("Statements"), OF_A_STATEMENT, rows)


def _statement(model: DroneModel, line: Line, claim: Claim) -> list[Any]:
    source, seen = claim.source, None if claim.bound == Bound.TEXT else readable(claim, system())
    here = [seen.low, seen.high, seen.unit, seen.about] if seen else [None, None, "", None]
    return [
        *[model.slug, line.code, line.name, str(claim.get_bound_display())],
        *[claim.low, claim.high, claim.unit, *here, claim.condition],
        *[str(claim.get_stated_by_display()), claim.stated_on, source.slug, source.publisher],
        *[source.title, source.url, source.language, source.published_on],
    ]
