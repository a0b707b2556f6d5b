"""The deal files of the public record, described as data."""

from dataclasses import replace

from catalog.importers.tables import FIGURE, figure_problems
from catalog.units import UNITS
from catalog.vocabulary import Domain
from portal.tables import cells
from portal.tables.reading import Column, Table
from procurement.importers.exercise_tables import CODE, NAMES, PARTIES, low_not_above_high
from procurement.importers.exercise_tables import WORKSTREAMS as DEAL_WORKSTREAMS
from procurement.vocabulary import DealStatus, EngagementKind, FigureLevel, PositionStatus, StatementKind

PUBLIC_STATES = [StatementKind.HAPPENED, StatementKind.ANNOUNCED, StatementKind.EXPECTED, StatementKind.SLIPPED]
SOURCE = Column("source_slug", cells.code)

AGREEMENTS = Table(
    "deal/agreements.csv",
    [
        Column("agreement", CODE),
        *NAMES,
        Column("parties", cells.list_of(cells.within(40, cells.code))),
        Column("status", cells.one_of(DealStatus.values)),
        Column("known_since", cells.partial_date, needed=False),
    ],
    key=("agreement",),
)
ENGAGEMENTS = Table(
    "deal/engagements.csv",
    [
        Column("engagement_slug", cells.code),
        Column("date", cells.partial_date, needed=False),
        Column("end_date", cells.partial_date, needed=False),
        Column("kind", cells.one_of(EngagementKind.values)),
        Column("place", cells.within(200), needed=False),
        Column("parties", cells.list_of(cells.within(40, cells.code))),
        Column("subject_en", cells.text),
        Column("outcome_en", cells.text, needed=False),
        SOURCE,
    ],
    key=("engagement_slug",),
)
TERM_STATEMENTS = Table(
    "deal/term_statements.csv",
    [
        Column("statement_slug", cells.code),
        Column("agreement", cells.code),
        Column("topic", CODE),
        Column("workstream", cells.code),
        Column("title_en", cells.within(300)),
        Column("statement_en", cells.text),
        Column("low", cells.number, needed=False, empty=None),
        Column("high", cells.number, needed=False, empty=None),
        Column("unit", cells.one_of(UNITS), needed=False),
        Column("status", cells.one_of(PositionStatus.values)),
        Column("stated_by", cells.within(200)),
        Column("stated_on", cells.partial_date, needed=False),
        SOURCE,
    ],
    key=("statement_slug",),
    checks=[low_not_above_high],
)
MILESTONE_STATEMENTS = Table(
    "deal/milestone_statements.csv",
    [
        Column("event_slug", CODE),
        Column("agreement", cells.code),
        Column("date", cells.partial_date, needed=False),
        Column("workstream", cells.code),
        Column("title_en", cells.within(300)),
        Column("state", cells.one_of(PUBLIC_STATES)),
        Column("expected_date", cells.partial_date, needed=False),
        SOURCE,
    ],
    key=("event_slug",),
)
REQUIREMENTS = Table(
    "deal/requirements.csv",
    [
        Column("requirement_slug", cells.code),
        Column("branch", cells.within(40, cells.code)),
        *NAMES,
        Column("domain", cells.one_of(Domain.values)),
    ],
    key=("requirement_slug",),
)
REQUIREMENT_FIGURES = Table(
    "deal/requirement_figures.csv",
    [
        Column("requirement_slug", cells.code),
        Column("capability", cells.code),
        Column("level", cells.one_of(FigureLevel.values)),
        *FIGURE,
        Column("stated_on", cells.partial_date, needed=False),
        SOURCE,
    ],
    checks=[figure_problems],
)
ALL = [AGREEMENTS, ENGAGEMENTS, TERM_STATEMENTS, MILESTONE_STATEMENTS, REQUIREMENTS, REQUIREMENT_FIGURES]

# Reference lists of the portal (data/reference).
PUBLIC_PARTIES = replace(PARTIES, file="public_parties.csv")
WORKSTREAMS = replace(DEAL_WORKSTREAMS, file="workstreams.csv")
TERM_TOPICS = Table(
    "term_topics.csv",
    [Column("code", CODE), *NAMES],
    key=("code",),
)
MILESTONE_TITLES = Table(
    "milestone_titles.csv", [Column("code", cells.code), Column("title_uk", cells.text)], key=("code",)
)
