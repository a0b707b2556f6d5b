"""Operators see all background work with its attempts and age, and put what is parked in line again."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts.models import User
from portal.jobs import running
from portal.jobs.models import Job
from reports.models import Report
from tests.api.conftest import Caller
from tests.conftest import signed_in
from tests.support import factories

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PAGE = "/operations/jobs/"


@pytest.fixture
def parked(db: None) -> Job:
    """The job of a report that failed for good."""
    report = factories.report(state="failed", error="ValueError: no paper")
    key = f"report:{report.schedule_id}:{report.period_end.isoformat()}"
    payload = {"schedule": report.schedule_id, "period_end": report.period_end.isoformat()}
    values = {"state": "failed", "attempts": 3, "fence": 3, "finished_at": NOW, "error": "ValueError: no paper"}
    return Job.objects.create(
        kind="report", key=key, payload=payload, due_at=NOW, created_at=NOW - timedelta(minutes=7), **values
    )


def test_the_page_tells_state_attempts_age_and_reason(parked: Job, adam: User) -> None:
    client = signed_in(adam)
    told = client.get(f"{PAGE}?lang=en").content.decode()
    assert "ValueError: no paper" in told
    assert '<td class="r">3</td><td class="r">7</td>' in told
    assert "parked" in client.get(f"{PAGE}?state=failed&lang=en").content.decode()
    assert "There is no such job." in client.get(f"{PAGE}?state=done&lang=en").content.decode()


def test_it_is_put_in_line_again_with_its_report(parked: Job, adam: User) -> None:
    signed_in(adam).post(f"{PAGE}{parked.pk}/again/")
    parked.refresh_from_db()
    assert (parked.state, parked.attempts, Report.objects.get().state) == ("queued", 0, "queued")
    running.run_due(worker="w", clock=lambda: NOW + timedelta(days=1000))
    assert Report.objects.get().state == "ready"


def test_a_machine_of_an_operator_sees_and_does_the_same(parked: Job, adam: User) -> None:
    machine = Caller(adam)
    [row] = machine.get("/jobs/?state=failed").json()["results"]
    assert (row["kind"], row["attempts"], row["error"]) == ("report", 3, "ValueError: no paper")
    assert "key" not in row
    assert machine.post(f"/jobs/{parked.pk}/again/", {}).status_code == 202
    assert machine.post(f"/jobs/{parked.pk}/again/", {}).status_code == 412


@pytest.mark.parametrize("name", ["olena", "nina", "john"])
def test_nobody_else_finds_any_work(parked: Job, name: str) -> None:
    who = User.objects.select_related("party").get(username=name)
    assert signed_in(who).post(f"{PAGE}{parked.pk}/again/").status_code == 404
    machine = Caller(who)
    assert machine.get("/jobs/?count=true").json()["count"] == 0
    assert machine.get(f"/jobs/{parked.pk}/").status_code == 404
    assert machine.post(f"/jobs/{parked.pk}/again/", {}).status_code == 404
    parked.refresh_from_db()
    assert parked.state == "failed"


def test_an_operator_of_a_party_reads_no_words_that_may_name_rows_of_others(parked: Job, olena: User) -> None:
    User.objects.filter(pk=olena.pk).update(role="administrator")
    clerk = User.objects.select_related("party").get(pk=olena.pk)
    told = signed_in(clerk).get(PAGE).content.decode()
    assert "ValueError" in told
    assert "no paper" not in told
    assert Caller(clerk).get(f"/jobs/{parked.pk}/").json()["error"] == "ValueError"


def test_a_mail_is_not_put_in_line_again_here(db: None, adam: User) -> None:
    values = {"state": "failed", "attempts": 3, "fence": 3, "finished_at": NOW}
    job = Job.objects.create(kind="mail", key="mail:1:0", due_at=NOW, created_at=NOW, **values)
    signed_in(adam).post(f"{PAGE}{job.pk}/again/")
    job.refresh_from_db()
    assert job.state == "failed"


def test_who_put_it_in_line_again_stays_known_each_time(parked: Job, adam: User, olena: User) -> None:
    client = signed_in(adam)
    for _ in range(2):
        Job.objects.filter(pk=parked.pk).update(state="failed", attempts=3, finished_at=NOW)
        client.post(f"{PAGE}{parked.pk}/again/")
    parked.refresh_from_db()
    assert [one["by"] for one in parked.retries] == ["adam", "adam"]
    assert client.get(f"{PAGE}?lang=en").content.decode().count("put in line again by adam") == 2
    assert [one["by"] for one in Caller(adam).get(f"/jobs/{parked.pk}/").json()["retries"]] == ["adam", "adam"]


def test_an_operator_of_a_party_learns_of_others_their_party_alone(parked: Job, olena: User, john: User) -> None:
    User.objects.filter(pk__in=[olena.pk, john.pk]).update(role="administrator")
    ours, theirs = (User.objects.select_related("party").get(pk=who.pk) for who in (olena, john))
    signed_in(theirs).post(f"{PAGE}{parked.pk}/again/")
    assert Caller(theirs).get(f"/jobs/{parked.pk}/").json()["retries"][0]["by"] == "john"
    assert Caller(ours).get(f"/jobs/{parked.pk}/").json()["retries"][0]["by"] == "EX-US-BUY"
    assert "john" not in signed_in(ours).get(PAGE).content.decode()
