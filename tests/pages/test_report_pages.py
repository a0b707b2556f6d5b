"""Report pages: the stored body in both languages, with the same numbers; queued and failed ones say so."""

import re
from datetime import UTC, date, datetime

import pytest

from portal.accounts.models import User
from portal.jobs import running
from reports.actions import note_report_failed, queue_due_reports
from reports.models import Report
from tests.conftest import signed_in
from tests.support import factories

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def report(db: None) -> Report:
    queue_due_reports(at=NOW)
    running.run_due(worker="test", clock=lambda: NOW)
    return Report.objects.get(deal__code="EX-DEAL")


def _numbers(text: str) -> list[str]:
    main = text[text.index("<main") : text.index("</main>")]
    words = re.sub(r"<[^>]+>", " ", main.replace("\u00a0", " "))
    return re.findall(r"[+−]\d+|\d+(?=\s*%)", words)


def test_both_languages_hold_the_same_numbers(report: Report, john: User) -> None:
    client = signed_in(john)
    english = client.get(f"/reports/{report.pk}/?lang=en").content.decode()
    ukrainian = client.get(f"/reports/{report.pk}/?lang=uk").content.decode()
    assert "Status on" in english
    assert "Стан на" in ukrainian
    assert _numbers(english) == _numbers(ukrainian) != []


def test_the_page_shows_its_hash_and_its_exercise(report: Report, john: User) -> None:
    text = signed_in(john).get(f"/reports/{report.pk}/").content.decode()
    assert report.sha256 in text
    assert "Exercise" in text


def test_a_report_of_the_public_record_has_no_empty_parts(report: Report, ivan: User) -> None:
    client = signed_in(ivan)
    for public in Report.objects.filter(deal__is_public=True):
        text = client.get(f"/reports/{public.pk}/").content.decode()
        main = text[text.index("<main") : text.index("</main>")]
        for words in ("Slips", "Weight", "Open proposals", "Plan end", "Needs a decision"):
            assert words not in main, words
        assert "Terms" in main


def test_a_body_of_the_first_format_is_still_shown(report: Report, john: User) -> None:
    """Reports are never made anew: what an earlier release stored must stay readable."""
    old = dict(report.body or {}, format=1)
    for row in old["milestones"] + old["met"] + old["late"] + old["due_next"]:
        row["owner"] = (row["owner"] or {}).get("code")
        del row["said"], row["duration_days"]
    del old["origins"], old["summary"]["days_past_end"], old["terms"]["unsettled"], old["terms"]["latest"]
    same = ("schedule", "state", "sha256", "known_at", "horizon")
    earlier = {"period_start": date(2020, 1, 6), "period_end": date(2020, 1, 13), "body": old}
    made = factories.report(**{name: getattr(report, name) for name in same}, **earlier)
    text = signed_in(john).get(f"/reports/{made.pk}/").content.decode()
    assert "15 days after plan" in text


def test_the_list_can_be_narrowed_to_a_deal(report: Report, john: User) -> None:
    page = signed_in(john).get("/reports/?deal=EX-DEAL").context["page"]
    assert [row.deal.code for row in page] == ["EX-DEAL"]


def test_a_report_of_a_foreign_deal_is_absent(report: Report, ivan: User) -> None:
    assert signed_in(ivan).get(f"/reports/{report.pk}/").status_code == 404
    assert "EX-DEAL" not in signed_in(ivan).get("/reports/").content.decode()


def test_queued_and_failed_reports_say_so(john: User) -> None:
    queue_due_reports(at=NOW)
    queued = Report.objects.get(deal__code="EX-DEAL")
    client = signed_in(john)
    assert "is in line" in client.get(f"/reports/{queued.pk}/").content.decode()
    note_report_failed(report=queued, error="no paper")
    assert "no paper" in client.get(f"/reports/{queued.pk}/").content.decode()
