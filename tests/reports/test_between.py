"""Two reports of a deal side by side: what moved, and nothing that either of them hides."""

from datetime import UTC, datetime

import pytest

from portal.accounts.models import User
from portal.jobs import running
from procurement.actions.milestones import state_milestone
from procurement.models import Milestone
from reports.actions import queue_due_reports
from reports.composers.between import chapters_between
from reports.models import Report
from tests.conftest import signed_in

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
NEXT_WEEK = datetime(2026, 12, 1, 9, tzinfo=UTC)


def _make(at: datetime) -> Report:
    queue_due_reports(at=at)
    running.run_due(worker="test", clock=lambda: at)
    return Report.objects.filter(deal__code="EX-DEAL").order_by("-period_end")[0]


@pytest.fixture
def pair(john: User) -> tuple[Report, Report]:
    first = _make(NOW)
    state_milestone(
        milestone_code="EX-GV-04",
        kind="reported-met",
        date="2026-11-25",
        by=john,
        at=datetime(2026, 11, 26, tzinfo=UTC),
        reason="Signed",
        version=Milestone.objects.get(code="EX-GV-04").version,
    )
    return first, _make(NEXT_WEEK)


def test_what_changed_stands_side_by_side(pair: tuple[Report, Report]) -> None:
    before, after = (report.body or {} for report in pair)
    whole, moved, _terms, goods = chapters_between(before, after)
    figures = {row[0]: row[1:] for row in whole.tables[0].rows}
    assert figures["Reported"] == [0, 1, 1]
    [row] = [row for row in moved.tables[0].rows if row[1] == "EX-GV-04"]
    assert row[2] != row[3] == "Reported"
    assert all(old != new or state != then for _, _, state, then, old, new, _ in moved.tables[0].rows)
    assert goods.tables[0].rows == []


def test_the_page_names_both_days_and_leads_to_the_others(pair: tuple[Report, Report], john: User) -> None:
    first, second = pair
    client = signed_in(john)
    assert f"/reports/{second.pk}/since/{first.pk}/" in client.get(f"/reports/{second.pk}/").content.decode()
    for language, words in (("en", "22 November 2026"), ("uk", "22 листопада 2026")):
        text = client.get(f"/reports/{second.pk}/since/{first.pk}/?lang={language}").content.decode()
        assert words in text.replace("\u00a0", " ")
        assert "EX-GV-04" in text


def test_hidden_foreign_and_equal_reports_are_absent(pair: tuple[Report, Report], john: User, ivan: User) -> None:
    first, second = pair
    public = Report.objects.filter(deal__is_public=True)[0]
    wanted = [(ivan, second, first), (john, second, public), (john, second, second)]
    for who, one, other in wanted:
        assert signed_in(who).get(f"/reports/{one.pk}/since/{other.pk}/").status_code == 404
