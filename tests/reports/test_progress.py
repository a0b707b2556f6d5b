"""A report that is being made shows how far it is; one that failed says why and can be tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts.models import User
from portal.jobs import actions as jobs
from portal.jobs import running
from portal.jobs.models import Job
from portal.notices.models import Notice
from reports.actions.schedules import ScheduleWords, add_schedule, run_now
from reports.models import Report, ReportSchedule
from tests.api.conftest import Caller
from tests.conftest import signed_in

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def report(olena: User) -> Report:
    """Asked for by the seller for itself, in line."""
    made = add_schedule(words=ScheduleWords("EX-DEAL", "monthly", "UTC", 8, own=True), by=olena, at=NOW)
    return run_now(schedule_id=made.pk, by=olena, at=NOW)


def _break(report: Report) -> Report:
    """Its worker is lost three times."""
    for attempt in range(jobs.ATTEMPTS):
        assert jobs.claim(worker="lost", at=NOW + attempt * (jobs.LEASE + timedelta(seconds=1)))
    running.run_due(worker="w", clock=lambda: NOW + timedelta(hours=1))
    report.refresh_from_db()
    return report


def test_the_page_shows_how_far_it_is_and_renews_itself(report: Report, olena: User) -> None:
    claimed = jobs.claim(worker="w", at=NOW)
    assert claimed is not None
    jobs.note_progress(claimed, 50)
    answer = signed_in(olena).get(f"/reports/{report.pk}/")
    assert answer.headers["Refresh"] == "3"
    assert '<progress max="100" value="50"' in answer.content.decode()
    told = Caller(olena).get(f"/reports/{report.pk}/progress/").json()
    assert (told["state"], told["progress"], told["attempts"]) == ("queued", 50, 1)


def test_the_page_of_a_ready_report_stays_as_it_is(report: Report, olena: User) -> None:
    running.run_due(worker="w", clock=lambda: NOW)
    answer = signed_in(olena).get(f"/reports/{report.pk}/")
    assert "Refresh" not in answer.headers
    assert "<progress" not in answer.content.decode()
    told = Caller(olena).get(f"/reports/{report.pk}/progress/").json()
    assert (told["state"], told["progress"]) == ("ready", 100)


def test_a_failure_shows_its_reason_and_a_retry_makes_the_report(report: Report, olena: User) -> None:
    _break(report)
    client = signed_in(olena)
    told = client.get(f"/reports/{report.pk}/?lang=en").content.decode()
    assert "The worker was lost three times." in told
    assert "Try again" in told
    client.post(f"/reports/{report.pk}/retry/", {"version": report.version})
    running.run_due(worker="w", clock=lambda: NOW + timedelta(days=400))
    report.refresh_from_db()
    assert (report.state, report.error, Job.objects.get().attempts) == ("ready", "", 1)


def test_a_machine_tries_again_once_with_what_it_saw(report: Report, olena: User) -> None:
    _break(report)
    machine = Caller(olena)
    path = f"/reports/{report.pk}/"
    tag = machine.get(path).headers["ETag"]
    assert machine.post(f"{path}retry/", {}).status_code == 428
    assert machine.post(f"{path}retry/", {}, **{"If-Match": tag, "Idempotency-Key": "k"}).status_code == 202
    assert machine.post(f"{path}retry/", {}, **{"If-Match": tag, "Idempotency-Key": "k"}).status_code == 202
    assert machine.post(f"{path}retry/", {}, **{"If-Match": tag}).status_code == 412
    report.refresh_from_db()
    assert report.state == "queued"


@pytest.mark.parametrize(("name", "status"), [("andrii", 403), ("john", 404)])
def test_who_may_not_try_again_changes_nothing(report: Report, name: str, status: int) -> None:
    version = _break(report).version
    who = User.objects.select_related("party").get(username=name)
    signed_in(who).post(f"/reports/{report.pk}/retry/", {"version": version})
    answer = Caller(who).post(f"/reports/{report.pk}/retry/", {}, **{"If-Match": f'"v{version}-{"0" * 16}"'})
    assert answer.status_code == status
    report.refresh_from_db()
    assert (report.state, report.version) == ("failed", version)


def test_a_report_that_did_not_fail_is_not_tried_again(report: Report, olena: User) -> None:
    signed_in(olena).post(f"/reports/{report.pk}/retry/", {"version": report.version})
    report.refresh_from_db()
    assert (report.state, report.version) == ("queued", 1)


def test_everybody_whom_it_is_for_is_told_once_and_nobody_else(report: Report, olena: User, andrii: User) -> None:
    running.run_due(worker="w", clock=lambda: NOW)
    told = Notice.objects.filter(kind="report-ready")
    assert {notice.user.username for notice in told} == {"olena", "oksana", "andrii"}
    assert "is out" in signed_in(andrii).get("/account/?lang=en").content.decode()


def test_a_failure_is_told_to_those_who_may_try_again(report: Report) -> None:
    _break(report)
    told = Notice.objects.filter(kind="report-failed")
    assert {notice.user.username for notice in told} == {"olena", "oksana"}


def test_a_public_deal_tells_nobody(olena: User) -> None:
    made = add_schedule(words=ScheduleWords("us-ua-drone-deal", "monthly", "UTC", 8), by=olena, at=NOW)
    run_now(schedule_id=made.pk, by=olena, at=NOW)
    running.run_due(worker="w", clock=lambda: NOW)
    assert Report.objects.get().state == "ready"
    assert ReportSchedule.objects.count() == 2
    assert not Notice.objects.filter(kind="report-ready").exists()
