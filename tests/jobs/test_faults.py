"""The faults of a real site, one after the other: each due report exists once, each mail comes once to each recipient.

Real workers, queue, database and mail server, all of this test's own; a backlog that is not empty after five minutes
is a failure. `make drill` does a hundred rounds of each fault and prints what came of them; here it is one, and the
waiting is hastened: no minute passes between two ticks, and the lease of a dead worker ends at once. A mail that is
repeated under its own Message-ID after a doubt counts once, as it does where it arrives; the drill says how many there
were.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from portal.accounts.models import Party, User
from portal.jobs.models import Job, JobState
from procurement.models import Deal
from reports.models import Report, ReportDelivery, ReportSchedule
from tests.api.conftest import Caller
from tests.support import factories
from tests.support.server import SERVER, free_port
from tests.support.site import Site, children_of, kill, let_leases_end, looked, site, wait_for

pytestmark = pytest.mark.slow
ROUNDS = int(os.environ.get("FAULT_ROUNDS", "1"))
IS_HASTENED = os.environ.get("FAULT_REAL_TIME", "") != "1"
IS_DRILL = ROUNDS > 1 or not IS_HASTENED
BROKER_GONE = float(os.environ.get("FAULT_BROKER_SECONDS", "2"))
LAST_WEEK = timedelta(days=7)


class Drill:
    """A supervised site with a worker of two processes, and the reports that are due on it."""

    def __init__(self, place: Site) -> None:
        self.site = place
        self.expected: list[ReportSchedule] = []
        self.workers: list[subprocess.Popen[bytes]] = []
        self.took: dict[str, list[float]] = {}
        self.repeats: Counter[str] = Counter()
        self.restarts = 0

    def begin(self) -> None:
        """Only the reports of the drill are due, and a worker waits; in the long drill two beats tick as well."""
        for deal in Deal.objects.all():
            factories.report_schedule(deal=deal, is_active=False)
        self.party = Party.objects.get(code="EX-UA-SELL")
        self.workers = [self.site.worker()]
        for _ in range(2 if IS_DRILL else 0):
            self.site.beat()

    def due(self, cadence: str = "weekly") -> ReportSchedule:
        """A deal whose report is due now, with two recipients."""
        monday = timezone.now().date() - timedelta(days=timezone.now().weekday())
        deal = factories.a_deal(party_codes=[self.party.code], code=f"DRILL-{random.randrange(10**9)}")
        schedule = factories.report_schedule(deal=deal, cadence=cadence, starts_on=monday - LAST_WEEK, formats=["txt"])
        for name in ("a", "b"):
            address = f"{name}.{schedule.pk}@example.org"
            added = datetime(2026, 1, 1, tzinfo=UTC)
            factories.report_recipient(schedule=schedule, party=self.party, address=address, added_at=added)
        self.expected.append(schedule)
        return schedule

    def pids(self) -> set[int]:
        """Living processes that may hold work."""
        return {pid for worker in self.workers if worker.poll() is None for pid in children_of(worker)}

    def supervise(self) -> None:
        """A worker that ended is started again, as every site does it; Celery's ends when its queue goes away between
        taking a message and acknowledging it."""
        ended = [worker for worker in self.workers if worker.poll() is not None]
        self.restarts += len(ended)
        self.workers = [worker for worker in self.workers if worker not in ended]
        self.workers += [self.site.worker() for _ in ended]

    def minute(self) -> None:
        """What a site does by itself once a minute."""
        self.supervise()
        if IS_HASTENED:
            self.site.tick()

    def in_the_middle(self) -> None:
        """Waits until a worker holds work, and then a moment of any length."""

        def is_held() -> bool:
            return Job.objects.filter(state=JobState.RUNNING).exists() or self.is_done()

        wait_for(is_held, meanwhile=self.minute, pause=0.005)
        time.sleep(random.random() * 0.4)

    def is_done(self) -> bool:
        made = Report.objects.filter(schedule__in=self.expected, state="ready").count()
        sent = ReportDelivery.objects.filter(report__schedule__in=self.expected, state="sent").count()
        open_ = Job.objects.exclude(state=JobState.DONE).filter(kind__in=["report", "mail"]).exists()
        return made >= len(self.expected) and sent >= 2 * len(self.expected) and not open_

    def settle(self, fault: str) -> None:
        """After the fault: the backlog empties, and everything is there once."""

        def meanwhile() -> None:
            if IS_HASTENED:
                looked(lambda: let_leases_end(but=self.pids()))
            self.minute()

        meanwhile()
        self.took.setdefault(fault, []).append(wait_for(self.is_done, meanwhile=meanwhile))
        self.check(fault)

    def check(self, fault: str) -> None:
        for schedule in self.expected:
            [report] = Report.objects.filter(schedule=schedule)
            assert report.state == "ready"
            for name in ("a", "b"):
                came = self.site.box.to(f"{name}.{schedule.pk}@example.org")
                assert len({message["Message-ID"] for message in came}) == 1, (fault, schedule, len(came))
                self.repeats[fault] += len(came) - 1
                assert (
                    len(came) == 1
                    or ReportDelivery.objects.filter(
                        report=report, is_doubtful=True, address=f"{name}.{schedule.pk}@example.org"
                    ).exists()
                ), "a repeat that nobody announced"
        self.expected.clear()

    def tell(self) -> None:
        """The figures of a drill."""
        sys.stdout.write(f"\n{self.restarts} workers ended with their queue and were started again")
        for fault, took in self.took.items():
            if not took:
                continue
            mean = sum(took) / len(took)
            words = f"{len(took)} rounds, backlog empty after {max(took):.1f} s at most, {mean:.1f} s on average"
            sys.stdout.write(f"\n{fault}: {words}, {self.repeats[fault]} announced repeats of mails")


@pytest.fixture(scope="module")
def drill(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Drill]:
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]  # pytest-django's
        site(tmp_path_factory.mktemp("site")) as place,
    ):
        made = Drill(place)
        made.begin()
        yield made
        made.tell()


def _kill_child(drill: Drill) -> None:
    drill.due()
    drill.site.tick()
    drill.in_the_middle()
    for pid in children_of(drill.workers[0]):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _kill_tree(drill: Drill) -> None:
    drill.due()
    drill.site.tick()
    drill.in_the_middle()
    kill(drill.workers.pop())
    drill.workers.append(drill.site.worker())


def _kill_web(drill: Drill) -> None:
    """The web has committed the report that was asked for and waits for a queue that never answers; then it dies."""
    schedule = drill.due("on-demand")
    token = Caller(User.objects.get(username="olena")).token
    port = free_port()
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen()
        queue = f"redis://127.0.0.1:{hole.getsockname()[1]}/0"
        words = ("-m", "granian", *SERVER, "--port", str(port), "portal.wsgi:application")
        web = drill.site.start(*words, REDIS_URL=queue)
        with _linked(port) as link:
            link.sendall(_call(token, f"/api/v1/report-schedules/{schedule.uid}/run/"))
            wait_for(lambda: Report.objects.filter(schedule=schedule).exists(), pause=0.01)
            kill(web)


def _call(token: str, path: str) -> bytes:
    words = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {token}", "Content-Length: 0"]
    return "\r\n".join([*words, "", ""]).encode()


def _linked(port: int) -> socket.socket:
    """A link to the web, as soon as it listens."""
    links: list[socket.socket] = []

    def is_linked() -> bool:
        with suppress(OSError):
            links.append(socket.create_connection(("127.0.0.1", port), timeout=5))
        return bool(links)

    wait_for(is_linked)
    return links[0]


def _stop_broker(drill: Drill) -> None:
    drill.due()
    drill.site.tick()
    drill.site.stop_queue()
    drill.due()
    drill.site.tick()
    time.sleep(BROKER_GONE)
    drill.site.start_queue()


def _empty_broker(drill: Drill) -> None:
    """The messages lie in the queue, because the worker's parent is held, and are gone when it goes on."""
    os.kill(drill.workers[0].pid, signal.SIGSTOP)
    drill.due()
    drill.site.tick()
    drill.site.empty_queue()
    os.kill(drill.workers[0].pid, signal.SIGCONT)


def _restart_database(drill: Drill) -> None:
    drill.due()
    drill.due()
    drill.site.tick()
    drill.in_the_middle()
    drill.site.stop_database(random.choice([signal.SIGINT, signal.SIGQUIT]))
    drill.site.start_database()
    time.sleep(1)
    if IS_HASTENED:
        looked(let_leases_end)


def _two_beats(drill: Drill) -> None:
    drill.due()
    drill.due()
    for _ in range(4):
        drill.site.tick()


FAULTS: dict[str, Callable[[Drill], None]] = {
    "two beats": _two_beats,
    "kill -9 of a worker's children": _kill_child,
    "kill -9 of a worker's tree": _kill_tree,
    "kill -9 of the web between commit and hint": _kill_web,
    "queue stopped": _stop_broker,
    "queue emptied": _empty_broker,
    "database restarted": _restart_database,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_lost_and_nothing_is_done_twice(drill: Drill, fault: str) -> None:
    for _ in range(ROUNDS):
        FAULTS[fault](drill)
        drill.settle(fault)
    connections.close_all()
