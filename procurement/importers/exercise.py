"""Reads the files of a deal with parties, and checks what no single file can: references and cycles."""

from pathlib import Path

from portal.tables.reading import Problem, Reading, read_tables
from procurement.importers import exercise_tables as tables
from procurement.importers.known import CODED, Known, codes_of_others, deals_but
from procurement.schedule import find_cycle
from procurement.vocabulary import DealNature

REFERENCES = [
    ("milestones.csv", "workstream", "workstreams.csv", "code"),
    ("milestones.csv", "owner_party", "parties.csv", "code"),
    ("milestones.csv", "releasable_to", "parties.csv", "code"),
    ("dependencies.csv", "predecessor", "milestones.csv", "code"),
    ("dependencies.csv", "successor", "milestones.csv", "code"),
    ("terms.csv", "workstream", "workstreams.csv", "code"),
    ("positions.csv", "term_code", "terms.csv", "code"),
    ("positions.csv", "party", "parties.csv", "code"),
    ("positions.csv", "releasable_to", "parties.csv", "code"),
    ("orders.csv", "milestone_code", "milestones.csv", "code"),
    ("lots.csv", "order_code", "orders.csv", "order_code"),
    ("payments.csv", "milestone_code", "milestones.csv", "code"),
    ("ramp.csv", "site_code", "sites.csv", "site_code"),
]


def read(directory: Path, known: Known) -> Reading:
    """All rows of the deal's files; `problems` is empty when all can be imported."""
    reading = read_tables(directory, tables.ALL, alone=True)
    if len(reading.rows["deal.csv"]) != 1 and not reading.problems:
        found = f"{len(reading.rows['deal.csv'])} rows"
        reading.problems.append(Problem("deal.csv", 0, "", found, "one row, because a directory holds one deal"))
    for file, column, other, key in REFERENCES:
        reading.refer(file, column, reading.column(other, key), f"a {key} of {other}")
    for file in ("orders.csv", "ramp.csv"):
        reading.refer(file, "model_slug", known.models, "a drone model of the catalog (run import_catalog first)")
    _check_codes(reading)
    _check_cycle(reading)
    return reading


def _check_codes(reading: Reading) -> None:
    """What the files bring must not be somebody else's already."""
    reading.refuse("deal.csv", "code", deals_but(DealNature.EXERCISE), "the code of a new deal or of an exercise")
    own = reading.column("deal.csv", "code")
    for (file, column), model in CODED.items():
        reading.refuse(file, column, codes_of_others(model, but=own), "a code that no other deal uses")


def _check_cycle(reading: Reading) -> None:
    links = [(row["predecessor"], row["successor"]) for row in reading.rows["dependencies.csv"]]
    cycle = find_cycle([(before, after) for before, after in links if before != after])
    if cycle:
        line = next(row.line for row in reading.rows["dependencies.csv"] if row["predecessor"] == cycle[-1])
        found = " > ".join([*cycle, cycle[0]])
        reading.problems.append(Problem("dependencies.csv", line, "successor", found, "links without a cycle"))
