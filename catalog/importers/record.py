"""Reads the catalog of the public record: sources, makers, models and claims, with every reference checked."""

from pathlib import Path

from catalog.importers import tables
from portal.tables.reading import Reading, read_tables

KNOWN_SOURCE = "a source_slug of sources.csv"


def read(directory: Path, reference: Path) -> Reading:
    """All rows of the catalog and the reference capabilities; `problems` is empty when all can be imported."""
    reading = read_tables(directory, tables.ALL, alone=True)
    words = read_tables(reference, [tables.CAPABILITIES])
    reading.rows.update(words.rows)
    reading.problems.extend(words.problems)
    _check_references(reading)
    return reading


def _check_references(reading: Reading) -> None:
    sources = reading.column("sources.csv", "source_slug")
    for file in ("catalog/makers.csv", "catalog/models.csv", "catalog/claims.csv"):
        reading.refer(file, "source_slug", sources, KNOWN_SOURCE)
    makers = reading.column("catalog/makers.csv", "maker_slug")
    reading.refer("catalog/models.csv", "maker_slug", makers, "a maker_slug of catalog/makers.csv, or nothing")
    models = reading.column("catalog/models.csv", "model_slug")
    reading.refer("catalog/claims.csv", "model_slug", models, "a model_slug of catalog/models.csv")
    capabilities = reading.column("capabilities.csv", "code")
    reading.refer("catalog/claims.csv", "capability", capabilities, "a capability of the reference list")
