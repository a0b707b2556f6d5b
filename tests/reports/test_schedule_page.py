"""The page of a schedule: recipients of the own party, mails and their reasons, and a preview that leaves no trace."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.jobs.models import Job
from reports.actions.recipients import add_recipient
from reports.actions.schedules import ScheduleWords, add_schedule
from reports.composers.preview import preview_of
from reports.models import Report, ReportDelivery, ReportRecipient, ReportSchedule
from reports.queries.previewing import collected_now
from tests.conftest import signed_in
from tests.support import factories

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
STAFF = "staff@example.org"


@pytest.fixture
def schedule(olena: User) -> ReportSchedule:
    """Monthly, for all parties."""
    return add_schedule(words=ScheduleWords("EX-DEAL", "monthly", "Europe/Kyiv", 8), by=olena, at=NOW)


def _preview(schedule: ReportSchedule, at: datetime) -> Report:
    return preview_of(schedule, collected_now(schedule, at=at), at=at)


def _path(schedule: ReportSchedule) -> str:
    return f"/reports/schedules/{schedule.uid}/"


def _failed(schedule: ReportSchedule, olena: User) -> ReportDelivery:
    row = add_recipient(schedule_id=schedule.pk, who=STAFF, by=olena, at=NOW)
    report = factories.report(schedule=schedule)
    return factories.report_delivery(report=report, recipient=row, state="failed", error="550 no such mailbox")


def test_recipients_are_named_and_taken_off_on_the_page(schedule: ReportSchedule, olena: User) -> None:
    client, path = signed_in(olena), _path(schedule)
    told = client.post(path, {"do": "add", "version": "1", "who": STAFF}, follow=True).content.decode()
    assert STAFF in told
    row = ReportRecipient.objects.get()
    client.post(path, {"do": "remove", "version": "1", "recipient": str(row.uid)})
    row.refresh_from_db()
    assert row.removed_at is not None
    assert STAFF not in client.get(path).content.decode()


def test_a_wrong_recipient_stays_in_the_form(schedule: ReportSchedule, olena: User) -> None:
    answer = signed_in(olena).post(_path(schedule), {"do": "add", "version": "1", "who": "staff@"})
    assert answer.status_code == 400
    assert 'value="staff@"' in answer.content.decode()
    assert not ReportRecipient.objects.exists()


def test_wrong_settings_stay_in_the_form_and_change_nothing(schedule: ReportSchedule, olena: User) -> None:
    form = {"do": "change", "version": "1", "zone": "Europe/Kyiv", "hour": "99", "language": "uk", "formats": ["docx"]}
    answer = signed_in(olena).post(_path(schedule), form)
    assert answer.status_code == 400
    assert 'value="99"' in answer.content.decode()
    schedule.refresh_from_db()
    assert (schedule.version, schedule.hour, schedule.formats) == (1, 8, ["pdf"])


def test_the_other_side_sees_the_schedule_and_none_of_its_recipients_or_mails(
    schedule: ReportSchedule, olena: User, john: User
) -> None:
    mail = _failed(schedule, olena)
    client = signed_in(john)
    for path in (_path(schedule), f"/reports/{mail.report_id}/"):
        told = client.get(path).content.decode()
        assert STAFF not in told
        assert "550" not in told
    form = {"do": "remove", "version": "1", "recipient": str(mail.recipient.uid)}
    assert client.post(_path(schedule), form).status_code == 404
    assert client.post(f"/reports/mails/{mail.uid}/again/", {"version": "1"}).status_code == 404
    mail.refresh_from_db()
    assert (mail.state, mail.recipient.removed_at) == ("failed", None)


def test_a_failed_mail_says_why_and_is_sent_again_by_an_officer(
    schedule: ReportSchedule, olena: User, andrii: User
) -> None:
    mail = _failed(schedule, olena)
    assert "550 no such mailbox" in signed_in(andrii).get(_path(schedule)).content.decode()
    again = f"/reports/mails/{mail.uid}/again/"
    assert signed_in(andrii).post(again, {"version": "1"}).status_code == 403
    assert signed_in(olena).post(again, {"version": "7"}).status_code == 409
    assert signed_in(olena).post(again, {"version": "1"}).status_code == 302
    mail.refresh_from_db()
    assert (mail.state, mail.version) == ("waiting", 2)


def test_the_page_says_that_mails_wait_where_there_is_no_server(
    schedule: ReportSchedule, olena: User, settings: LazySettings
) -> None:
    words = "No mail server is configured"
    settings.EMAIL_HOST = ""
    assert words in signed_in(olena).get(f"{_path(schedule)}?lang=en").content.decode()
    settings.EMAIL_HOST = "mail.example.org"
    assert words not in signed_in(olena).get(f"{_path(schedule)}?lang=en").content.decode()


def test_a_preview_tells_the_running_period_and_leaves_no_trace(schedule: ReportSchedule, john: User) -> None:
    before = (Report.objects.count(), Job.objects.count())
    with CaptureQueriesContext(connection) as asked:
        answer = signed_in(john).get(f"{_path(schedule)}preview/?lang=en")
    assert "This is no report." in answer.content.decode()
    written = [q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE")) and "session" not in q["sql"]]
    assert [sql for sql in written if "accounts_user" not in sql] == []
    assert (Report.objects.count(), Job.objects.count()) == before
    preview = _preview(schedule, NOW)
    assert (str(preview.period_start), str(preview.last_day), preview.pk) == ("2026-11-01", "2026-11-30", None)


def test_the_preview_for_one_party_holds_what_that_party_sees(olena: User, john: User) -> None:
    own = add_schedule(words=ScheduleWords("EX-DEAL", "monthly", "UTC", 8, own=True), by=olena, at=NOW)
    body = _preview(own, NOW).body or {}
    assert (body["audience"], body["summary"]["total"]) == ("EX-UA-SELL", 150)
    assert signed_in(john).get(f"{_path(own)}preview/").status_code == 404
    assert signed_in(olena).get(f"{_path(own)}preview/").status_code == 200


def test_a_preview_on_demand_tells_the_last_seven_days(schedule: ReportSchedule) -> None:
    asked = ReportSchedule(deal=schedule.deal, cadence="on-demand", zone="America/New_York", starts_on=NOW.date())
    preview = _preview(asked, datetime(2026, 11, 24, 3, tzinfo=UTC))
    assert preview.period_end - preview.period_start == timedelta(days=7)
    assert str(preview.last_day) == "2026-11-23"
