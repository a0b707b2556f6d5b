"""The files of the public record's catalog, described as data. `README` beside the files says the same in prose."""

from collections.abc import Iterator

from catalog.units import UNITS
from catalog.vocabulary import Better, Bound, CapabilityGroup, Domain, DroneRole, Kind, MakerKind, ModelStatus, Speaker
from portal.tables import cells
from portal.tables.reading import Column, Problem, Row, Table


def figure_problems(row: Row) -> Iterator[Problem]:
    """Which halves of a figure each bound needs; the database has the same rule as a constraint."""
    low, high, bound = row["low"], row["high"], row["bound"]
    if bound in {Bound.EXACT, Bound.APPROX, Bound.RANGE}:
        yield from _both_halves(row)
    elif bound == Bound.UP_TO and (low is not None or high is None):
        yield row.problem("high", "only a high value, because the bound is up-to")
    elif bound == Bound.AT_LEAST and (low is None or high is not None):
        yield row.problem("low", "only a low value, because the bound is at-least")
    elif bound == Bound.TEXT and (low is not None or high is not None or not row["condition"]):
        yield row.problem("condition", "words and no number, because the bound is text")
    if bound != Bound.TEXT and not row["unit"]:
        yield row.problem("unit", "a unit, because there is a number")


def _both_halves(row: Row) -> Iterator[Problem]:
    low, high = row["low"], row["high"]
    if low is None or high is None:
        yield row.problem("low" if low is None else "high", f"a number, because the bound is {row['bound']}")
    elif low > high:
        yield row.problem("low", f"not more than high, which is {high}")
    elif row["bound"] != Bound.RANGE and low != high:
        yield row.problem("low", f"the same as high, which is {high}, because the bound is {row['bound']}")


FIGURE = [
    Column("bound", cells.one_of(Bound.values)),
    Column("low", cells.number, needed=False, empty=None),
    Column("high", cells.number, needed=False, empty=None),
    Column("unit", cells.one_of(UNITS), needed=False),
    Column("condition", cells.text, needed=False),
]
CAPABILITIES = Table(
    "capabilities.csv",
    [
        Column("code", cells.within(40, cells.code)),
        Column("name_en", cells.within(100)),
        Column("name_uk", cells.within(100)),
        Column("dimension", cells.within(20), needed=False),
        Column("canonical_unit", cells.one_of(UNITS), needed=False),
        Column("better", cells.one_of(Better.values)),
        Column("position", cells.between(0, 9999)),
        Column("group", cells.one_of(CapabilityGroup.values)),
    ],
    key=("code",),
)
SOURCES = Table(
    "sources.csv",
    [
        Column("source_slug", cells.code),
        Column("publisher", cells.within(200)),
        Column("title", cells.within(500), needed=False),
        Column("url", cells.web_address),
        Column("published_on", cells.partial_date, needed=False),
        Column("language", cells.within(8)),
        Column("note", cells.text, needed=False),
    ],
    key=("source_slug",),
)
MAKERS = Table(
    "catalog/makers.csv",
    [
        Column("maker_slug", cells.code),
        Column("name_en", cells.within(200)),
        Column("name_uk", cells.within(200), needed=False),
        Column("kind", cells.one_of(MakerKind.values)),
        Column("country", cells.country, needed=False),
        Column("website", cells.within(500, cells.web_address), needed=False),
        Column("source_slug", cells.code, needed=False),
    ],
    key=("maker_slug",),
)
MODELS = Table(
    "catalog/models.csv",
    [
        Column("model_slug", cells.code),
        Column("name_en", cells.within(200)),
        Column("name_uk", cells.within(200), needed=False),
        Column("aliases", cells.list_of(cells.within(200)), needed=False, empty=list),
        Column("maker_slug", cells.code, needed=False),
        Column("domain", cells.one_of(Domain.values)),
        Column("kind", cells.one_of(Kind.values)),
        Column("roles", cells.list_of(cells.one_of(DroneRole.values)), needed=False, empty=list),
        Column("status", cells.one_of(ModelStatus.values)),
        Column("first_reported", cells.partial_date, needed=False),
        Column("summary_en", cells.text, needed=False),
        Column("source_slug", cells.code, needed=False),
    ],
    key=("model_slug",),
)
CLAIMS = Table(
    "catalog/claims.csv",
    [
        Column("model_slug", cells.code),
        Column("capability", cells.code),
        *FIGURE,
        Column("stated_by", cells.one_of(Speaker.values)),
        Column("stated_on", cells.partial_date, needed=False),
        Column("source_slug", cells.code),
    ],
    checks=[figure_problems],
)
ALL = [SOURCES, MAKERS, MODELS, CLAIMS]
