"""PostgreSQL owns the work: once per key, claimed by one, tried three times, fenced against the dead that come back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import transaction

from portal.jobs import actions, running
from portal.jobs.actions import ATTEMPTS, LEASE, Claim, LostLease
from portal.jobs.models import Heartbeat, Job

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LATER = NOW + LEASE + timedelta(seconds=1)
EFFECTS: list[str] = []


def note_effect(claimed: Claim, at: datetime) -> Callable[[], None]:
    return lambda: EFFECTS.append(claimed.key)


def note_end(claimed: Claim, error: str) -> None:
    EFFECTS.append(f"{claimed.key} ended: {error}")


def always_fail(claimed: Claim, at: datetime) -> Callable[[], None]:
    raise ValueError("no paper")


@pytest.fixture(autouse=True)
def _handlers(db: None, settings: LazySettings) -> None:
    EFFECTS.clear()
    settings.PORTAL_JOBS = {"note": f"{__name__}.note_effect", "fail": f"{__name__}.always_fail"}
    settings.PORTAL_JOBS_FAILED = {}
    settings.PORTAL_SWEEPS = []


def _enqueue(kind: str = "note", key: str = "k") -> bool:
    return actions.enqueue(kind=kind, key=key, payload={"n": 1}, at=NOW)


def _job(key: str = "k") -> Job:
    return Job.objects.get(key=key)


def _claim(at: datetime = NOW) -> Claim:
    claimed = actions.claim(worker="w", at=at)
    assert claimed is not None
    return claimed


def test_a_key_is_put_in_line_once() -> None:
    assert [_enqueue(), _enqueue()] == [True, False]
    assert Job.objects.filter(key="k").count() == 1


def test_a_claimed_job_is_not_claimed_again_before_its_lease_ends() -> None:
    _enqueue()
    _claim()
    assert actions.claim(worker="other", at=NOW + timedelta(seconds=1)) is None
    assert _claim(LATER).attempt == 2


def test_a_worker_that_lost_its_lease_cannot_finish() -> None:
    _enqueue()
    first = _claim()
    second = _claim(LATER)
    with pytest.raises(LostLease), transaction.atomic():
        actions.finish(first, at=LATER)
    assert _job().state == "running"
    actions.finish(second, at=LATER)
    assert (_job().state, _job().progress) == ("done", 100)


def test_the_effect_is_taken_back_with_the_lost_job() -> None:
    _enqueue()
    first = _claim()
    _claim(LATER)
    assert running.run(first, clock=lambda: LATER) is False
    assert _job().state == "running"


def test_work_is_done_once() -> None:
    _enqueue()
    assert running.run_due(worker="w", clock=lambda: NOW) == 1
    assert running.run_due(worker="w", clock=lambda: NOW) == 0
    assert EFFECTS == ["k"]


def test_three_failures_park_the_job_with_its_reason() -> None:
    _enqueue("fail")
    for attempt in range(ATTEMPTS):
        running.run_due(worker="w", clock=lambda wait=attempt: NOW + timedelta(minutes=wait))
    assert (_job().state, _job().attempts, _job().error) == ("failed", 3, "ValueError: no paper")
    assert running.run_due(worker="w", clock=lambda: NOW + timedelta(days=1)) == 0


def test_a_worker_that_dies_three_times_parks_the_job_and_its_owner_is_told(settings: LazySettings) -> None:
    _enqueue()
    settings.PORTAL_JOBS_FAILED = {"note": f"{__name__}.note_end"}
    for attempt in range(ATTEMPTS):
        _claim(NOW + attempt * (LEASE + timedelta(seconds=1)))
    assert running.run_due(worker="w", clock=lambda: NOW + timedelta(hours=1)) == 0
    assert (_job().state, _job().error) == ("failed", "The worker was lost three times.")
    assert EFFECTS == ["k ended: The worker was lost three times."]


def test_a_job_that_fails_for_good_does_not_stop_the_next() -> None:
    _enqueue("fail", "bad")
    _enqueue("note", "good")
    running.run_due(worker="w", clock=lambda: NOW)
    assert EFFECTS == ["good"]


def test_a_tick_leaves_its_heartbeat() -> None:
    assert running.sweep(clock=lambda: NOW) is True
    assert Heartbeat.objects.get(name="tick").at == NOW
