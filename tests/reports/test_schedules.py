"""Schedules: made, changed, paused and taken up by officers; what is missed is made up; nothing is made twice."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.faults import Conflict, Invalid, Missing, Refused
from portal.jobs import running
from reports.actions import queue_due_reports
from reports.actions.schedules import (
    ScheduleWords,
    add_schedule,
    change_schedule,
    pause_schedule,
    resume_schedule,
    run_now,
)
from reports.models import Report, ReportSchedule
from reports.queries.schedules import schedules_of
from tests.conftest import signed_in

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
MONTHLY = ScheduleWords("EX-DEAL", "monthly", "Europe/Kyiv", 8)
OWN = ScheduleWords("EX-DEAL", "monthly", "Europe/Kyiv", 8, own=True)
PAGE = "/reports/schedules/"
CLOCK = {"zone": "Europe/Kyiv", "hour": "8", "language": "both", "formats": ["pdf", "json"]}
FORM = {"deal": "EX-DEAL", "cadence": "monthly", **CLOCK}


def _ends(schedule: ReportSchedule) -> list[str]:
    return [
        day.isoformat() for day in Report.objects.filter(schedule=schedule).values_list("period_end", flat=True)[::-1]
    ]


def _tick(*when: str) -> None:
    for text in when:
        queue_due_reports(at=datetime.fromisoformat(text).replace(tzinfo=UTC))


def test_a_month_is_due_on_the_clock_of_kyiv(olena: User) -> None:
    made = add_schedule(words=MONTHLY, by=olena, at=NOW)
    _tick("2026-12-01T05:59")
    assert _ends(made) == []
    _tick("2026-12-01T06:00", "2026-12-01T06:01")
    assert _ends(made) == ["2026-12-01"]


def test_what_was_missed_is_made_up_once(olena: User) -> None:
    made = add_schedule(words=MONTHLY, by=olena, at=NOW)
    _tick("2027-04-02T00:00", "2027-04-02T00:01")
    assert _ends(made) == ["2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01"]


def test_what_fell_into_a_pause_is_not_made_up(olena: User) -> None:
    made = add_schedule(words=MONTHLY, by=olena, at=NOW)
    pause_schedule(schedule_id=made.pk, version=1, by=olena)
    _tick("2027-02-10T00:00")
    resume_schedule(schedule_id=made.pk, version=2, by=olena, at=datetime(2027, 2, 10, tzinfo=UTC))
    _tick("2027-02-10T00:01", "2027-03-01T06:00")
    assert _ends(made) == ["2027-03-01"]


def test_another_clock_holds_from_the_next_report_on(olena: User) -> None:
    made = add_schedule(words=MONTHLY, by=olena, at=NOW)
    change_schedule(schedule_id=made.pk, zone="America/New_York", hour=7, version=1, by=olena, reason="theirs")
    _tick("2026-12-01T11:59")
    assert _ends(made) == []
    _tick("2026-12-01T12:00")
    assert _ends(made) == ["2026-12-01"]


def test_a_report_now_tells_the_running_period_and_spares_the_one_that_is_due(olena: User) -> None:
    made = add_schedule(words=OWN, by=olena, at=NOW)
    report = run_now(schedule_id=made.pk, by=olena, at=NOW)
    assert run_now(schedule_id=made.pk, by=olena, at=NOW) == report
    assert (report.period_start, report.last_day) == (date(2026, 11, 1), date(2026, 11, 24))
    assert (report.audience, report.schedule.cadence) == ("EX-UA-SELL", "on-demand")
    running.run_due(worker="test", clock=lambda: NOW)
    report.refresh_from_db()
    assert report.state == "ready"
    _tick("2026-12-01T06:00")
    assert _ends(made) == ["2026-12-01"]


def test_the_schedule_of_one_party_is_absent_for_the_others(olena: User, john: User) -> None:
    made = add_schedule(words=OWN, by=olena, at=NOW)
    assert "EX-UA-SELL" in signed_in(olena).get(PAGE).content.decode()
    assert made.pk not in [row.schedule.pk for row in schedules_of(john, at=NOW)]
    client = signed_in(john)
    form = {"do": "pause", "version": "1"}
    assert client.post(f"{PAGE}{made.uid}/", form).status_code == client.post(f"{PAGE}99999/", form).status_code == 404
    with pytest.raises(Missing):
        run_now(schedule_id=made.pk, by=john, at=NOW)


@pytest.mark.parametrize(
    ("name", "words", "fault"),
    [
        ("andrii", MONTHLY, Refused),
        ("ivan", MONTHLY, Refused),
        ("olena", ScheduleWords("EX-NONE", "monthly", "UTC", 8), Missing),
        ("olena", ScheduleWords("us-ua-drone-deal", "monthly", "UTC", 8, own=True), Invalid),
        ("olena", ScheduleWords("us-ua-drone-deal", "deal-yearly", "UTC", 8), Invalid),
    ],
)
def test_who_may_not_or_asks_for_nonsense_changes_nothing(db: None, name: str, words: Any, fault: Any) -> None:
    who = User.objects.select_related("party").get(username=name)
    with pytest.raises(fault):
        add_schedule(words=words, by=who, at=NOW)
    assert not ReportSchedule.objects.exists()


def test_a_second_one_and_an_old_version_are_refused(olena: User, john: User) -> None:
    made = add_schedule(words=MONTHLY, by=olena, at=NOW)
    with pytest.raises(Invalid):
        add_schedule(words=MONTHLY, by=john, at=NOW)
    pause_schedule(schedule_id=made.pk, version=1, by=john)
    with pytest.raises(Conflict):
        change_schedule(schedule_id=made.pk, zone="UTC", hour=1, version=1, by=olena, reason="late")
    made.refresh_from_db()
    assert (made.zone, made.is_active, ReportSchedule.objects.count()) == ("Europe/Kyiv", False, 1)


def _post(client: Client, path: str, **form: Any) -> Any:
    return client.post(path, form, follow=True)


def test_officers_do_all_of_it_on_the_page(olena: User) -> None:
    client = signed_in(olena)
    assert "first report" in _post(client, f"{PAGE}?lang=en", **FORM).content.decode()
    made = ReportSchedule.objects.get()
    path = f"{PAGE}{made.uid}/"
    assert "Paused" in _post(client, path, do="pause", version="1").content.decode()
    assert "Taken up" in _post(client, path, do="resume", version="2").content.decode()
    other = {**CLOCK, "zone": "America/New_York", "hour": "7", "language": "uk", "formats": ["xlsx"]}
    assert "changed" in _post(client, path, do="change", version="3", **other).content.decode()
    assert "is in line" in _post(client, path, do="run", version="4").content.decode()
    made.refresh_from_db()
    assert (made.version, made.zone, made.hour, made.is_active) == (4, "America/New_York", 7, True)
    assert (made.language, made.formats) == ("uk", ["xlsx"])


def test_the_page_shows_both_clocks(olena: User) -> None:
    add_schedule(words=MONTHLY, by=olena, at=NOW)
    [row] = schedules_of(olena, at=NOW)
    assert [local.isoformat() for _, local in row.clocks] == ["2026-12-01T08:00:00", "2026-12-01T01:00:00"]


@pytest.mark.parametrize("wrong", [{"hour": "24"}, {"hour": ""}, {"zone": "Mars"}, {"cadence": "on-demand"}])
def test_a_wrong_form_keeps_what_was_typed_and_writes_nothing(olena: User, wrong: dict[str, str]) -> None:
    answer = signed_in(olena).post(PAGE, {**FORM, **wrong})
    assert answer.status_code == 400
    assert 'value="EX-DEAL" selected' in answer.content.decode()
    assert not ReportSchedule.objects.exists()


@pytest.mark.parametrize(
    ("name", "form", "status"),
    [
        ("andrii", {"do": "pause", "version": "1"}, 403),
        ("olena", {"do": "burn", "version": "1"}, 400),
        ("olena", {"do": "pause", "version": "7"}, 409),
    ],
)
def test_a_refused_change_says_so_and_writes_nothing(olena: User, name: str, form: dict[str, str], status: int) -> None:
    made = add_schedule(words=MONTHLY, by=olena, at=NOW)
    who = User.objects.select_related("party").get(username=name)
    answer = signed_in(who).post(f"{PAGE}{made.uid}/", form)
    assert answer.status_code == status
    assert 'role="alert"' in answer.content.decode()
    made.refresh_from_db()
    assert (made.version, made.is_active) == (1, True)
