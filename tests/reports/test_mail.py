"""Reports by mail, through a real server: once to each recipient who may see it, in both languages, with its files."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from portal import env
from portal.accounts.models import User
from portal.faults import Conflict, Invalid, Missing, Refused
from portal.jobs import actions as jobs
from portal.jobs import running
from portal.jobs.models import Job
from reports import tasks
from reports.actions import mailing
from reports.actions.making import queue
from reports.actions.recipients import add_recipient, remove_recipient
from reports.actions.schedules import ScheduleWords, add_schedule, change_schedule, run_now
from reports.models import ReportDelivery, ReportRecipient, ReportSchedule
from reports.queries.schedules import due_of
from tests.support.postbox import Postbox, postbox

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DUE = datetime(2026, 12, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
STAFF = "staff@example.org"


def _use(settings: LazySettings, url: str) -> None:
    for name, value in env.mail(url).items():
        setattr(settings, f"EMAIL_{name}", value)


@pytest.fixture
def schedule(olena: User) -> ReportSchedule:
    """Monthly, for the seller alone."""
    return add_schedule(words=ScheduleWords("EX-DEAL", "monthly", "Europe/Kyiv", 8, own=True), by=olena, at=NOW)


def _work(at: datetime) -> None:
    running.sweep(clock=lambda: at)
    running.run_due(worker="test", clock=lambda: at)


@pytest.fixture(autouse=True)
def _only_this_report(settings: LazySettings) -> None:
    settings.PORTAL_SWEEPS = [f"{__name__}.sweep_ours", "reports.tasks.sweep_mail"]


def sweep_ours(at: datetime) -> None:
    """The report of the schedule of the test and no other."""
    for row in ReportSchedule.objects.filter(cadence="monthly", is_active=True):
        for period in due_of(row, at):
            queue(row, period, at=at)


def _mail() -> ReportDelivery:
    return ReportDelivery.objects.get()


def test_a_report_comes_to_each_recipient_once(box: Postbox, schedule: ReportSchedule, olena: User) -> None:
    for who in (STAFF, "minister@example.org"):
        add_recipient(schedule_id=schedule.pk, who=who, by=olena, at=NOW)
    for _ in range(3):
        _work(DUE)
    assert sorted(address for address, _ in box.came) == ["minister@example.org", STAFF]
    assert {row.state for row in ReportDelivery.objects.all()} == {"sent"}
    assert len({message["Message-ID"] for _, message in box.came}) == 2


def test_it_says_in_both_languages_how_things_stand(box: Postbox, schedule: ReportSchedule, olena: User) -> None:
    add_recipient(schedule_id=schedule.pk, who=STAFF, by=olena, at=NOW)
    _work(DUE)
    [message] = box.to(STAFF)
    assert message["Subject"].strip() == (
        "EX-DEAL: Status report, 30 November 2026 / EX-DEAL: Звіт про стан, 30 листопада 2026"
    )
    body = message.get_body()
    assert body is not None
    text = body.get_content()
    english, ukrainian = text.split("=" * 72)
    assert english.startswith("Exercise · Only for: EX-UA-SELL")
    link = f"http://127.0.0.1:8000/reports/{_mail().report_id}/?lang="
    assert f"{link}en" in english
    assert f"{link}uk" in ukrainian
    assert "Стан на 30 листопада 2026" in ukrainian
    assert (message["Auto-Submitted"], message["To"]) == ("auto-generated", STAFF)


def test_the_files_are_those_of_the_schedule(box: Postbox, schedule: ReportSchedule, olena: User) -> None:
    _set(schedule, ["pdf", "xlsx", "txt", "json"], olena)
    add_recipient(schedule_id=schedule.pk, who=STAFF, by=olena, at=NOW)
    _work(DUE)
    [message] = box.to(STAFF)
    files = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    day = "EX-DEAL-2026-11-30"
    assert list(files) == [
        *[f"{day}.en-uk.pdf", f"{day}.en.xlsx", f"{day}.uk.xlsx", f"{day}.en-uk.txt"],
        f"{day}.json",
    ]
    assert files[f"{day}.en-uk.pdf"].startswith(b"%PDF")
    assert files[f"{day}.en.xlsx"].startswith(b"PK")


def _set(schedule: ReportSchedule, files: list[str], by: User, language: str = "both") -> None:
    words: dict[str, Any] = {"zone": schedule.zone, "hour": schedule.hour, "formats": files, "language": language}
    change_schedule(schedule_id=schedule.pk, **words, version=1, by=by, reason="files")


def test_one_language_means_one_language(box: Postbox, schedule: ReportSchedule, olena: User) -> None:
    _set(schedule, [], olena, "uk")
    add_recipient(schedule_id=schedule.pk, who=STAFF, by=olena, at=NOW)
    _work(DUE)
    [message] = box.to(STAFF)
    assert "/" not in message["Subject"]
    assert not list(message.iter_attachments())


def test_without_a_server_mails_wait_and_go_when_there_is_one(
    schedule: ReportSchedule, olena: User, settings: LazySettings
) -> None:
    _use(settings, "")
    add_recipient(schedule_id=schedule.pk, who=STAFF, by=olena, at=NOW)
    _work(DUE)
    assert (_mail().state, _mail().attempts) == ("waiting", 0)
    with postbox() as box:
        _use(settings, box.url)
        _work(DUE + MINUTE)
        assert len(box.to(STAFF)) == 1
    assert _mail().state == "sent"


def test_a_server_that_is_gone_is_tried_again_ever_later(
    schedule: ReportSchedule, olena: User, settings: LazySettings
) -> None:
    _use(settings, "smtp+plain://127.0.0.1:1")
    add_recipient(schedule_id=schedule.pk, who=STAFF, by=olena, at=NOW)
    _work(DUE)
    row = _mail()
    assert (row.state, row.due_at, row.is_doubtful) == ("waiting", DUE + MINUTE, False)
    assert "refused" in row.error
    _work(DUE + MINUTE)
    assert _mail().due_at == DUE + 3 * MINUTE
    assert not Job.objects.filter(kind="mail").exclude(state="done").exists()


def test_who_asks_to_come_again_later_gets_it_later(box: Postbox, schedule: ReportSchedule, olena: User) -> None:
    add_recipient(schedule_id=schedule.pk, who=STAFF, by=olena, at=NOW)
    box.replies[STAFF] = ["451 greylisted, come again"]
    _work(DUE)
    assert (_mail().state, _mail().error) == ("waiting", "451 greylisted, come again")
    _work(DUE + MINUTE)
    assert (_mail().state, _mail().is_doubtful, len(box.to(STAFF))) == ("sent", False, 1)


def test_an_address_that_is_refused_says_why_and_can_be_tried_again(
    box: Postbox, schedule: ReportSchedule, olena: User
) -> None:
    add_recipient(schedule_id=schedule.pk, who=STAFF, by=olena, at=NOW)
    box.replies[STAFF] = ["550 no such mailbox"]
    for _ in range(2):
        _work(DUE)
    row = _mail()
    assert (row.state, row.error, box.came) == ("failed", "550 no such mailbox", [])
    mailing.send_again(delivery=row, version=row.version, by=olena, at=DUE)
    _work(DUE)
    assert (_mail().state, len(box.to(STAFF))) == ("sent", 1)
    with pytest.raises(Conflict):
        mailing.send_again(delivery=row, version=_mail().version, by=olena, at=DUE)
    assert len(box.to(STAFF)) == 1


def test_a_link_that_breaks_after_the_message_left_leads_to_a_repeat_that_can_be_known(
    box: Postbox, schedule: ReportSchedule, olena: User
) -> None:
    add_recipient(schedule_id=schedule.pk, who=STAFF, by=olena, at=NOW)
    box.drops.add(STAFF)
    _work(DUE)
    assert (_mail().state, len(box.to(STAFF))) == ("waiting", 1)
    _work(DUE + MINUTE)
    first, second = box.to(STAFF)
    assert first["Message-ID"] == second["Message-ID"] == _mail().message_id
    assert (_mail().state, _mail().is_doubtful) == ("sent", True)


def test_a_worker_killed_before_the_mail_left_sends_nothing_twice(
    box: Postbox, schedule: ReportSchedule, olena: User
) -> None:
    add_recipient(schedule_id=schedule.pk, who=STAFF, by=olena, at=NOW)
    sweep_ours(DUE)
    report = jobs.claim(worker="w", at=DUE)
    assert report is not None
    running.run(report, clock=lambda: DUE)
    claimed = jobs.claim(worker="dies", at=DUE)
    assert claimed is not None
    assert mailing.claim_mail(claimed, at=DUE) is not None  # and here it dies
    later = DUE + jobs.LEASE + MINUTE
    _work(later)
    assert (_mail().state, _mail().is_doubtful, len(box.to(STAFF))) == ("sent", False, 1)


def test_who_lost_the_job_lets_no_mail_leave(box: Postbox, schedule: ReportSchedule, olena: User) -> None:
    add_recipient(schedule_id=schedule.pk, who=STAFF, by=olena, at=NOW)
    sweep_ours(DUE)
    report = jobs.claim(worker="w", at=DUE)
    assert report is not None
    running.run(report, clock=lambda: DUE)
    slow = jobs.claim(worker="slow", at=DUE)
    later = DUE + jobs.LEASE + MINUTE
    quick = jobs.claim(worker="quick", at=later)
    assert slow is not None
    assert quick is not None
    with pytest.raises(jobs.LostLease):
        tasks.send_mail(slow, DUE)
    assert box.came == []
    assert running.run(quick, clock=lambda: later)
    assert len(box.to(STAFF)) == 1


Change = Callable[[ReportRecipient, User], object]


def _leave(row: ReportRecipient, by: User) -> None:
    User.objects.filter(pk=row.account_id).update(is_active=False)


def _change_sides(row: ReportRecipient, by: User) -> None:
    buyer = User.objects.get(username="john").party
    User.objects.filter(pk=row.account_id).update(party=buyer)


def _take_off(row: ReportRecipient, by: User) -> None:
    remove_recipient(recipient=row, by=by, at=DUE)


@pytest.mark.parametrize("change", [_leave, _change_sides, _take_off])
def test_who_may_not_see_the_report_any_more_gets_none(
    box: Postbox, schedule: ReportSchedule, olena: User, andrii: User, change: Change, settings: LazySettings
) -> None:
    User.objects.filter(pk=andrii.pk).update(email="andrii@example.org")
    row = add_recipient(schedule_id=schedule.pk, who="andrii", by=olena, at=NOW)
    url = settings.EMAIL_HOST
    settings.EMAIL_HOST = ""
    _work(DUE)
    change(row, olena)
    settings.EMAIL_HOST = url
    _work(DUE + MINUTE)
    assert (_mail().state, box.came) == ("withheld", [])
    assert _mail().error


def test_an_account_gets_it_at_its_present_address(
    box: Postbox, schedule: ReportSchedule, olena: User, andrii: User
) -> None:
    User.objects.filter(pk=andrii.pk).update(email="old@example.org")
    add_recipient(schedule_id=schedule.pk, who="andrii", by=olena, at=NOW)
    User.objects.filter(pk=andrii.pk).update(email="new@example.org")
    add_recipient(schedule_id=schedule.pk, who="New@example.org", by=olena, at=NOW)
    _work(DUE)
    assert [address for address, _ in box.came] == ["new@example.org"]
    assert sorted(ReportDelivery.objects.values_list("state", flat=True)) == ["sent", "withheld"]


def test_who_is_named_later_gets_the_next_report_only(box: Postbox, schedule: ReportSchedule, olena: User) -> None:
    _work(DUE)
    add_recipient(schedule_id=schedule.pk, who=STAFF, by=olena, at=DUE + MINUTE)
    _work(DUE + 2 * MINUTE)
    assert box.came == []
    _work(datetime(2027, 1, 1, 9, tzinfo=UTC))
    assert len(box.to(STAFF)) == 1


def test_a_report_asked_for_now_comes_to_those_of_the_schedule(
    box: Postbox, schedule: ReportSchedule, olena: User
) -> None:
    add_recipient(schedule_id=schedule.pk, who=STAFF, by=olena, at=NOW)
    report = run_now(schedule_id=schedule.pk, by=olena, at=NOW)
    _work(NOW)
    assert len(box.to(STAFF)) == 1
    assert [row.schedule.cadence for row in ReportRecipient.objects.all()] == ["monthly", "on-demand"]
    assert _mail().report == report


def test_the_other_side_neither_names_nor_finds_recipients(schedule: ReportSchedule, olena: User, john: User) -> None:
    row = add_recipient(schedule_id=schedule.pk, who=STAFF, by=olena, at=NOW)
    with pytest.raises(Missing):
        add_recipient(schedule_id=schedule.pk, who="spy@example.org", by=john, at=NOW)
    with pytest.raises(Missing):
        remove_recipient(recipient=row, by=john, at=NOW)
    assert ReportRecipient.objects.get().removed_at is None


@pytest.mark.parametrize("who", ["john", "nobody", "a@b", "", "x y@example.org", "andrii"])
def test_who_is_no_account_of_the_party_and_no_address_is_refused(
    schedule: ReportSchedule, olena: User, who: str
) -> None:
    with pytest.raises(Invalid):
        add_recipient(schedule_id=schedule.pk, who=who, by=olena, at=NOW)
    assert not ReportRecipient.objects.exists()


def test_nobody_is_named_twice_and_readers_name_nobody(schedule: ReportSchedule, olena: User, andrii: User) -> None:
    add_recipient(schedule_id=schedule.pk, who=STAFF, by=olena, at=NOW)
    with pytest.raises(Invalid):
        add_recipient(schedule_id=schedule.pk, who=STAFF.upper(), by=olena, at=NOW)
    with pytest.raises(Refused):
        add_recipient(schedule_id=schedule.pk, who="more@example.org", by=andrii, at=NOW)
    assert ReportRecipient.objects.count() == 1


@pytest.mark.parametrize("url", ["http://mail.example.org", "smtp://", "mail.example.org:25"])
def test_an_address_of_a_server_that_cannot_be_read_stops_the_start(url: str) -> None:
    with pytest.raises(env.BadSetting, match="EMAIL_URL must look like"):
        env.mail(url)


def test_the_three_kinds_of_link() -> None:
    kinds = [env.mail(url) for url in ("smtp://u:p%40@h", "smtps://h", "smtp+plain://h", "")]
    assert [(kind["PORT"], kind["USE_TLS"], kind["USE_SSL"]) for kind in kinds] == [
        *[(587, True, False), (465, False, True), (25, False, False)],
        (25, False, False),
    ]
    assert (kinds[0]["HOST_PASSWORD"], kinds[3]["HOST"]) == ("p@", "")
