"""Two to six models side by side: a row per capability, rows that differ first, a number for each source."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Prefetch

from catalog.models import Capability, DroneModel, Source
from catalog.queries.figures import Figure, Saying, figures, sayings, stated
from catalog.queries.pages import claims_of
from catalog.rules import can_all_hold
from catalog.vocabulary import Bound
from portal.accounts.models import User

FEWEST, MOST = 2, 6


@dataclass(frozen=True)
class Cell:
    """What is stated about one capability of one model; no figure where nothing is."""

    figure: Figure | None
    sayings: Sequence[Saying] = ()


@dataclass(frozen=True)
class ComparisonRow:
    """One capability (of money: one currency) across the models. `differs`: no value could satisfy all of them."""

    capability: Capability
    unit: str
    cells: Sequence[Cell]
    differs: bool


@dataclass(frozen=True)
class Comparison:
    """`rows` begin with those that differ; `missing` are asked-for models that do not exist."""

    models: Sequence[DroneModel]
    rows: Sequence[ComparisonRow]
    missing: Sequence[str]

    @property
    def sources(self) -> list[Source]:
        """Every cited source once, in the order in which the rows cite them."""
        cited = (s for row in self.rows for cell in row.cells for saying in cell.sayings for s in saying.sources)
        return list({source.pk: source for source in cited}.values())

    @property
    def statements(self) -> int:
        return sum(len(cell.figure.claims) for row in self.rows for cell in row.cells if cell.figure)

    @property
    def same(self) -> int:
        """How many rows are the same for all."""
        return sum(not row.differs for row in self.rows)


def comparison(slugs: Sequence[str], *, user: User) -> Comparison:
    """The models in the order asked for, each once. Two statements of SQL."""
    wanted = list(dict.fromkeys(slugs))[:MOST]
    claims = Prefetch("claims", queryset=claims_of(user), to_attr="counting")
    found = {
        model.slug: model
        for model in DroneModel.objects.visible_to(user)
        .filter(slug__in=wanted)
        .select_related("maker")
        .prefetch_related(claims)
    }
    models = [found[slug] for slug in wanted if slug in found]
    return Comparison(models, _rows(models), [slug for slug in wanted if slug not in found])


def _rows(models: Sequence[DroneModel]) -> list[ComparisonRow]:
    said = [figures(model.counting) for model in models]  # type: ignore[attr-defined]  # prefetched
    only = _only_units(figure for found in said for figure in found)
    columns = [{_key(figure): figure for figure in _with_words(found, only)} for found in said]
    known = {key: figure for column in columns for key, figure in column.items()}
    rows = [_row(figure, [column.get(key) for column in columns]) for key, figure in sorted(known.items())]
    return sorted(rows, key=lambda row: not row.differs)


def _only_units(found: Iterable[Figure]) -> dict[str, str]:
    """The unit of each capability whose numbers, of all models, stand in one unit alone."""
    units: dict[str, set[str]] = {}
    for figure in found:
        if figure.unit:
            units.setdefault(figure.capability.code, set()).add(figure.unit)
    return {code: next(iter(each)) for code, each in units.items() if len(each) == 1}


def _with_words(found: Sequence[Figure], only: Mapping[str, str]) -> list[Figure]:
    """Figures in which words stand after the numbers of their capability, not in a row of their own."""
    rows: dict[tuple[str, str], Figure] = {}
    for figure in sorted(found, key=lambda figure: figure.unit == ""):
        unit = figure.unit or only.get(figure.capability.code, "")
        numbers = rows.get((figure.capability.code, unit))
        claims = [*(numbers.claims if numbers else ()), *figure.claims]
        rows[figure.capability.code, unit] = replace(figure, unit=unit, claims=claims)
    return list(rows.values())


def _key(figure: Figure) -> tuple[int, str, str]:
    return (figure.capability.position, figure.capability.code, figure.unit)


def _row(named: Figure, found: Sequence[Figure | None]) -> ComparisonRow:
    cells = [Cell(figure, sayings(figure.claims) if figure else ()) for figure in found]
    return ComparisonRow(named.capability, named.unit, cells, differs=_differ(found))


def _differ(found: Sequence[Figure | None]) -> bool:
    """Models differ where one states nothing, or where no one value (no one wording) satisfies all of them."""
    stating = [figure for figure in found if figure is not None]
    if len(stating) < len(found):
        return True
    words = [{claim.condition for claim in figure.claims if claim.bound == Bound.TEXT} for figure in stating]
    numbers = [stated(claim) for figure in stating for claim in figure.numbers]
    return not can_all_hold(numbers) or any(said != words[0] for said in words)
