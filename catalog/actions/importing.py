"""Writes the catalog of the public record into the database."""

from collections.abc import Callable, Sequence
from datetime import datetime

from catalog.actions.searching import refresh_search
from catalog.models import ApplicationStatement, Capability, Claim, ClaimWithdrawal, DroneModel, Maker, Source
from catalog.units import canonical
from portal.history.writing import Actor
from portal.tables.actions import merge
from portal.tables.importing import note, run
from portal.tables.plan import Plan
from portal.tables.reading import Reading, Row

IMPORTER = Actor("system:import-catalog")
SOURCE_FIELDS = ["publisher", "title", "url", "published_on", "language", "note"]
MAKER_FIELDS = ["name_en", "name_uk", "kind", "country", "website", "source_id"]
MODEL_FIELDS = [
    *["name_en", "name_uk", "aliases", "maker_id", "domain", "kind", "roles", "status", "first_reported"],
    *["summary_en", "source_id"],
]
CAPABILITY_FIELDS = ["name_en", "name_uk", "dimension", "canonical_unit", "better", "position", "group"]


def import_catalog(*, reading: Reading, at: datetime, rehearse: bool = False) -> Plan:
    """Brings sources, makers, models and claims to what the files say; claims that left the files are withdrawn.

    Raises BadFiles when the reading has problems; nothing is written then.
    """
    importer = _CatalogImport(reading, at)
    return run(reading, importer.apply, by=IMPORTER, reason="Import of the public record", rehearse=rehearse)


class _CatalogImport:
    """One import: each step needs the rows that the steps before it have brought in."""

    def __init__(self, reading: Reading, at: datetime) -> None:
        self.rows = reading.rows
        self.at = at
        self.sources: dict[str, Source] = {}
        self.makers: dict[str, Maker] = {}
        self.models: dict[str, DroneModel] = {}
        self.capabilities: dict[str, Capability] = {}

    def apply(self, plan: Plan) -> None:
        steps: Sequence[Callable[[Plan], None]] = [
            self._capabilities,
            self._sources,
            self._makers,
            self._models,
            self._claims,
            self._applications,
        ]
        for step in steps:
            step(plan)
        refresh_search()

    def _capabilities(self, plan: Plan) -> None:
        wanted = [Capability(**row.cells) for row in self.rows["capabilities.csv"]]
        merged = merge(wanted, list(Capability.objects.all()), key=lambda row: row.code, fields=CAPABILITY_FIELDS)
        self.capabilities = {row.code: row for row in note(plan, "capabilities", merged).kept}

    def _sources(self, plan: Plan) -> None:
        wanted = [_source(row) for row in self.rows["sources.csv"]]
        merged = merge(wanted, list(Source.objects.all()), key=lambda row: row.slug, fields=SOURCE_FIELDS)
        self.sources = {row.slug: row for row in note(plan, "sources", merged).kept}

    def _makers(self, plan: Plan) -> None:
        wanted = [self._maker(row) for row in self.rows["catalog/makers.csv"]]
        merged = merge(wanted, list(Maker.objects.all()), key=lambda row: row.slug, fields=MAKER_FIELDS)
        self.makers = {row.slug: row for row in note(plan, "makers", merged).kept}

    def _maker(self, row: Row) -> Maker:
        cells = {name: row[name] for name in ("name_en", "name_uk", "kind", "country", "website")}
        return Maker(slug=row["maker_slug"], source=self.sources.get(row["source_slug"]), **cells)

    def _models(self, plan: Plan) -> None:
        wanted = [self._model(row) for row in self.rows["catalog/models.csv"]]
        merged = merge(wanted, list(DroneModel.objects.all()), key=lambda row: row.slug, fields=MODEL_FIELDS)
        self.models = {row.slug: row for row in note(plan, "models", merged).kept}

    def _model(self, row: Row) -> DroneModel:
        plain = ("name_en", "name_uk", "aliases", "domain", "kind", "roles", "status", "first_reported", "summary_en")
        return DroneModel(
            slug=row["model_slug"],
            maker=self.makers.get(row["maker_slug"]),
            source=self.sources.get(row["source_slug"]),
            **{name: row[name] for name in plain},
        )

    def _claims(self, plan: Plan) -> None:
        wanted = [self._claim(row) for row in self.rows["catalog/claims.csv"]]
        merged = note(plan, "claims", merge(wanted, _brought_before(), key=_claim_key, fields=[]))
        ClaimWithdrawal.objects.bulk_create(
            ClaimWithdrawal(claim=claim, reason="No longer in the public record's files", withdrawn_at=self.at)
            for claim in merged.gone
            if not hasattr(claim, "withdrawal")
        )

    def _applications(self, plan: Plan) -> None:
        """The tasks that the source of a model names for it, each a statement of that source."""
        wanted = [
            ApplicationStatement(model=model, application=role, source=model.source, recorded_at=self.at)
            for model in self.models.values()
            for role in (model.roles if model.source else [])
        ]
        merged = note(plan, "applications", merge(wanted, _applied_before(), key=_application_key, fields=[]))
        ApplicationStatement.objects.bulk_create(
            _taken_back(row, self.at) for row in merged.gone if not hasattr(row, "withdrawn_by")
        )

    def _claim(self, row: Row) -> Claim:
        capability = self.capabilities[row["capability"]]
        unit = capability.canonical_unit
        return Claim(
            model=self.models[row["model_slug"]],
            capability=capability,
            source=self.sources[row["source_slug"]],
            canonical_low=canonical(row["low"], unit=row["unit"], capability_unit=unit),
            canonical_high=canonical(row["high"], unit=row["unit"], capability_unit=unit),
            recorded_at=self.at,
            **{name: row[name] for name in ("bound", "low", "high", "unit", "condition", "stated_by", "stated_on")},
        )


def _brought_before() -> list[Claim]:
    """Claims that imports brought and did not withdraw themselves.

    What an officer withdrew is among them while the files state it, so that an import does not bring it back.
    """
    brought = Claim.objects.filter(events__pgh_actor=IMPORTER.name).select_related("withdrawal")
    return [claim for claim in brought if not hasattr(claim, "withdrawal") or claim.withdrawal.person]


def _applied_before() -> list[ApplicationStatement]:
    """Applications that imports brought and did not withdraw themselves, as with claims."""
    brought = ApplicationStatement.objects.filter(events__pgh_actor=IMPORTER.name, withdraws=None)
    rows = brought.select_related("withdrawn_by")
    return [row for row in rows if not hasattr(row, "withdrawn_by") or row.withdrawn_by.added_by]


def _application_key(row: ApplicationStatement) -> tuple[object, ...]:
    return (row.model_id, row.application, row.source_id)


def _taken_back(row: ApplicationStatement, at: datetime) -> ApplicationStatement:
    return ApplicationStatement(
        model_id=row.model_id,
        application=row.application,
        source_id=row.source_id,
        withdraws=row,
        condition="No longer in the public record's files",
        recorded_at=at,
    )


def _source(row: Row) -> Source:
    return Source(slug=row["source_slug"], **{name: row[name] for name in SOURCE_FIELDS})


def _claim_key(claim: Claim) -> tuple[object, ...]:
    """A claim has no name of its own: it is everything it says, digits included (20 and 20.0 are two statements)."""
    figure = (claim.bound, str(claim.low), str(claim.high), claim.unit, claim.condition)
    return (claim.model_id, claim.capability_id, claim.source_id, *figure, claim.stated_by, claim.stated_on)
