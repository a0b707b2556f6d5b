"""Taking an upload in: hand in, map and rehearse, put in line, apply, undo. Nothing is written before the apply."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog.actions.batches import add_claims, withdraw_claims
from catalog.actions.claim_rows import officer_party
from exchange.importers.files import open_file
from exchange.importers.headings import Guesses, Table, table_of
from exchange.importers.plans import ImportPlan, plan_of
from exchange.importers.problems import CellProblem
from exchange.importers.statements import Defaults, Reading, StatementReader
from exchange.models import ColumnMapping, Import, ImportedClaim, UploadedFile
from exchange.queries.known import known_to, stated_of
from exchange.vocabulary import ImportState, Wrong
from portal.accounts.models import Party, User
from portal.faults import Conflict, Missing, Refused
from portal.history.writing import writing
from portal.jobs.actions import enqueue

KEPT_PROBLEMS = 1000
BATCH = 500
MOST_FIGURES = 30_000  # a slow machine writes them within the time of a job
Progress = Callable[[int], None]
MAY_MAP = (ImportState.UPLOADED, ImportState.REHEARSED, ImportState.FAILED)


@dataclass(frozen=True)
class Checked:
    """An upload compared with the catalog."""

    reading: Reading
    plan: ImportPlan
    names: Mapping[int, str]


def hand_in(*, name: str, content: bytes, by: User, at: datetime) -> Import:
    """Keeps an upload that can be read. BadFile when it cannot, Refused without the right; nothing is kept then."""
    party = officer_party(by)
    open_file(content)
    digest = hashlib.sha256(content).hexdigest()
    with writing(by=by.actor, reason="Upload of a table"):
        file = UploadedFile.objects.create(content=content, sha256=digest)
        return Import.objects.create(
            name=name[:200], file=file, party=party, uploaded_by=by, uploaded_at=at, releasable_to=[party.code]
        )


def tables_of(row: Import, user: User) -> list[Table]:
    """The sheets of the upload with their headings."""
    guesses = Guesses(known_to(user).names())
    return [table_of(sheet, guesses) for sheet in open_file(bytes(row.file.content))]


def rehearse(
    *,
    number: int,
    mapping: Sequence[Mapping[str, str]],
    defaults: Mapping[str, str],
    by: User,
    at: datetime,
    version: int,
) -> Import:
    """Remembers the mapping and notes every problem and the plan. Writes nothing into the catalog."""
    party = officer_party(by)
    with writing(by=by.actor, reason="Rehearsal of an import"):
        row = _locked(number, by, version, MAY_MAP)
        tables = tables_of(row, by)
        row.mapping, row.defaults = [dict(columns) for columns in mapping], dict(defaults)
        checked = check(row, tables, by=by, at=at)
        problems = sorted(checked.reading.problems)
        row.problems = [problem.kept() for problem in problems[:KEPT_PROBLEMS]]
        row.problem_count, row.plan = len(problems), checked.plan.told(checked.names)
        row.state, row.error, row.version = ImportState.REHEARSED, "", row.version + 1
        row.save()
        _remember(party, tables, row.mapping, at)
    return row


def check(
    row: Import, tables: Sequence[Table], *, by: User, at: datetime, progress: Progress = lambda _: None
) -> Checked:
    """Reads the mapped columns and compares them with the catalog as the person sees it."""
    known = known_to(by)
    mapping = [{int(place): meaning for place, meaning in columns.items()} for columns in row.mapping]
    reading = StatementReader(known, Defaults(**row.defaults), today=at.date()).read(tables, mapping)
    if len(reading.found) > MOST_FIGURES:
        many = (str(len(reading.found)), Wrong.TOO_MANY.value, (str(MOST_FIGURES),))
        reading.problems.append(CellProblem(tables[0].name, 0, "", "", *many))
    progress(40)
    plan = plan_of(reading.found, stated_of((found.claim.model_id for found in reading.found), by))
    progress(60)
    return Checked(reading, plan, dict(pair for found in known.models.values() for pair in found))


def _remember(party: Party, tables: Sequence[Table], mapping: Sequence[Mapping[str, str]], at: datetime) -> None:
    for table, columns in zip(tables, mapping, strict=True):
        ColumnMapping.objects.update_or_create(
            party=party, signature=table.signature, defaults={"columns": dict(columns), "saved_at": at}
        )


def _locked(number: int, by: User, version: int, states: Sequence[str]) -> Import:
    """The party's upload, held until the end of the transaction. Missing, Conflict or Refused otherwise."""
    rows: QuerySet[Import] = Import.objects.visible_to(by).filter(party=by.party_id).select_related("file", "party")
    row = rows.select_for_update(of=("self",)).filter(pk=number).first()
    if row is None:
        raise Missing(_("There is no such upload."))
    if row.version != version:
        raise Conflict(_("Somebody was faster: look at the upload again."), current={"version": row.version})
    if row.state not in states:
        raise Refused(
            _("This cannot be done now: the upload is %(state)s.") % {"state": row.get_state_display()}, code="state"
        )
    return row


def put_in_line(*, number: int, by: User, at: datetime, version: int) -> Import:
    """Lets a worker apply the upload. Refused while the rehearsal has problems or finds nothing new."""
    officer_party(by)
    with writing(by=by.actor, reason="Import put in line"):
        row = _locked(number, by, version, (ImportState.REHEARSED,))
        if row.problem_count or not row.plan.get("new"):
            raise Refused(
                _("Only a rehearsal without problems that brings something new can be applied."), code="problems"
            )
        row.state, row.version = ImportState.QUEUED, row.version + 1
        row.save()
        enqueue(kind="import", key=f"import-{row.pk}-{row.version}", payload={"import": row.pk, "by": by.pk}, at=at)
    return row


def apply_checked(row: Import, checked: Checked, *, by: User, at: datetime) -> None:
    """The effect of the job: all new statements, each with its place in the file, in the job's transaction."""
    if checked.reading.problems:
        raise Refused(_("The catalog has changed since the rehearsal. Rehearse again."), code="problems")
    reason = f"Import {row.pk}: {row.name}"
    claims = add_claims(claims=[found.claim for found in checked.plan.new], by=by, at=at, reason=reason)
    with writing(by=by.actor, reason=reason):
        links = [
            ImportedClaim(batch=row, claim=claim, sheet=found.sheet[:200], row=found.row)
            for claim, found in zip(claims, checked.plan.new, strict=True)
        ]
        ImportedClaim.objects.bulk_create(links, batch_size=BATCH)
        row.state, row.version = ImportState.APPLIED, row.version + 1
        row.save(update_fields=["state", "version"])


def note_failed(row: Import, *, error: str, by: User) -> None:
    """The job failed for good; nothing was written, and the upload may be rehearsed again."""
    if row.state != ImportState.QUEUED:
        return
    with writing(by=by.actor, reason="Import failed"):
        row.state, row.error, row.version = ImportState.FAILED, error[:2000], row.version + 1
        row.save(update_fields=["state", "error", "version"])


def undo(*, number: int, reason: str, by: User, at: datetime, version: int) -> int:
    """Withdraws every statement of the upload that still stands, in one step; returns how many."""
    officer_party(by)
    if not reason.strip():
        raise Refused(_("Write why the import is undone."), code="no-reason")
    with writing(by=by.actor, reason=reason):
        row = _locked(number, by, version, (ImportState.APPLIED,))
        claims = list(row.claims.values_list("claim_id", flat=True))
        count = withdraw_claims(claims=claims, by=by, at=at, reason=reason)
        row.state, row.version = ImportState.UNDONE, row.version + 1
        row.save(update_fields=["state", "version"])
    return count


def importer_of(payload: Mapping[str, Any]) -> tuple[Import, User]:
    """The upload and the person of a job."""
    row = Import.objects.select_related("file", "party").get(pk=payload["import"])
    return row, User.objects.select_related("party").get(pk=payload["by"])
