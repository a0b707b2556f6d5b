"""A restored record is noticed; no mail goes out and nothing old is made up until an operator has looked."""

import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client

from portal.accounts.models import User
from portal.embedded import postgres
from portal.history.writing import Actor
from portal.jobs import actions, quarantine, running
from portal.jobs.actions import Claim
from portal.jobs.models import Job, Server
from reports.actions import queue_due_reports
from reports.actions.recipients import add_recipient
from reports.actions.schedules import ScheduleWords, add_schedule
from reports.models import Report, ReportDelivery, ReportSchedule
from tests.conftest import signed_in
from tests.support.postbox import Postbox
from tests.support.site import Site, site

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DUE = datetime(2026, 12, 1, 6, 1, tzinfo=UTC)
LIFT = "/operations/quarantine/lift/"
SOMEBODY = "minister@example.org"
DONE: list[str] = []


def note_effect(claimed: Claim, at: datetime) -> Callable[[], None]:
    return lambda: DONE.append(claimed.key)


@pytest.fixture
def notes(db: None, settings: LazySettings) -> None:
    DONE.clear()
    settings.PORTAL_JOBS = {"note": f"{__name__}.note_effect"}
    settings.PORTAL_SWEEPS = []


def _work(at: datetime = NOW) -> None:
    running.run_due(worker="w", clock=lambda: at)


def test_the_first_database_is_accepted_by_the_portal_itself(notes: None) -> None:
    for _ in range(2):
        assert quarantine.look(at=NOW) is False
    [first] = Server.objects.all()
    assert (first.reason, first.accepted_by) == ("first start", "system:jobs")


def test_another_database_is_noticed_before_any_work_is_done(notes: None) -> None:
    Server.objects.create(
        identity="1.1.1", seen_at=NOW, reason="first start", accepted_at=NOW, accepted_by="system:jobs"
    )
    actions.enqueue(kind="note", key="old", payload={}, at=NOW - timedelta(days=2))
    actions.enqueue(kind="note", key="new", payload={}, at=NOW - timedelta(hours=2))
    _work()
    assert DONE == ["new"]
    assert Job.objects.get(key="old").state == "queued"
    assert Server.objects.filter(accepted_at=None, reason=Server.RESTORED).count() == 1
    _work()
    assert Server.objects.count() == 2, "it is noticed once"
    assert quarantine.lift(by=Actor("user:adam"), at=NOW)
    _work()
    assert DONE == ["new", "old"]


def test_work_of_a_lost_worker_is_not_given_up_in_quarantine(notes: None) -> None:
    quarantine.impose(reason="restored by hand", at=NOW)
    old = NOW - timedelta(days=3)
    lost = {"state": "running", "attempts": 3, "fence": 3, "lease_until": old}
    job = Job.objects.create(kind="note", key="lost", due_at=old, created_at=old, **lost)
    _work()
    job.refresh_from_db()
    assert job.state == "running"


def test_reports_that_were_due_long_ago_wait_for_the_end(olena: User) -> None:
    made = add_schedule(words=ScheduleWords("EX-DEAL", "monthly", "Europe/Kyiv", 8), by=olena, at=NOW)
    quarantine.impose(reason="restored by hand", at=NOW)
    later = datetime(2027, 4, 1, 12, tzinfo=UTC)
    assert [end for _ in range(2) for end in _ends(made, later)] == ["2027-04-01"] * 2
    quarantine.lift(by=Actor("user:adam"), at=later)
    assert _ends(made, later) == ["2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01"]


def _ends(schedule: ReportSchedule, at: datetime) -> list[str]:
    queue_due_reports(at=at)
    days = Report.objects.filter(schedule=schedule).order_by("period_end").values_list("period_end", flat=True)
    return [day.isoformat() for day in days]


@pytest.mark.parametrize("before", ["its job is in line", "no job is in line"])
def test_a_mail_waits_and_goes_out_once_afterwards(
    before: str, box: Postbox, olena: User, settings: LazySettings
) -> None:
    words = ScheduleWords("EX-DEAL", "monthly", "Europe/Kyiv", 8, own=True)
    schedule = add_schedule(words=words, by=olena, at=NOW)
    add_recipient(schedule_id=schedule.pk, who=SOMEBODY, by=olena, at=NOW)
    settings.PORTAL_SWEEPS = []
    queue_due_reports(at=DUE)
    while running.run_due(worker="w", clock=lambda: DUE, limit=1):
        if ReportDelivery.objects.exists():
            break
    if before == "no job is in line":
        Job.objects.filter(kind="mail").delete()
    quarantine.impose(reason="restored by hand", at=DUE)
    settings.PORTAL_SWEEPS = ["reports.tasks.sweep_mail"]
    for minutes in range(3):
        at = DUE + timedelta(minutes=minutes)
        running.sweep(clock=lambda at=at: at)
        _work(at)
    assert box.to(SOMEBODY) == []
    assert ReportDelivery.objects.get().state == "waiting"
    quarantine.lift(by=Actor("user:adam"), at=DUE)
    for minutes in range(3, 6):
        at = DUE + timedelta(minutes=minutes)
        running.sweep(clock=lambda at=at: at)
        _work(at)
    assert len(box.to(SOMEBODY)) == 1
    assert ReportDelivery.objects.get().state == "sent"


def test_an_operator_sees_it_and_lifts_it(olena: User, adam: User, client: Client) -> None:
    add_schedule(words=ScheduleWords("EX-DEAL", "monthly", "Europe/Kyiv", 8), by=olena, at=NOW)
    ReportSchedule.objects.update(starts_on="2026-09-01")
    quarantine.impose(reason="the disk was changed", at=NOW)
    page = signed_in(adam).get("/operations/jobs/?lang=en").content.decode()
    assert "the disk was changed" in page
    assert re.search(r"[1-9]\d* reports would be made up", page)
    assert client.get("/health/ready").json()["quarantine"] == "on"
    assert "lifted" in signed_in(adam).post(f"{LIFT}?lang=en", follow=True).content.decode()
    assert Server.objects.get(reason="the disk was changed").accepted_by == "user:adam"
    assert client.get("/health/ready").json()["quarantine"] == "off"
    assert "There is no quarantine" in signed_in(adam).post(f"{LIFT}?lang=en", follow=True).content.decode()


@pytest.mark.parametrize("name", ["olena", "oksana", "nina", "john"])
def test_nobody_else_lifts_it(name: str, db: None) -> None:
    quarantine.impose(reason="restored", at=NOW)
    assert signed_in(User.objects.select_related("party").get(username=name)).post(LIFT).status_code == 404
    assert quarantine.is_on()


def test_it_is_begun_and_lifted_at_the_command_line(db: None) -> None:
    call_command("quarantine", because="restored from the copy of Monday", stdout=StringIO())
    begun = quarantine.begun()
    assert begun is not None
    assert begun.reason == "restored from the copy of Monday"
    call_command("quarantine", lift=True, stdout=StringIO())
    assert not quarantine.is_on()


@pytest.mark.parametrize("words", [{"because": "  "}, {"because": "x" * 301}, {"lift": True}])
def test_what_the_command_cannot_do_changes_nothing(words: dict[str, object], db: None) -> None:
    with pytest.raises(CommandError, match=r"Nothing was done\."):
        call_command("quarantine", **words)
    assert not Server.objects.exists()


@pytest.fixture
def place(django_db_setup: None, django_db_blocker: object, tmp_path: Path) -> Iterator[Site]:
    with django_db_blocker.unblock(), site(tmp_path) as made:  # type: ignore[attr-defined]  # pytest-django's
        yield made


@pytest.mark.slow
def test_a_restart_is_no_restore_but_a_backup_that_was_loaded_is(place: Site, tmp_path: Path) -> None:
    assert quarantine.look(at=NOW) is False
    place.stop_database(signal.SIGQUIT)
    place.start_database()
    assert quarantine.look(at=NOW) is False
    dump = tmp_path / "portal.dump"
    owner = place.url(postgres.OWNER)
    tools = place.home.postgres / "bin"
    subprocess.run([tools / "pg_dump", "-Fc", "-f", dump, "--dbname", owner], check=True)
    quarantine.impose(reason="after the backup", at=NOW)
    words = [tools / "pg_restore", "--clean", "--if-exists", "--dbname", owner, dump]
    subprocess.run(words, check=False, stderr=subprocess.DEVNULL)
    assert not Server.objects.filter(reason="after the backup").exists()
    assert quarantine.look(at=NOW) is True
    [first, second] = Server.objects.all()
    assert (first.accepted_by, second.reason) == ("system:jobs", Server.RESTORED)
