"""A report can be proved: it is rebuilt from the history tables as they stood when it was made, and compared.

The rows are committed, on a copy of the database: only then does a later write stand in a transaction of its own.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.models import Party, User
from portal.history.reading import as_recorded, snapshot_taken
from portal.history.writing import Actor, writing
from portal.jobs import running
from procurement.actions.milestones import state_milestone
from procurement.models import Milestone
from reports.actions import queue_due_reports
from reports.composers.proof import canonical, digest, first_difference
from reports.composers.verifying import problems_of
from reports.models import Report
from tests.support import factories
from tests.support.database import copied, owner_link

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
NEXT_WEEK = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    with django_db_blocker.unblock(), copied("proof"):  # type: ignore[attr-defined]  # pytest-django's
        yield


def _make(at: datetime) -> Report:
    queue_due_reports(at=at)
    running.run_due(worker="test", clock=lambda: at)
    return _report()


def _report(audience: str = "") -> Report:
    rows = Report.objects.select_related("previous").filter(deal__code="EX-DEAL", audience=audience)
    return rows.order_by("-period_end")[0]


def _forecast(at: datetime) -> None:
    john = User.objects.select_related("party").get(username="john")
    state_milestone(
        milestone_code="EX-GV-04",
        kind="forecast",
        date="2027-03-01",
        by=john,
        at=at,
        reason="Later",
        version=Milestone.objects.get(code="EX-GV-04").version,
    )


def test_every_report_is_proved_also_after_later_writes(committed: None) -> None:
    first = _make(NOW)
    _forecast(NOW)
    with writing(by=Actor("system:test"), reason="a slip of the pen"):
        Milestone.objects.filter(code="EX-GV-08").update(title_en="Another title")
    second = _make(NEXT_WEEK)
    assert (second.previous_id, (second.body or {})["previous_sha256"]) == (first.pk, first.sha256)
    assert [list(problems_of(report)) for report in Report.objects.select_related("previous")] == [[]] * 26
    said = StringIO()
    call_command("verify_report", str(first.pk), stdout=said)
    assert f"report {first.pk}: proved, SHA-256 {first.sha256}" in said.getvalue()


def test_a_row_of_the_history_that_was_changed_is_named(committed: None) -> None:
    report = _make(NOW)
    with owner_link("proof") as link, link.cursor() as cursor:
        cursor.execute("ALTER TABLE procurement_milestoneevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE procurement_milestoneevent SET title_en = 'Forged' WHERE code = 'EX-GV-02'")
        link.commit()
    told = "milestones[EX-GV-02].title_en: the report says "
    assert [problem.startswith(told) for problem in problems_of(report) if "Forged" in problem] != []
    heard = StringIO()
    with pytest.raises(CommandError, match=f"Not proved: {report.pk}"):
        call_command("verify_report", str(report.pk), stderr=heard)
    assert '.title_en: the report says "' in heard.getvalue()


def test_a_report_that_was_changed_is_named_and_so_is_the_one_that_follows(committed: None) -> None:
    first = _make(NOW)
    second = _make(NEXT_WEEK)
    with owner_link("proof") as link, link.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.actor', 'forger', false)")
        cursor.execute("ALTER TABLE reports_report DISABLE TRIGGER USER")
        forged = "jsonb_set(body, '{summary,overdue}', '0')"
        cursor.execute(f"UPDATE reports_report SET body = {forged} WHERE id = %s", [first.pk])
        link.commit()
    found = list(problems_of(Report.objects.select_related("previous").get(pk=first.pk)))
    assert "was stored with it" in found[0]
    assert found[1] == "summary.overdue: the report says 0, the history says 8."
    after = list(problems_of(Report.objects.select_related("previous").get(pk=second.pk)))
    assert after == [f"Report {first.pk}, which it follows, is not the one whose hash it holds."]


def test_each_audience_has_its_own_chain_of_what_it_may_see(committed: None) -> None:
    party = Party.objects.get(code="EX-UA-SELL")
    _make(NOW)
    with writing(by=Actor("system:test"), reason="our own report"):
        deal = _report().deal
        factories.report_schedule(
            deal=deal, audience=party.code, releasable_to=[party.code], starts_on=date(2026, 11, 16)
        )
    _make(NEXT_WEEK)
    own, shared = _report(party.code), _report()
    assert (own.releasable_to, shared.releasable_to) == ([party.code], [])
    assert shared.previous_id is not None
    assert own.previous is not None
    assert own.previous.audience == party.code
    told = [len((report.body or {})["milestones"]) for report in (own, shared)]
    assert told == [150, 146]
    assert [list(problems_of(report)) for report in (own, shared)] == [[], []]


def test_the_past_is_read_within_and_the_present_after(committed: None) -> None:
    before = snapshot_taken()
    _forecast(NOW)
    now = Milestone.objects.get(code="EX-GV-04").version
    with as_recorded(before):
        assert Milestone.objects.get(code="EX-GV-04").version == now - 1
    assert Milestone.objects.get(code="EX-GV-04").version == now


def test_a_body_of_another_format_says_that_it_cannot_be_rebuilt(committed: None) -> None:
    report = _make(NOW)
    report.body = {**(report.body or {}), "format": 2}
    report.sha256 = digest(report.body)
    assert ["format 2" in problem for problem in problems_of(report)] == [True]


def test_an_unknown_report_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="no ready report 99"):
        call_command("verify_report", "99")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=2), part, max_size=3),
    max_leaves=8,
)


def test_a_yes_is_not_a_number() -> None:
    assert first_difference({"is": [True, 0]}, {"is": [1, 0]}) == ("is[0]", "true", "1")


@given(one=VALUES, other=VALUES)
def test_a_difference_is_named_where_there_is_one_and_nowhere_else(one: object, other: object) -> None:
    same = canonical({"is": one}) == canonical({"is": other})
    assert (first_difference({"is": one}, {"is": other}) is None) == same


def test_a_difference_is_named_by_the_code_of_its_row() -> None:
    one = {"rows": [{"code": "A", "n": 1}, {"code": "B", "n": 2}]}
    assert first_difference(one, {"rows": [{"code": "A", "n": 1}, {"code": "B", "n": 3}]}) == ("rows[B].n", "2", "3")
    assert first_difference(one, {"rows": one["rows"][:1]}) == ("rows[B]", '{"code":"B","n":2}', "nothing")
