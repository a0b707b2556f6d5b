"""What background work calls: apply an upload, note that it failed."""

from collections.abc import Callable
from datetime import datetime

from exchange.actions.imports import apply_checked, check, importer_of, note_failed, tables_of
from exchange.vocabulary import ImportState
from portal.accounts.asking import say_who_asks
from portal.jobs.actions import Claim, note_progress


def apply_import(claimed: Claim, at: datetime) -> Callable[[], None]:
    """Reads and compares outside of the job's transaction; the statements are the effect that commits with the job."""
    row, by = importer_of(claimed.payload)
    say_who_asks(by.party_code)
    if row.state != ImportState.QUEUED:
        return lambda: None
    note_progress(claimed, 10)
    tables = tables_of(row, by)
    note_progress(claimed, 25)
    checked = check(row, tables, by=by, at=at, progress=lambda percent: note_progress(claimed, percent))
    return lambda: apply_checked(row, checked, by=by, at=at)


def note_failure(claimed: Claim, error: str) -> None:
    """Called when the last attempt failed."""
    row, by = importer_of(claimed.payload)
    note_failed(row, error=error, by=by)
