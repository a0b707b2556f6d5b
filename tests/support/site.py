"""A whole site that may be broken: its own PostgreSQL, Valkey, mail server and workers, beside those of the tests.

The database is a copy of the test database. Django itself works on it while the site is in use, so that a test can
look at what became of the work. Time is not waited for: `let_leases_end` stands for the two minutes after which the
work of a dead worker is taken up, and `tick` for beat's next minute.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import redis
from celery import Celery
from django.conf import settings
from django.db import DatabaseError, connection, connections

from portal import env
from portal.embedded import children, postgres, valkey
from portal.embedded.homes import Home, throw_away
from portal.embedded.notes import Notes
from portal.jobs.models import Job, JobState
from tests.support.database import NAME, OWNER
from tests.support.house import ROOT
from tests.support.postbox import Postbox, postbox

PATIENCE = 300  # seconds: what a fault may cost
TICK = "portal.jobs.tasks.tick"


class Site:
    """The servers and processes; every method is a thing that happens to a site."""

    def __init__(self, home: Home, box: Postbox, logs: Path) -> None:
        self.home, self.box, self.logs = home, box, logs
        self.notes = Notes()
        self.notes.choose_ports()
        self.processes: list[subprocess.Popen[bytes]] = []
        self.database: subprocess.Popen[bytes] | None = None
        self.queue: subprocess.Popen[bytes] | None = None
        self.celery = Celery("site", set_as_current=False)
        self.celery.config_from_object("django.conf:settings", namespace="CELERY")
        self.celery.conf.update(broker_url=valkey.address(self.notes), task_publish_retry=False)

    def url(self, role: str = postgres.APP) -> str:
        word = self.notes.app_password if role == postgres.APP else self.notes.owner_password
        return postgres.address(role, word, self.notes.postgres_port)

    def open(self) -> None:
        """Starts the servers and copies the test database."""
        postgres.make_cluster(self.home, self.notes, log=self.logs / "postgres.log", sync=False)
        self.start_database()
        postgres.make_roles(self.notes)
        self.start_queue()
        _copy(self.home, self.url(postgres.OWNER))

    def start_database(self) -> None:
        log = self.logs / "postgres.log"
        self.database = postgres.start(self.home, self.notes, log=log)  # a crash must not forget what it committed
        postgres.wait(self.database, self.notes, log=log)

    def stop_database(self, sign: signal.Signals) -> None:
        """SIGINT: an orderly restart; SIGQUIT: a crash, and recovery at the next start."""
        assert self.database
        connections.close_all()
        self.database.send_signal(sign)
        self.database.wait(60)

    def start_queue(self) -> None:
        log = self.logs / "valkey.log"
        self.queue = valkey.start(self.home, self.notes, log=log, sync=False)
        valkey.wait(self.queue, self.notes, log=log)

    def stop_queue(self) -> None:
        assert self.queue
        self.queue.kill()
        self.queue.wait(60)

    def empty_queue(self) -> None:
        with redis.Redis.from_url(valkey.address(self.notes)) as link:
            link.flushall()

    def start(self, *command: str, **other: str) -> subprocess.Popen[bytes]:
        """A process of the portal on this site."""
        own = {"DATABASE_URL": self.url(), "REDIS_URL": valkey.address(self.notes), "EMAIL_URL": self.box.url}
        words = {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "portal.settings", **other}
        with (self.logs / f"process-{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=words, stdout=log, stderr=log, start_new_session=True
            )
        self.processes.append(process)
        return process

    def worker(self) -> subprocess.Popen[bytes]:
        flags = ["--concurrency=2", "--loglevel=WARNING", "--without-gossip", "--without-mingle"]
        return self.start("-m", "celery", "-A", "portal.celery", "worker", *flags)

    def beat(self) -> subprocess.Popen[bytes]:
        """A beat that really ticks once a minute."""
        sign = str(self.logs / f"beat-{len(self.processes)}")
        return self.start("-m", "celery", "-A", "portal.celery", "beat", "--pidfile=", "--schedule", sign)

    def tick(self) -> None:
        """What beat sends; a queue that is gone loses it."""
        with suppress(Exception):
            self.celery.send_task(TICK, ignore_result=True, retry=False, expires=55)

    def close(self) -> None:
        """Ends everything, whatever state it is in."""
        for process in self.processes:
            kill(process)
        if self.queue:
            children.stop(self.queue)
        if self.database:
            children.stop(self.database, sign=signal.SIGINT)


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9 of the whole tree."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def children_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that a worker's parent has forked."""
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def looked(look: Callable[[], Any]) -> Any:
    """What a look at the database gives; None while it cannot be reached."""
    try:
        return look()
    except DatabaseError:
        connections.close_all()
        return None


def wait_for(
    condition: Callable[[], Any], *, meanwhile: Callable[[], None] | None = None, pause: float = 0.05
) -> float:
    """Waits until the condition holds; gives the seconds that it took. `meanwhile` is done every second."""
    begin = done = time.monotonic()
    while not looked(condition):
        now = time.monotonic()
        assert now - begin < PATIENCE, "it did not happen in time"
        if meanwhile and now - done >= 1:
            meanwhile()
            done = now
        time.sleep(pause)
    return time.monotonic() - begin


def let_leases_end(*, but: set[int] | None = None) -> None:
    """The leases of work end whose process is not among the living ones named."""
    for job in Job.objects.filter(state=JobState.RUNNING):
        if int(job.worker.rsplit(":", 1)[-1]) not in (but or set()):
            Job.objects.filter(pk=job.pk, fence=job.fence).update(lease_until="2026-01-01T00:00Z")


def _copy(home: Home, target: str) -> None:
    """The test database, as its owner dumps it, into the site's."""
    source = f"postgres://{OWNER['USER']}:{OWNER['PASSWORD']}@{OWNER['HOST']}:{OWNER['PORT']}/{NAME}"
    dump = [str(home.postgres / "bin/pg_dump"), "--dbname", source, "--no-comments"]
    load = [str(home.postgres / "bin/psql"), "--dbname", target, "--quiet", "--set", "ON_ERROR_STOP=1", "--output"]
    with subprocess.Popen(dump, stdout=subprocess.PIPE) as reading:
        subprocess.run([*load, os.devnull], stdin=reading.stdout, check=True)
    assert reading.returncode == 0


@contextmanager
def site(logs: Path) -> Iterator[Site]:
    """A site, with Django working on its database."""
    home, lock = throw_away()
    with lock, postbox() as box:
        place = Site(home, box, logs)
        try:
            place.open()
            with _in_use(place):
                yield place
        finally:
            place.close()
            shutil.rmtree(home.data, ignore_errors=True)


@contextmanager
def _in_use(place: Site) -> Iterator[None]:
    """Points Django's connection and its mail at the site."""
    before = dict(connection.settings_dict)
    mail = {name: getattr(settings, f"EMAIL_{name}") for name in env.mail("")}
    connections.close_all()
    named = env.database(place.url())
    connection.settings_dict.update({key: named[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict.update({key: before[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
        for name, value in mail.items():
            setattr(settings, f"EMAIL_{name}", value)
