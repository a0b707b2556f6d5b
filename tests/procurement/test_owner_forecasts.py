"""The owner's forecast counts in the schedule where it is later; nobody else's does, and nothing hidden does."""

from datetime import UTC, date, datetime

import pytest

from portal.accounts.models import User
from procurement.actions.milestones import state_milestone
from procurement.models import Deal, Milestone, MilestoneStatement
from procurement.queries.plan import PlanRow, plan_of
from tests.conftest import signed_in
from tests.support import factories

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
OPEN, NEXT = "EX-RX-B", "EX-RX-C"


@pytest.fixture
def deal(db: None) -> Deal:
    """A runs since 1 November for 30 days; B (20 days, of the buyer) and C (a point) follow."""
    deal = factories.a_deal(code="EX-FORE", party_codes=["EX-UA-SELL", "EX-US-BUY"])
    stream = factories.workstream(deal=deal)
    buyer = User.objects.get(username="john").party
    made = {}
    for code, days, start, finish in [
        ("A", 30, date(2026, 11, 1), date(2026, 12, 1)),
        ("B", 20, date(2026, 12, 1), date(2026, 12, 21)),
        ("C", 0, date(2026, 12, 21), date(2026, 12, 21)),
    ]:
        dates = {"duration_days": days, "agreed_start": start, "agreed_finish": finish}
        made[code] = factories.milestone(workstream=stream, code=f"EX-RX-{code}", owner=buyer, **dates)
    factories.milestone_statement(milestone=made["A"], kind="started", party=buyer, date="2026-11-01")
    for before, after in ("AB", "BC"):
        factories.dependency(predecessor=made[before], successor=made[after])
    return deal


def _state(by: User, code: str, kind: str = "forecast", **words: object) -> MilestoneStatement:
    version = Milestone.objects.get(code=code).version
    return state_milestone(
        milestone_code=code, kind=kind, by=by, at=NOW, reason="as we see it", version=version, **words
    )


def _row(deal: Deal, user: User, code: str) -> PlanRow:
    return plan_of(deal, user=user, status_date=TODAY).by_code[code]


def _dates(deal: Deal, user: User, code: str) -> tuple[date, date, bool]:
    line = _row(deal, user, code).line
    assert line is not None
    return line.forecast_start, line.forecast_finish, line.from_owner


def test_a_later_word_of_the_owner_holds_an_open_milestone_and_those_behind_it(
    deal: Deal, john: User, olena: User
) -> None:
    _state(john, OPEN, date="2027-01-10")
    assert _dates(deal, olena, OPEN) == (date(2026, 12, 21), date(2027, 1, 10), True)
    assert _dates(deal, olena, NEXT) == (date(2027, 1, 10), date(2027, 1, 10), False)
    _state(john, OPEN, date="2027-02-10", start_date="2027-01-11")
    assert _dates(deal, olena, OPEN) == (date(2027, 1, 11), date(2027, 1, 31), True)


def test_a_running_milestone_does_not_finish_before_its_owner_says(deal: Deal, john: User, olena: User) -> None:
    _state(john, "EX-RX-A", date="2026-12-05", start_date="2026-11-03")
    assert _dates(deal, olena, "EX-RX-A") == (date(2026, 11, 1), date(2026, 12, 5), True)
    assert _dates(deal, olena, OPEN) == (date(2026, 12, 5), date(2026, 12, 25), False)


def test_an_earlier_word_and_the_word_of_another_party_change_nothing(deal: Deal, john: User, olena: User) -> None:
    before = _dates(deal, john, OPEN)
    _state(john, OPEN, date="2026-12-10")
    _state(olena, OPEN, date="2027-06-01")
    assert _dates(deal, john, OPEN) == before == (date(2026, 12, 1), date(2026, 12, 21), False)


def test_the_last_word_that_stands_counts(deal: Deal, john: User) -> None:
    _state(john, OPEN, date="2027-01-10")
    last = _state(john, OPEN, date="2027-03-10")
    assert _dates(deal, john, OPEN)[1] == date(2027, 3, 10)
    _state(john, OPEN, "withdrawn", about=last.uid)
    assert _dates(deal, john, OPEN)[1] == date(2027, 1, 10)


def test_a_word_that_some_do_not_see_moves_no_date_for_anybody(deal: Deal, john: User, olena: User) -> None:
    milestone = Milestone.objects.get(code=OPEN)
    factories.milestone_statement(
        milestone=milestone, party=john.party, date="2027-06-01", releasable_to=[john.party_code]
    )
    assert _dates(deal, john, OPEN) == _dates(deal, olena, OPEN) == (date(2026, 12, 1), date(2026, 12, 21), False)


def test_a_word_that_was_said_later_does_not_count_on_an_earlier_day(deal: Deal, john: User) -> None:
    _state(john, OPEN, date="2027-01-10")
    line = plan_of(deal, user=john, status_date=date(2026, 11, 21)).by_code[OPEN].line
    assert line
    assert not line.from_owner


def test_page_table_and_api_say_where_the_date_comes_from(deal: Deal, john: User) -> None:
    _state(john, OPEN, date="2027-01-10")
    client = signed_in(john)
    page = client.get(f"/deals/EX-FORE/milestones/{OPEN}/?status_date={TODAY}").content.decode()
    assert "This is what its owner states" in page
    assert "stated by the owner" in client.get(f"/deals/EX-FORE/timeline/?status_date={TODAY}").content.decode()
    lines = client.get(f"/api/v1/deals/EX-FORE/schedule/?status_date={TODAY}").json()
    assert {line["code"]: line["from_owner"] for line in lines} == {"EX-RX-A": False, OPEN: True, NEXT: False}
