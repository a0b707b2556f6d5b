"""The weekly report: due once a week, made once, provable, the same for every party, and complete."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.accounts.models import User
from portal.faults import Missing, Refused
from portal.jobs import actions, running
from portal.jobs.models import Job
from procurement.actions.milestones import state_milestone
from procurement.models import Milestone
from reports.actions import issue_report, queue_due_reports
from reports.composers.proof import digest
from reports.models import Report, ReportSchedule
from reports.rules import Period, week_before, weeks_due

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
NEXT_WEEK = datetime(2026, 12, 1, 9, tzinfo=UTC)


def _make(at: datetime) -> None:
    queue_due_reports(at=at)
    running.run_due(worker="test", clock=lambda: at)


def _report(code: str = "EX-DEAL") -> Report:
    return Report.objects.filter(deal__code=code).order_by("-period_end")[0]


def test_weeks_are_whole_and_none_is_left_out() -> None:
    assert week_before(date(2026, 11, 24)) == Period(date(2026, 11, 16), date(2026, 11, 23))
    assert [p.end.day for p in weeks_due(date(2026, 11, 5), date(2026, 11, 24))] == [9, 16, 23]
    assert list(weeks_due(date(2026, 11, 23), date(2026, 11, 29))) == []


def test_every_deal_gets_one_report_a_week(db: None) -> None:
    _make(NOW)
    _make(NOW)
    assert list(Report.objects.values_list("state", flat=True)) == ["ready"] * 13
    assert Job.objects.filter(kind="report", state="done").count() == 13


def test_a_missed_week_is_made_up_and_never_doubled(db: None) -> None:
    _make(NOW)
    _make(datetime(2026, 12, 15, 9, tzinfo=UTC))
    ends = Report.objects.filter(deal__code="EX-DEAL").values_list("period_end", flat=True)
    assert sorted(day.isoformat() for day in ends) == ["2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14"]


def test_the_report_says_how_the_exercise_stands(db: None) -> None:
    _make(NOW)
    body = _report().body
    assert body is not None
    assert (body["summary"]["total"], body["summary"]["states"]["met"], body["summary"]["overdue"]) == (146, 11, 8)
    assert (body["summary"]["forecast_end"], body["summary"]["end_slip_days"]) == ("2031-10-09", 15)
    assert [w["total"] for w in body["workstreams"]] == [55, 21, 17, 12, 15, 26]
    assert body["payments"][0]["paid"] == "1728000.00"
    assert (body["deliveries"][0]["accepted"], body["deliveries"][0]["rejected"]) == (42, 3)
    assert body["deal"]["exercise"] is True


def test_the_report_says_where_slips_begin_and_points_at_nothing_hidden(db: None) -> None:
    """EX-JP-05 is driven by a hidden milestone alone: to name it as an origin would tell that there is one."""
    _make(NOW)
    origins = {origin["code"]: origin for origin in (_report().body or {})["origins"]}
    assert "EX-JP-05" not in origins
    assert origins["EX-GV-08"]["moves"] > 0
    assert all(origin["forecast_finish"] < "2027-02" for origin in origins.values())


def test_the_report_sets_the_last_offers_of_both_sides_side_by_side(db: None) -> None:
    _make(NOW)
    terms = (_report().body or {})["terms"]
    vessel = next(term for term in terms["unsettled"] if term["code"] == "EX-TERM-03")
    assert (vessel["seller"]["low"], vessel["buyer"]["high"], vessel["buyer"]["unit"]) == ("290000", "290000", "USD")
    assert {term["status"] for term in terms["unsettled"]} == {"open", "proposed"}


def test_what_happened_is_told_once(db: None) -> None:
    _make(NOW)
    assert len((_report("us-ua-drone-deal").body or {})["met"]) == 8
    _make(NEXT_WEEK)
    assert (_report("us-ua-drone-deal").body or {})["met"] == []


def test_nothing_that_is_marked_for_one_side_is_in_a_report(db: None) -> None:
    _make(NOW)
    hidden = Milestone.objects.filter(deal__code="EX-DEAL").exclude(releasable_to=[])
    told = str(_report().body)
    assert hidden.count() == 13
    assert [m.code for m in hidden if f"'{m.code}'" in told or m.title_en in told] == []


def test_the_hash_is_that_of_the_stored_body(db: None) -> None:
    _make(NOW)
    for report in Report.objects.all():
        assert report.sha256 == digest(report.body or {})
        assert report.horizon


def test_the_next_report_tells_what_moved_and_what_was_said(john: User) -> None:
    _make(NOW)
    version = Milestone.objects.get(code="EX-GV-04").version
    state_milestone(
        milestone_code="EX-GV-04",
        kind="reported-met",
        date="2026-11-25",
        by=john,
        at=datetime(2026, 11, 26, tzinfo=UTC),
        reason="Signed",
        version=version,
    )
    _make(NEXT_WEEK)
    report = _report()
    body = report.body or {}
    assert [c["code"] for c in body["changes"]] == ["EX-GV-04"]
    assert report.previous_id == body["previous"]
    assert all(slip["was"] != slip["now"] for slip in body["slips"])


def test_the_public_record_is_reported_too(db: None) -> None:
    _make(NOW)
    body = _report("us-ua-drone-deal").body or {}
    assert (body["summary"]["total"], body["terms"]["total"] > 20) == (20, True)
    said = next(row["said"] for row in body["milestones"] if row["code"] == "army-leaders-visit-kyiv")
    assert (said["kind"], said["date"], said["source"]["publisher"]) == ("happened", "2025-11-19", "CBS News")
    assert body["terms"]["latest"][0]["on"] >= body["terms"]["latest"][-1]["on"]
    assert body["terms"]["latest"][0]["by"] == "President of Ukraine"


def test_a_report_that_took_three_workers_with_it_says_so(db: None) -> None:
    queue_due_reports(at=NOW)
    Job.objects.exclude(key__startswith=f"report:{_report().schedule_id}:").delete()
    for attempt in range(actions.ATTEMPTS):
        assert actions.claim(worker="lost", at=NOW + attempt * (actions.LEASE + timedelta(seconds=1)))
    running.run_due(worker="test", clock=lambda: NEXT_WEEK)
    assert (_report().state, _report().error) == ("failed", actions.LOST)


def test_a_report_by_hand_is_the_same_report(john: User) -> None:
    first = issue_report(deal_code="EX-DEAL", by=john, at=NOW)
    assert issue_report(deal_code="EX-DEAL", by=None, at=NOW) == first
    running.run_due(worker="test", clock=lambda: NOW)
    _make(NOW)
    assert Report.objects.filter(deal__code="EX-DEAL").count() == 1


def test_who_may_not_issue_changes_nothing(andrii: User, ivan: User) -> None:
    for person, fault in ((andrii, Refused), (ivan, Missing)):
        with pytest.raises(fault):
            issue_report(deal_code="EX-DEAL", by=person, at=NOW)
    assert (Report.objects.count(), ReportSchedule.objects.count()) == (0, 0)
