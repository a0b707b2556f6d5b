"""The ledger of moved dates, as each reader may see it."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from portal.accounts.models import User
from portal.history.writing import Actor, writing
from procurement.actions.decisions import accept_proposal
from procurement.actions.milestones import state_milestone
from procurement.actions.proposals import Wanted, open_proposal, withdraw_proposal
from procurement.models import Deal, Milestone
from procurement.queries.plan import plan_of
from procurement.queries.slips import AskedSlips, Slip, lines_of, slips_of
from procurement.queries.trend import report_days, trend
from tests.support import factories

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
CODE = "EX-GV-08"
FINISHES = ["2028-02-09", "2028-03-01", "2028-02-20", "2028-06-30", "2028-07-01"]


@pytest.fixture
def deal(db: None) -> Deal:
    return Deal.objects.get(code="EX-DEAL")


def _agree(finish: str, *, by: User, accepted_by: User, n: int, code: str = CODE, **more: Any) -> None:
    words: dict[str, Any] = {"deal_code": "EX-DEAL", "at": AT + timedelta(days=n)}
    dates = {"agreed_start": str(date.fromisoformat(finish) - timedelta(days=10)), "agreed_finish": finish, **more}
    wanted = [Wanted("milestone", code, dates)]
    made = open_proposal(wanted=wanted, reason_code="delay", reason=f"Because of {finish}.", by=by, **words)
    accept_proposal(number=made.number, version=1, by=accepted_by, **words)


def _forecast(finish: str, *, by: User, n: int = 0, code: str = CODE, **words: Any) -> Any:
    version = Milestone.objects.get(code=code).version
    given: dict[str, Any] = {"kind": "forecast", "date": finish, "reason": f"Supplier says {finish}.", **words}
    return state_milestone(milestone_code=code, by=by, at=AT + timedelta(days=n), version=version, **given)


def _slips(deal: Deal, user: User, of: str = "", code: str = CODE) -> list[Slip]:
    """Oldest first."""
    return slips_of(deal, AskedSlips(milestone=code, of=of), user=user)[::-1]


def test_five_accepted_proposals_are_five_rows_and_their_days_add_up(deal: Deal, olena: User, mary: User) -> None:
    first = Milestone.objects.get(code=CODE).agreed_finish
    for n, finish in enumerate(FINISHES):
        _agree(finish, by=olena, accepted_by=mary, n=n)
    found = _slips(deal, olena, of="agreed")
    last = Milestone.objects.get(code=CODE).agreed_finish
    assert first
    assert last
    assert [str(slip.after and slip.after.finish) for slip in found] == FINISHES
    assert sum(slip.days or 0 for slip in found) == (last - first).days
    assert [slip.word.reason_code for slip in found] == ["delay"] * 5
    assert [slip.word.reason for slip in found] == [f"Because of {finish}." for finish in FINISHES]
    assert {(slip.word.person, slip.word.proposal.decided_by) for slip in found if slip.word.proposal} == {
        ("olena", mary)
    }


def test_five_forecasts_are_five_rows_from_what_was_agreed(deal: Deal, olena: User) -> None:
    agreed = Milestone.objects.get(code=CODE).agreed_finish
    for n, finish in enumerate(FINISHES):
        _forecast(finish, by=olena, n=n)
    found = _slips(deal, olena, of="forecast")
    assert agreed
    assert len(found) == 5
    assert sum(slip.days or 0 for slip in found) == (date(2028, 7, 1) - agreed).days
    assert found[-1].word.reason == "Supplier says 2028-07-01."
    assert (found[-1].word.party, found[-1].word.on) == (olena.party, date(2026, 11, 29))


def test_a_forecast_keeps_the_kind_of_its_reason(deal: Deal, olena: User, john: User) -> None:
    _forecast("2028-02-09", by=olena, reason_code="law")
    _forecast("2028-02-19", by=olena)
    assert [slip.word.reason_code for slip in _slips(deal, john, of="forecast")] == ["law", ""]
    assert [slip.word.reason_kind for slip in _slips(deal, john, of="forecast")] == ["Law or permit", ""]


def test_each_party_has_a_line_of_its_own(deal: Deal, olena: User, john: User) -> None:
    _forecast("2028-02-09", by=olena)
    _forecast("2028-03-01", by=john)
    lines = [line for line in lines_of(deal, user=john, codes=[CODE]) if line.moving == "forecast"]
    assert {line.party for line in lines} == {olena.party, john.party}
    assert [len(_slips(deal, user, of="forecast")) for user in (olena, john)] == [2, 2]


def test_a_withdrawn_forecast_is_a_move_back(deal: Deal, olena: User) -> None:
    _forecast("2028-02-09", by=olena)
    later = _forecast("2028-03-10", by=olena, n=1)
    _forecast("", by=olena, n=2, kind="withdrawn", about=later.uid)
    days = [slip.days for slip in _slips(deal, olena, of="forecast")]
    assert days[1:] == [30, -30]
    assert _slips(deal, olena)[-1].word.withdrawn


def test_a_statement_that_is_no_forecast_moves_nothing(deal: Deal, olena: User) -> None:
    _forecast("2026-11-20", by=olena, code="EX-GV-04", kind="reported-met")
    assert [slip for slip in _slips(deal, olena, code="EX-GV-04") if slip.line.moving == "forecast"] == []


def test_a_proposal_that_nobody_accepts_moves_nothing(deal: Deal, olena: User) -> None:
    wanted = [Wanted("milestone", CODE, {"agreed_start": "2028-01-01", "agreed_finish": "2028-02-01"})]
    words: dict[str, Any] = {"deal_code": "EX-DEAL", "by": olena, "at": AT, "reason": "Late."}
    open_proposal(wanted=wanted, reason_code="delay", **words)
    withdraw_proposal(number=1, version=1, **words)
    assert _slips(deal, olena) == []


def test_a_cancelled_milestone_has_no_date_any_more(deal: Deal, olena: User, mary: User) -> None:
    agreed = Milestone.objects.get(code=CODE).agreed_finish
    assert agreed
    _agree(str(agreed), by=olena, accepted_by=mary, n=0, cancelled=True)
    (slip,) = _slips(deal, olena)
    assert (slip.before and slip.before.finish, slip.after, slip.days) == (agreed, None, None)


def test_an_import_that_moves_an_agreed_date_is_in_the_ledger(deal: Deal, olena: User) -> None:
    with writing(by=Actor("system:import"), reason="import of a plan"):
        milestone = Milestone.objects.get(code=CODE)
        assert milestone.agreed_start
        assert milestone.agreed_finish
        milestone.agreed_start += timedelta(days=7)
        milestone.agreed_finish += timedelta(days=7)
        milestone.save()
    (slip,) = _slips(deal, olena)
    assert (slip.days, slip.start_days, slip.word.proposal, slip.word.by_portal) == (7, 7, None, True)


def test_a_hidden_forecast_leaves_no_trace_for_the_other_side(deal: Deal, olena: User, john: User) -> None:
    _forecast("2028-02-09", by=olena)
    words = {"milestone": Milestone.objects.get(code=CODE), "party": olena.party, "by": olena}
    factories.milestone_statement(**words, date="2029-01-01", releasable_to=["EX-UA-SELL"], recorded_at=AT)
    _forecast("2028-03-01", by=olena, n=1)
    ends = [[str(slip.after and slip.after.finish) for slip in _slips(deal, user)] for user in (olena, john)]
    assert ends == [["2028-02-09", "2029-01-01", "2028-03-01"], ["2028-02-09", "2028-03-01"]]


def test_nobody_sees_moves_of_a_milestone_that_is_hidden_from_him(deal: Deal, olena: User, john: User) -> None:
    _forecast("2028-02-09", by=olena, code="EX-JP-04")
    assert len(_slips(deal, olena, code="EX-JP-04")) == 1
    assert _slips(deal, john, code="EX-JP-04") == []
    assert slips_of(deal, AskedSlips(), user=john) == []


def test_the_ledger_costs_the_same_for_one_move_and_for_many(
    deal: Deal, olena: User, mary: User, django_assert_num_queries: Any
) -> None:
    for n, finish in enumerate(FINISHES):
        with django_assert_num_queries(6 if n else 4):  # without a proposal nobody asks for its changes
            slips_of(deal, AskedSlips(), user=olena)
        _agree(finish, by=olena, accepted_by=mary, n=n)


def test_the_trend_of_a_forecast_begins_when_the_party_speaks(deal: Deal, olena: User) -> None:
    for n, finish in enumerate(FINISHES[:2]):
        _forecast(finish, by=olena, n=n)
    found = trend(deal, [CODE], user=olena, status_date=date(2026, 12, 1))
    assert found
    (line,) = [line for line in found.lines if line.kind == "forecast"]
    assert [(str(point.on), str(point.finish)) for point in line.points] == [
        ("2026-11-25", FINISHES[0]),
        ("2026-11-26", FINISHES[1]),
    ]
    assert line.days == 21


def test_the_computed_line_is_what_the_plan_said_on_those_days(deal: Deal, olena: User) -> None:
    found = trend(deal, [CODE], user=olena, status_date=date(2026, 11, 22))
    assert found
    (line,) = [line for line in found.lines if line.kind == "computed"]
    days, step = report_days(deal, date(2026, 11, 22))
    said = {day: plan_of(deal, user=olena, status_date=day).by_code[CODE].due_on for day in days}
    assert (days[0] >= date(2026, 10, 1), days[-1], step.days) == (True, date(2026, 11, 22), 7)
    assert [point.finish for point in line.points] == [said[point.on] for point in line.points]
    assert len(line.points) == sum(said[one] != said[two] for one, two in pairwise(days)) + 1
