"""Reads the deal files of the public record with every reference checked."""

from pathlib import Path

from portal.tables.reading import Problem, Reading, read_tables
from procurement.importers import record_tables as tables
from procurement.importers.known import Known, codes_of_others, deals_but
from procurement.models import Milestone
from procurement.vocabulary import DealNature

LISTS = [tables.PUBLIC_PARTIES, tables.WORKSTREAMS, tables.TERM_TOPICS, tables.MILESTONE_TITLES]
SOURCED = [
    *["deal/engagements.csv", "deal/term_statements.csv", "deal/milestone_statements.csv"],
    "deal/requirement_figures.csv",
]


def read(directory: Path, reference: Path, known: Known) -> Reading:
    """All rows of the files and of the reference lists; `problems` is empty when all can be imported."""
    reading = read_tables(directory, tables.ALL, alone=True)
    words = read_tables(reference, LISTS)
    reading.rows.update(words.rows)
    reading.problems.extend(words.problems)
    _check_references(reading, known)
    _check_topics(reading)
    _check_codes(reading)
    return reading


def _check_codes(reading: Reading) -> None:
    """What the files bring must not be somebody else's already."""
    others = deals_but(DealNature.PUBLIC)
    reading.refuse("deal/agreements.csv", "agreement", others, "a code that no other deal uses")
    taken = {code: deal for code, deal in codes_of_others(Milestone, but=()).items() if deal in others}
    reading.refuse("deal/milestone_statements.csv", "event_slug", taken, "a code that no other deal uses")


def _check_references(reading: Reading, known: Known) -> None:
    for file in SOURCED:
        reading.refer(file, "source_slug", known.sources, "a source of the catalog (run import_catalog first)")
    agreements = reading.column("deal/agreements.csv", "agreement")
    workstreams = reading.column("workstreams.csv", "code")
    for file in ("deal/term_statements.csv", "deal/milestone_statements.csv"):
        reading.refer(file, "agreement", agreements, "an agreement of deal/agreements.csv")
        reading.refer(file, "workstream", workstreams, "a workstream of the reference list")
    parties = reading.column("public_parties.csv", "code")
    reading.refer("deal/agreements.csv", "parties", parties, "party codes of the reference list")
    requirements = reading.column("deal/requirements.csv", "requirement_slug")
    figures = "deal/requirement_figures.csv"
    reading.refer(figures, "requirement_slug", requirements, "a requirement_slug of deal/requirements.csv")
    reading.refer(figures, "capability", known.capabilities, "a capability of the catalog")


def _check_topics(reading: Reading) -> None:
    """Statements with one topic of one agreement speak of one term, so they stand in one workstream."""
    first: dict[tuple[str, str], str] = {}
    for row in reading.rows["deal/term_statements.csv"]:
        workstream = first.setdefault((row["agreement"], row["topic"]), row["workstream"])
        if workstream != row["workstream"]:
            expected = f"{workstream}, as in the other statements on {row['topic']}"
            found = repr(row["workstream"])
            reading.problems.append(Problem(row.file, row.line, "workstream", found, expected))
