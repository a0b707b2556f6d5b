"""What changed in a deal: who, when, what and why; narrowed; without a trace of what the reader may not see."""

from datetime import UTC, datetime
from typing import Any

import pytest

from portal.accounts.models import User
from portal.history.writing import writing
from procurement.actions.milestones import state_milestone
from procurement.models import Deal, Lot, Milestone
from tests.conftest import signed_in
from tests.support import factories

PAGE = "/deals/EX-DEAL/changes/"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def _rows(user: User, query: str = "") -> list[Any]:
    return list(signed_in(user).get(f"{PAGE}?{query}").context["rows"])


def _told(user: User, query: str = "") -> str:
    return signed_in(user).get(f"{PAGE}?{query}").content.decode()


def _accept_a_lot(olena: User) -> Lot:
    lot = Lot.objects.get(order__code="EX-ORD-01", number=4)
    with writing(by=olena.actor, reason="Counted at the depot."):
        lot.accepted, lot.accepted_on = 14, NOW.date()
        lot.save()
    return lot


def test_a_change_has_who_when_what_and_why(olena: User, john: User) -> None:
    _accept_a_lot(olena)
    change, why, named, _ = _rows(john)[0]
    assert (change.who, change.party.code, why) == ("olena", "EX-UA-SELL", "Counted at the depot.")
    assert [one.name for one in named] == ["Lot 4 of EX-ORD-01, Leleka-100"]
    assert named[0].url == "/deals/EX-DEAL/deliveries/#EX-ORD-01"
    told = [(label, new.replace("\u00a0", " ")) for label, _old, new in named[0].differences]
    assert told == [("Accepted", "14"), ("Accepted on", "24 Nov 2026")]


def test_what_an_import_brought_is_counted_as_far_as_the_reader_sees_it(john: User, olena: User, ivan: User) -> None:
    for user, count in ((john, 155), (olena, 150)):
        change, why, named, address = _rows(user, "kind=Milestone")[-1]
        assert (change.count, change.by_portal, named, address) == (count, True, [], "/deals/EX-DEAL/milestones/")
        assert why == "Import of the exercise deal"
    assert "Імпорт" in signed_in(olena).get(f"{PAGE}?lang=uk").content.decode()
    assert signed_in(ivan).get(PAGE).status_code == 404


def test_a_statement_is_told_once_and_not_as_a_change_of_its_milestone_too(olena: User, john: User) -> None:
    milestone = Milestone.objects.get(code="EX-PR-02")
    state_milestone(
        milestone_code=milestone.code, kind="forecast", by=olena, at=NOW, reason="Engine late.",
        version=milestone.version, date="2026-12-20",
    )  # fmt: skip
    (change, why, named, _), (before, *_rest) = _rows(john)[:2]
    assert (change.kind.value, change.deed.value, why) == ("MilestoneStatement", "insert", "Engine late.")
    assert named[0].name.startswith("Forecast 20")
    assert before.by_portal


def test_hidden_rows_have_no_history_and_leave_no_trace(olena: User, john: User) -> None:
    milestone, marked = Milestone.objects.get(code="EX-GV-04"), {"releasable_to": ["EX-UA-SELL"]}
    before = [signed_in(john).get(PAGE).context["page"].paginator.count, _rows(john)[0][0].at]
    with writing(by=olena.actor, reason="among ourselves"):
        factories.milestone_statement(milestone=milestone, party=olena.party, reason="SECRET", **marked)
        factories.position(term=factories.term(deal=milestone.deal, workstream=milestone.workstream, **marked))
        milestone.version += 1
        milestone.save()
    assert "among ourselves" not in _told(john)
    assert [signed_in(john).get(PAGE).context["page"].paginator.count, _rows(john)[0][0].at] == before
    assert _rows(olena)[0][0].who == "factory"


def test_a_state_that_was_not_released_is_not_told_later(olena: User, john: User) -> None:
    payment = factories.payment(
        milestone=Milestone.objects.get(code="EX-GV-04"), amount=77, releasable_to=["EX-UA-SELL"]
    )
    with writing(by=olena.actor, reason="released"):
        payment.amount, payment.releasable_to = 80, []
        payment.save()
    change, _, named, _ = _rows(john, "kind=Payment")[0]
    assert (change.deed.value, named[0].differences) == ("update", [])
    assert "77" not in _told(john, "kind=Payment").partition("<tbody>")[2].partition("</tr>")[0]


def test_kind_and_day_narrow_the_list(olena: User, john: User) -> None:
    _accept_a_lot(olena)
    assert {change.kind.value for change, *_ in _rows(john, "kind=Lot")} == {"Lot"}
    assert _rows(john, "since=2199-01-01") == []
    assert len(_rows(john, f"since={Deal.objects.get(code='EX-DEAL').starts_on}")) == len(_rows(john))


@pytest.mark.parametrize("query", ["kind=Nonsense", "since=2026-13-01"])
def test_what_cannot_be_read_is_named_and_nothing_is_left_out(john: User, query: str) -> None:
    answer = signed_in(john).get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    assert answer.context["problems"]
    assert len(answer.context["rows"]) == len(_rows(john))


def test_the_public_record_has_its_changes_too(ivan: User) -> None:
    rows = signed_in(ivan).get("/deals/us-ua-drone-deal/changes/").context["rows"]
    assert {change.kind.value for change, *_ in rows} >= {"Deal", "Milestone", "MilestoneStatement", "Term", "Position"}
