"""Who is told of comments on a report: approvers of a draft, readers of what is out, recipients of a wrong one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from portal.accounts.models import User
from portal.jobs import running
from portal.notices.models import Notice
from reports.actions.narratives import approve_narrative, comment, release_narrative, start_narrative
from reports.actions.recipients import add_recipient, remove_recipient
from reports.actions.schedules import ScheduleWords, add_schedule, run_now
from reports.models import Narrative, Report, ReportDelivery, ReportRecipient
from tests.conftest import signed_in
from tests.support.postbox import Postbox

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
WORDS = {"slips": {"en": "The customs office was closed.", "uk": "Митниця не працювала."}}
STAFF, MINISTER = "staff@example.org", "minister@example.org"


@pytest.fixture(autouse=True)
def _only_mails(settings: LazySettings) -> None:
    settings.PORTAL_SWEEPS = ["reports.tasks.sweep_mail"]


def _work(at: datetime) -> None:
    running.sweep(clock=lambda: at)
    running.run_due(worker="test", clock=lambda: at)


def _report(olena: User, *, own: bool = True) -> Report:
    """On demand, for the seller alone or for all, to one member of the staff."""
    words = ScheduleWords("EX-DEAL", "monthly", "Europe/Kyiv", 8, own=own)
    made = add_schedule(words=words, by=olena, at=NOW)
    add_recipient(schedule_id=made.pk, who=STAFF, by=olena, at=NOW)
    report = run_now(schedule_id=made.pk, by=olena, at=NOW)
    _work(NOW)
    report.refresh_from_db()
    return report


def _started(report: Report, olena: User, **more: Any) -> Narrative:
    return start_narrative(report_id=report.pk, comments=WORDS, by=olena, at=LATER, **more)


def _released(row: Narrative, oksana: User, olena: User) -> Narrative:
    approve_narrative(uid=row.uid, version=row.version, by=oksana, at=LATER)
    return release_narrative(uid=row.uid, version=row.version + 1, by=olena, at=LATER)


def _told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


def test_approvers_of_the_party_are_told_once_that_comments_wait(olena: User, oksana: User, mary: User) -> None:
    row = _started(_report(olena), olena)
    comment(uid=row.uid, comments=WORDS, version=row.version, by=olena, at=LATER)
    assert _told("comments-wait") == ["oksana"]
    page = signed_in(oksana).get("/account/?lang=en").content.decode()
    assert "wait for an approver" in page
    assert f"/reports/{row.report_id}/comments/{row.uid}/" in page


def test_they_are_told_again_when_what_was_approved_is_a_draft_anew(olena: User, oksana: User) -> None:
    row = _started(_report(olena), olena)
    approve_narrative(uid=row.uid, version=row.version, by=oksana, at=LATER)
    comment(uid=row.uid, comments=WORDS, version=row.version + 1, by=olena, at=LATER)
    assert _told("comments-wait") == ["oksana", "oksana"]


def test_readers_of_the_party_are_told_when_comments_are_released(olena: User, oksana: User, andrii: User) -> None:
    row = _started(_report(olena), olena)
    assert _told("comments-released") == []
    _released(row, oksana, olena)
    assert _told("comments-released") == ["andrii", "oksana"]
    assert "EX-UA-SELL released comments" in signed_in(andrii).get("/account/?lang=en").content.decode()
    assert "EX-UA-SELL" in signed_in(andrii).get("/account/?lang=uk").content.decode()


def test_a_report_to_all_tells_both_sides_of_released_comments_and_of_drafts_only_the_own(
    olena: User, oksana: User, john: User, mary: User
) -> None:
    row = _started(_report(olena, own=False), olena)
    assert _told("comments-wait") == ["oksana"]
    _released(row, oksana, olena)
    assert {"john", "mary", "oksana"} <= set(_told("comments-released"))


def test_a_correction_is_mailed_to_who_got_the_report_before_it(box: Postbox, olena: User, oksana: User) -> None:
    report = _report(olena)
    _released(_started(report, olena), oksana, olena)
    _work(LATER)
    assert len(box.to(STAFF)) == 1  # the report; comments beside it stand on its page
    add_recipient(schedule_id=report.schedule_id, who=MINISTER, by=olena, at=LATER)
    corrected = _released(_started(report, olena, reason="The wrong office"), oksana, olena)
    for _ in range(3):
        _work(LATER)
    first, second = box.to(STAFF)
    assert first["Message-ID"] != second["Message-ID"]
    assert second["Subject"].strip().startswith("Correction: EX-DEAL")
    assert "/ Виправлення: EX-DEAL" in second["Subject"]
    text = second.get_body().get_content()  # type: ignore[union-attr]  # it has a text
    assert "version 2, corrects version 1: The wrong office" in text
    assert [part.get_filename() for part in second.iter_attachments()] != []
    assert box.to(MINISTER) == []  # had nothing that could be wrong
    sent = ReportDelivery.objects.get(narrative=corrected)
    assert (sent.state, sent.address) == ("sent", STAFF)
    assert "correction of comments" in signed_in(olena).get(f"/reports/{report.pk}/?lang=en").content.decode()


def test_who_was_taken_off_the_list_gets_no_correction(box: Postbox, olena: User, oksana: User) -> None:
    report = _report(olena)
    _released(_started(report, olena), oksana, olena)
    remove_recipient(recipient=ReportRecipient.objects.get(schedule=report.schedule), by=olena, at=LATER)
    _released(_started(report, olena, reason="The wrong office"), oksana, olena)
    _work(LATER)
    assert len(box.to(STAFF)) == 1
    assert ReportDelivery.objects.filter(narrative__isnull=False).count() == 0
