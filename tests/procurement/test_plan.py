"""The exercise plan at its status date, for each reader."""

from datetime import date

import pytest

from portal.accounts.models import User
from procurement.models import Deal
from procurement.queries.plan import plan_for_all, plan_of

TODAY = date(2026, 11, 22)


@pytest.fixture
def deal(db: None) -> Deal:
    return Deal.objects.get(code="EX-DEAL")


def test_the_end_and_the_slip_of_the_exercise(deal: Deal, john: User) -> None:
    plan = plan_of(deal, user=john, status_date=TODAY)
    late = plan.by_code["EX-GV-08"]
    assert plan.end == date(2031, 10, 9)
    assert (late.slip_days, late.line and late.line.critical) == (15, True)


def test_hidden_milestones_drive_dates_and_stay_hidden(deal: Deal, olena: User, john: User) -> None:
    sellers, buyers = plan_of(deal, user=olena, status_date=TODAY), plan_of(deal, user=john, status_date=TODAY)
    assert "EX-JP-04" in sellers.by_code
    assert "EX-JP-04" not in buyers.by_code
    assert all("EX-JP-04" not in (link.predecessor, link.successor) for link in buyers.links)
    both = sellers.by_code.keys() & buyers.by_code.keys()
    assert [sellers.by_code[code].line for code in both] == [buyers.by_code[code].line for code in both]


def test_each_reader_sees_his_rows(deal: Deal, olena: User, john: User, audra: User) -> None:
    counts = [len(plan_of(deal, user=user, status_date=TODAY).rows) for user in (olena, john, audra)]
    assert counts == [150, 155, 146]
    assert len(plan_for_all(deal, status_date=TODAY).rows) == 146


def test_the_states_of_the_exercise(deal: Deal) -> None:
    states = [row.state.value for row in plan_for_all(deal, status_date=TODAY).rows]
    assert {state: states.count(state) for state in set(states)} == {"met": 11, "running": 4, "scheduled": 131}


def test_the_plan_takes_three_statements(deal: Deal, john: User, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]
        plan_of(deal, user=john, status_date=TODAY)
