"""Two sets of dates side by side: each variance equals the days counted by hand."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from portal.accounts.models import User
from procurement.actions.baselines import take_baseline
from procurement.actions.decisions import accept_proposal
from procurement.actions.proposals import Wanted, open_proposal
from procurement.models import Deal, Milestone
from procurement.queries.plan import plan_of
from procurement.queries.variance import Asked, Variance, VarianceRow, variance
from tests.support import factories

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
TODAY = date(2026, 11, 25)

# start and finish of the baseline, what is agreed later, and by hand: calendar and working days of start and finish.
BY_HAND = {
    "EX-T-1": (("2027-06-04", "2027-06-11"), ("2027-06-07", "2027-06-14"), (3, 1), (3, 1)),  # Friday to Monday
    "EX-T-2": (("2027-06-07", "2027-06-07"), ("2027-06-07", "2027-06-12"), (0, 0), (5, 5)),  # Monday to Saturday
    "EX-T-3": (("2027-06-14", "2027-06-21"), ("2027-05-31", "2027-06-07"), (-14, -10), (-14, -10)),
    "EX-T-4": (("2027-06-12", "2027-06-13"), ("2027-06-13", "2027-06-14"), (1, 0), (1, 0)),  # within a weekend
    "EX-T-5": (("2027-06-09", "2027-06-10"), ("2027-06-09", "2027-06-10"), (0, 0), (0, 0)),
    "EX-T-6": (("2027-06-09", "2027-06-09"), ("2028-06-09", "2028-06-09"), (366, 262), (366, 262)),
}


@pytest.fixture
def deal(db: None) -> Deal:
    return Deal.objects.get(code="EX-DEAL")


def _agree(code: str, by: User, accepted_by: User, **values: Any) -> None:
    words: dict[str, Any] = {"deal_code": "EX-DEAL", "at": AT, "reason": "Because."}
    made = open_proposal(wanted=[Wanted("milestone", code, values)], reason_code="delay", by=by, **words)
    accept_proposal(number=made.number, version=1, by=accepted_by, **words)


@pytest.fixture
def moved(deal: Deal, olena: User, mary: User) -> Deal:
    """A baseline of the six milestones, and each moved (or not) by an accepted proposal."""
    stream = deal.workstreams.get(code="EX-governance")
    for code, (plan, _, _, _) in BY_HAND.items():
        start, finish = map(date.fromisoformat, plan)
        dates = {"agreed_start": start, "agreed_finish": finish, "duration_days": (finish - start).days}
        factories.milestone(code=code, workstream=stream, owner=olena.party, **dates)
    take_baseline(deal_code="EX-DEAL", name="Signing", by=olena, at=AT)
    for code, (plan, agreed, _, _) in BY_HAND.items():
        if agreed != plan:
            _agree(code, olena, mary, agreed_start=agreed[0], agreed_finish=agreed[1])
    return deal


def _compare(deal: Deal, user: User, **asked: Any) -> Variance:
    found = variance(deal, Asked(**asked), user=user, status_date=TODAY)
    assert found is not None
    return found


def _row(found: Variance, code: str) -> VarianceRow:
    return next(row for row in found.all_rows if row.milestone.code == code)


@pytest.mark.parametrize("code", BY_HAND)
def test_each_variance_is_what_was_counted_by_hand(moved: Deal, john: User, code: str) -> None:
    row = _row(_compare(moved, john, before="1", after="agreed"), code)
    _, _, start, finish = BY_HAND[code]
    assert ((row.start_days, row.start_working_days), (row.finish_days, row.finish_working_days)) == (start, finish)


def test_the_other_way_round_every_sign_turns(moved: Deal, john: User) -> None:
    there = _compare(moved, john, before="1", after="agreed")
    back = _compare(moved, john, before="agreed", after="1")
    for row in there.all_rows:
        other = _row(back, row.milestone.code)
        assert (row.finish_days, row.finish_working_days) == (-other.finish_days, -other.finish_working_days)  # type: ignore[operator]


def test_only_what_differs_and_in_the_order_asked_for(moved: Deal, john: User) -> None:
    found = _compare(moved, john, before="1", after="agreed", only=True, order="later")
    assert [row.milestone.code for row in found.rows] == ["EX-T-6", "EX-T-2", "EX-T-1", "EX-T-4", "EX-T-3"]
    back = _compare(moved, john, before="1", after="agreed", only=True, order="earlier")
    assert back.rows[0].milestone.code == "EX-T-3"
    assert len(_compare(moved, john, before="1", after="agreed").rows) == 161


def test_the_summary_of_a_workstream_counts_its_rows(moved: Deal, john: User) -> None:
    found = _compare(moved, john, before="1", after="agreed")
    (stream,) = [one for one in found.workstreams if one.workstream and one.workstream.code == "EX-governance"]
    assert (stream.later, stream.earlier, stream.added, stream.gone) == (4, 1, 0, 0)
    assert stream.most
    assert stream.most.milestone.code == "EX-T-6"
    assert (found.total.later, found.total.earlier) == (4, 1)


def test_added_and_cancelled_milestones_are_named(moved: Deal, olena: User, mary: User) -> None:
    stream = moved.workstreams.get(code="EX-governance")
    factories.milestone(code="EX-T-NEW", workstream=stream, owner=olena.party)
    _agree("EX-T-5", olena, mary, cancelled=True)
    found = _compare(moved, olena, before="1", after="agreed")
    assert [(_row(found, code).change, _row(found, code).finish_days) for code in ("EX-T-NEW", "EX-T-5")] == [
        ("added", None),
        ("gone", None),
    ]
    assert (found.total.added, found.total.gone) == (1, 1)


def test_today_s_forecast_is_that_of_the_plan(deal: Deal, john: User) -> None:
    found = _compare(deal, john, before="agreed", after="forecast")
    plan = plan_of(deal, user=john, status_date=TODAY)
    assert {row.milestone.code: row.finish_days for row in found.all_rows} == {
        row.milestone.code: row.slip_days for row in plan.rows
    }


def test_without_names_the_signed_baseline_is_compared_with_the_forecast(moved: Deal, john: User) -> None:
    found = _compare(moved, john)
    assert (found.before.key, found.after.key) == ("agreed", "forecast")  # nobody has signed it


def test_each_reader_compares_the_rows_that_he_sees(moved: Deal, olena: User, john: User) -> None:
    seller, buyer = (_compare(moved, user, before="1", after="agreed") for user in (olena, john))
    assert {row.milestone.code for row in buyer.all_rows} == set(
        Milestone.objects.visible_to(john).filter(deal=moved).values_list("code", flat=True)
    )
    assert "EX-JP-04" in {row.milestone.code for row in seller.all_rows}
    assert "EX-JP-04" not in {row.milestone.code for row in buyer.all_rows}


@pytest.mark.parametrize("asked", [{"before": "7"}, {"after": "plan"}, {"workstream": "nowhere"}])
def test_what_is_not_there_cannot_be_compared(deal: Deal, john: User, asked: dict[str, str]) -> None:
    assert variance(deal, Asked(**asked), user=john, status_date=TODAY) is None


def test_a_comparison_costs_the_same_for_few_rows_and_for_many(
    moved: Deal, olena: User, ivan: User, django_assert_num_queries: Any
) -> None:
    take_baseline(deal_code="EX-DEAL", name="Again", by=olena, at=AT)
    with django_assert_num_queries(7):
        variance(moved, Asked(before="1", after="2"), user=olena, status_date=TODAY)
    with django_assert_num_queries(4):
        variance(moved, Asked(), user=ivan, status_date=TODAY)
