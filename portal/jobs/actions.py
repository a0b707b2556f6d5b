"""Putting work in line, claiming it, finishing it. The clock is passed in; two workers never hold the same job."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from portal.accounts.models import User
from portal.jobs.models import Heartbeat, Job, JobState, Server
from portal.jobs.relay import hint

ATTEMPTS = 3
LOST = "The worker was lost three times."
LEASE = timedelta(seconds=120)  # longer than a task may run (settings.CELERY: task_time_limit)


class LostLease(RuntimeError):
    """Another worker has claimed the job since; what this one did must be taken back."""


@dataclass(frozen=True)
class Claim:
    """A job that this worker holds, with the fencing number it was given."""

    job_id: int
    kind: str
    key: str
    payload: Mapping[str, Any]
    fence: int
    attempt: int


def enqueue(*, kind: str, key: str, payload: Mapping[str, Any], at: datetime) -> bool:
    """Puts a job in line, once per key; False when it is there already. Part of the caller's transaction.

    The queue is told after the commit; if that hint is lost, the next tick finds the job.
    """
    job = Job(kind=kind, key=key, payload=dict(payload), due_at=at, created_at=at)
    before = Job.objects.filter(key=key).exists()
    Job.objects.bulk_create([job], ignore_conflicts=True)
    transaction.on_commit(hint)
    return not before


def claim(*, worker: str, at: datetime, since: datetime | None = None) -> Claim | None:
    """Takes the oldest job that is due: a queued one, or a running one whose lease ran out. None when there is none.

    `since`: what was due before stays where it is.
    """
    due = Q(state=JobState.QUEUED, due_at__lte=at) | Q(state=JobState.RUNNING, lease_until__lte=at)
    if since:
        due &= Q(due_at__gte=since)
    with transaction.atomic():
        rows = Job.objects.select_for_update(skip_locked=True).filter(due, attempts__lt=ATTEMPTS)
        job = rows.order_by("due_at", "id").first()
        if job is None:
            return None
        job.attempts += 1
        job.fence += 1
        job.state, job.worker, job.lease_until = JobState.RUNNING, worker, at + LEASE
        job.save(update_fields=["attempts", "fence", "state", "worker", "lease_until"])
    return _claim_of(job)


def _claim_of(job: Job) -> Claim:
    return Claim(job.pk, job.kind, job.key, job.payload, job.fence, job.attempts)


def park_lost(*, at: datetime) -> list[Claim]:
    """Parks the jobs whose worker was lost at every attempt, and returns them. Part of the caller's transaction."""
    lost = Job.objects.select_for_update(skip_locked=True).filter(
        state=JobState.RUNNING, lease_until__lte=at, attempts__gte=ATTEMPTS
    )
    parked = list(lost)
    for job in parked:
        _park(job, LOST, at)
    return [_claim_of(job) for job in parked]


def finish(claimed: Claim, *, at: datetime) -> None:
    """Marks the job done inside the transaction of its effect. LostLease takes that transaction back."""
    job = _held(claimed)
    job.state, job.finished_at, job.lease_until, job.progress, job.error = JobState.DONE, at, None, 100, ""
    job.save(update_fields=["state", "finished_at", "lease_until", "progress", "error"])


def note_progress(claimed: Claim, percent: int) -> None:
    """Lets people see how far a job is; does nothing for who has lost it."""
    Job.objects.filter(pk=claimed.job_id, fence=claimed.fence, state=JobState.RUNNING).update(progress=percent)


def fail(claimed: Claim, *, error: str, at: datetime) -> bool:
    """Notes the error; the job is tried again a little later, or parked after the last attempt (True then)."""
    with transaction.atomic():
        try:
            job = _held(claimed)
        except LostLease:
            return False
        if job.attempts >= ATTEMPTS:
            _park(job, error, at)
            return True
        job.state, job.lease_until, job.error = JobState.QUEUED, None, error[:2000]
        job.due_at = at + timedelta(seconds=10 * job.attempts)
        job.save(update_fields=["state", "lease_until", "error", "due_at"])
    return False


def again(*, key: str, by: User, at: datetime) -> Claim | None:
    """Puts a job that was parked in line again, with three new attempts, and notes who did; None when it is not parked.

    Part of the caller's transaction; the caller also sees to what the job is about.
    """
    job = Job.objects.select_for_update().filter(key=key, state=JobState.FAILED).first()
    if job is None:
        return None
    job.state, job.attempts, job.due_at, job.finished_at = JobState.QUEUED, 0, at, None
    job.progress, job.error = 0, ""
    job.retries = [*job.retries, {"by": by.username, "party": by.party_code, "at": at.isoformat()}]
    job.save(update_fields=["state", "attempts", "due_at", "finished_at", "progress", "error", "retries"])
    transaction.on_commit(hint)
    return _claim_of(job)


def check_held(claimed: Claim) -> None:
    """LostLease when another worker has claimed the job since. Holds until the caller's transaction ends."""
    _held(claimed)


def _held(claimed: Claim) -> Job:
    rows = Job.objects.select_for_update().filter(pk=claimed.job_id, fence=claimed.fence, state=JobState.RUNNING)
    job = rows.first()
    if job is None:
        raise LostLease(claimed.key)
    return job


def _park(job: Job, error: str, at: datetime) -> None:
    job.state, job.finished_at, job.lease_until, job.error = JobState.FAILED, at, None, error[:2000]
    job.save(update_fields=["state", "finished_at", "lease_until", "error"])


def beat(*, name: str, at: datetime) -> None:
    """Notes that a part of the portal is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def has_beaten(*, name: str, on: date) -> bool:
    """True when a part of the portal noted that it is alive on that day already."""
    last = Heartbeat.objects.filter(name=name).first()
    return last is not None and last.at.date() == on


def note_server(*, identity: str, reason: str, at: datetime, accepted_by: str = "") -> None:
    """The record lives in another database from now on; without `accepted_by` that begins quarantine."""
    accepted = {"accepted_at": at, "accepted_by": accepted_by} if accepted_by else {}
    Server.objects.create(identity=identity, seen_at=at, reason=reason, **accepted)


def accept_servers(*, by: str, at: datetime) -> bool:
    """Ends quarantine; False when there was none (any more)."""
    return bool(Server.objects.filter(accepted_at=None).update(accepted_at=at, accepted_by=by))
