"""Running jobs: each kind has one handler (settings.PORTAL_JOBS), whose effect commits together with the job."""

import traceback
from collections.abc import Callable
from datetime import datetime

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from portal.jobs import actions, quarantine
from portal.jobs.actions import Claim, LostLease

log = structlog.get_logger()
Clock = Callable[[], datetime]
# A handler prepares outside and returns the effect: what is written in the transaction that also finishes the job.
Handler = Callable[[Claim, datetime], Callable[[], None]]
LEADER = 7_301_001  # advisory lock of the sweep: two beats never sweep at once


def run_due(*, worker: str, clock: Clock, limit: int = 100) -> int:
    """Claims and runs jobs until none is due; returns how many were run. Reads the clock for every job."""
    is_held = quarantine.look(at=clock())
    if not is_held:
        _park_lost(at=clock())
    for done in range(limit):
        at = clock()
        claimed = actions.claim(worker=worker, at=at, since=at - quarantine.HELD_AFTER if is_held else None)
        if claimed is None:
            return done
        run(claimed, clock=clock)
    return limit


def run(claimed: Claim, *, clock: Clock) -> bool:
    """Runs one job; True when its effect was written. An error is noted in the job and never escapes."""
    try:
        handler: Handler = import_string(settings.PORTAL_JOBS[claimed.kind])
        effect = handler(claimed, clock())
        with transaction.atomic():
            effect()
            actions.finish(claimed, at=clock())
    except LostLease:
        log.warning("lease lost", job=claimed.key)
        return False
    except Exception as error:  # whatever a handler raises belongs into the job, where operators see it
        log.exception("job failed", job=claimed.key, attempt=claimed.attempt)
        last = traceback.format_exception_only(error)[-1].strip()
        with transaction.atomic():
            if actions.fail(claimed, error=last, at=clock()):
                _tell_parked(claimed, last)
        return False
    return True


def _park_lost(*, at: datetime) -> None:
    """Gives up jobs that took three workers with them; whoever owns them is told in the same transaction."""
    with transaction.atomic():
        for lost in actions.park_lost(at=at):
            log.error("job given up", job=lost.key)
            _tell_parked(lost, actions.LOST)


def _tell_parked(claimed: Claim, error: str) -> None:
    """Lets the owner of the job say on its page that it failed for good."""
    path = settings.PORTAL_JOBS_FAILED.get(claimed.kind)
    if path:
        import_string(path)(claimed, error)


def sweep(*, clock: Clock) -> bool:
    """Lets every app put in line what is due (settings.PORTAL_SWEEPS). False when another one sweeps already."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LEADER])
            row = cursor.fetchone()
        if not row or not row[0]:
            return False
        quarantine.look(at=clock())
        for path in settings.PORTAL_SWEEPS:
            import_string(path)(clock())
        actions.beat(name="tick", at=clock())
    return True
