"""Real Celery workers, a real queue and a real database: whatever is killed, each report exists exactly once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import redis
from django.conf import settings
from django.utils import timezone

from portal.jobs import running
from portal.jobs.models import Job
from reports.models import Report
from tests.support.database import copied

pytestmark = pytest.mark.slow
TICK = "from portal.celery import app; app.send_task('portal.jobs.tasks.tick')"


HELD = """
    SELECT count(*) FROM pg_locks AS waiting WHERE NOT granted AND pid IN (
        SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE datname = current_database()
    )
"""


class Floor:
    """Where workers work: a copy of the test database, and processes that end with the test."""

    def __init__(self, url: str, logs: Path) -> None:
        self.env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings"}
        self.logs = logs
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        with (self.logs / f"{len(self.running)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *command], env=self.env, stdout=log, stderr=log, start_new_session=True
            )
        self.running.append(process)
        return process

    def worker(self) -> subprocess.Popen[bytes]:
        return self.start("-m", "celery", "-A", "portal.celery", "worker", "--concurrency=2", "--loglevel=WARNING")

    def tick(self) -> subprocess.Popen[bytes]:
        return self.start("-c", TICK)

    def stop(self) -> None:
        for process in self.running:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9 of the whole tree."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for(condition: Callable[[], bool], *, seconds: int = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.2)


def _all_ready() -> bool:
    return Report.objects.filter(state="ready").count() == 13 and not Job.objects.exclude(state="done").exists()


@pytest.fixture
def floor(django_db_setup: None, django_db_blocker: object, tmp_path: Path) -> Iterator[Floor]:
    with django_db_blocker.unblock(), copied("workers") as url:  # type: ignore[attr-defined]  # pytest-django's
        redis.Redis.from_url(settings.REDIS_URL).flushdb()
        place = Floor(url, tmp_path)
        try:
            yield place
        finally:
            place.stop()


def test_two_beats_and_two_workers_make_each_report_once(floor: Floor) -> None:
    floor.worker()
    floor.worker()
    floor.tick()
    floor.tick()
    wait_for(_all_ready)
    assert Report.objects.count() == Job.objects.count() == 13


def _is_held(link: Any) -> bool:
    """True when a worker of this test waits for a row that the link has locked."""
    with link.cursor() as cursor:
        cursor.execute(HELD)
        return bool(cursor.fetchone()[0])


def test_a_worker_killed_in_the_middle_and_an_emptied_queue_lose_nothing(floor: Floor) -> None:
    running.sweep(clock=timezone.now)
    with closing(psycopg2.connect(floor.env["DATABASE_URL"])) as link:
        link.cursor().execute("SELECT 1 FROM reports_report FOR UPDATE")  # nobody can store a report
        first = floor.worker()
        floor.tick()
        wait_for(lambda: _is_held(link))
        kill(first)
    interrupted = Job.objects.filter(state="running")
    assert interrupted.exists()
    assert not Report.objects.exclude(state="queued").exists()
    redis.Redis.from_url(settings.REDIS_URL).flushdb()
    interrupted.update(lease_until="2026-01-01T00:00Z")  # the lease of the dead runs out
    floor.worker()
    floor.tick()
    wait_for(_all_ready)
    assert Report.objects.count() == Job.objects.count() == 13
    assert Job.objects.filter(attempts=2).exists()
