"""What operators see of the background work, and how a parked job is put in line again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.module_loading import import_string

from portal.accounts import roles
from portal.accounts.models import User
from portal.jobs.actions import again
from portal.jobs.models import Heartbeat, Job, JobState

OPEN = (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True)
class Retry:
    """Who put a job in line again, and when (ISO 8601)."""

    by: str
    at: str


@dataclass(frozen=True)
class Shown:
    """A job as an operator sees it; keys and payloads stay inside: they could tell of rows that he must not see."""

    job: Job
    age: timedelta
    error: str
    may_again: bool
    retries: Sequence[Retry] = ()

    @property
    def is_late(self) -> bool:
        """Open for more than five minutes: longer than any fault may last."""
        return self.job.state in OPEN and self.age > timedelta(minutes=5)

    @property
    def minutes(self) -> int:
        return int(self.age.total_seconds() // 60)


def jobs_for(user: User, state: str = "") -> QuerySet[Job]:
    """All jobs (of one state), newest first, for operators; none for anybody else, or in a state that is none."""
    rows = Job.objects.order_by("-pk") if user.may(roles.OPERATE) else Job.objects.none()
    return rows.filter(state=state) if state else rows


def shown(job: Job, *, user: User, at: datetime) -> Shown:
    """The age counts from the beginning to the end of the job, or to now."""
    return Shown(
        job, (job.finished_at or at) - job.created_at, error_for(job, user), may_again(job), retries_for(job, user)
    )


def retries_for(job: Job, user: User) -> list[Retry]:
    """Each time it was put in line again; of people of another party an operator learns the party alone."""
    return [Retry(_named(one, user), one["at"]) for one in job.retries]


def _named(one: Mapping[str, str], user: User) -> str:
    return one["by"] if user.party_code in {"", one["party"]} else one["party"] or "–"


def error_for(job: Job, user: User) -> str:
    """The reason; for an operator of a party only its kind, because the words may name rows of another party."""
    return job.error if not user.party_code else job.error.split(":", 1)[0]


def may_again(job: Job) -> bool:
    """Parked, and of a kind that is put in line again here."""
    return job.state == JobState.FAILED and job.kind in settings.PORTAL_JOBS_AGAIN


def counts() -> dict[str, int]:
    """How many jobs there are in each state."""
    found = dict(Job.objects.values_list("state").annotate(n=Count("pk")).order_by())
    return {state: found.get(state, 0) for state in JobState.values}


def last_tick() -> datetime | None:
    """When the portal last looked for what is due."""
    row = Heartbeat.objects.filter(name="tick").first()
    return row.at if row else None


def put_again(number: int, *, by: User, at: datetime) -> bool:
    """Puts a parked job in line again together with what it is about; False when there is nothing to put."""
    with transaction.atomic():
        job = Job.objects.filter(pk=number).first()
        if job is None or not may_again(job):
            return False
        claimed = again(key=job.key, by=by, at=at)
        if claimed is None:
            return False
        import_string(settings.PORTAL_JOBS_AGAIN[job.kind])(claimed)
    return True
