"""An order and its lots change together: they add up, or nothing is proposed and nothing is applied."""

from typing import Any

import pytest

from portal.accounts.models import User
from portal.faults import Fault, Invalid, Missing, Outdated, Refused
from portal.history.writing import Actor, writing
from procurement.actions.decisions import accept_proposal
from procurement.actions.proposals import Wanted, open_proposal
from procurement.models import Lot, Order, Proposal, ProposalChange
from procurement.proposal_rules import Value
from tests.api.conftest import Caller
from tests.conftest import signed_in
from tests.support import factories
from tests.support.factories import NOW

DEAL, NEW = "EX-DEAL", "/deals/EX-DEAL/proposals/new/?order=EX-T-ORD"
Change = tuple[str, str, dict[str, Value]]


@pytest.fixture
def order(db: None) -> Order:
    """100 units: 60 in lot 1, of which 20 were received, and 40 in lot 2."""
    stream = factories.deal.Milestone.objects.get(code="EX-GV-04").workstream
    row = factories.order(code="EX-T-ORD", quantity=100, milestone=factories.milestone(workstream=stream))
    factories.lot(order=row, number=1, planned=60, accepted=15, rejected=5, accepted_on=NOW.date())
    factories.lot(order=row, number=2, planned=40)
    return row


def _open(by: User, *changes: Change) -> Proposal:
    wanted = [Wanted(*change) for change in changes]
    return open_proposal(deal_code=DEAL, wanted=wanted, by=by, at=NOW, reason_code="scope", reason="More boats.")


def _order(**values: Value) -> Change:
    return "order", "EX-T-ORD", values


def _lot(number: int, **values: Value) -> Change:
    return "lot", f"EX-T-ORD.{number}", values


def _accept(by: User, proposal: Proposal) -> Proposal:
    return accept_proposal(deal_code=DEAL, number=proposal.number, version=1, by=by, at=NOW)


def _everything() -> list[Any]:
    models: list[Any] = [Proposal, ProposalChange, Order, Lot]
    return [list(model.objects.order_by("pk").values()) for model in models]


def _lots(order: Order) -> list[tuple[int, str, int]]:
    return [(lot.number, str(lot.due_on), lot.planned) for lot in Lot.objects.filter(order=order).order_by("number")]


def test_an_order_and_its_lots_change_together(order: Order, olena: User, mary: User) -> None:
    more = _lot(3, due_on="2028-05-01", planned="30")
    proposal = _open(olena, _order(quantity="120", unit_price="99.5"), _lot(2, planned="30"), more)
    assert _lots(order) == [(1, "2026-11-22", 60), (2, "2026-11-22", 40)]
    _accept(mary, proposal)
    order.refresh_from_db()
    assert (order.quantity, str(order.unit_price), order.version) == (120, "99.50", 2)
    assert _lots(order) == [(1, "2026-11-22", 60), (2, "2026-11-22", 30), (3, "2028-05-01", 30)]


def test_a_lot_is_taken_away(order: Order, olena: User, mary: User) -> None:
    _accept(mary, _open(olena, _lot(2, due_on=None, planned=None), _lot(1, planned="100")))
    assert _lots(order) == [(1, "2026-11-22", 100)]


def test_a_day_alone_moves(order: Order, olena: User, mary: User) -> None:
    _accept(mary, _open(olena, _lot(2, due_on="2028-01-01")))
    assert _lots(order)[1] == (2, "2028-01-01", 40)


@pytest.mark.parametrize(
    ("changes", "fault", "named"),
    [
        ([_order(quantity="120")], Invalid, "add up to 100, and the order is for 120"),
        ([_lot(2, planned="41")], Invalid, "add up to 101"),
        ([_order(quantity="0")], Invalid, "quantity"),
        ([_order(quantity="1.5")], Invalid, "quantity"),
        ([_order(unit_price="1.234")], Invalid, "unit_price"),
        ([_order(unit_price="-1")], Invalid, "unit_price"),
        ([_order(unit_price="1e99")], Invalid, "unit_price"),
        ([_lot(1, planned="19"), _lot(2, planned="81")], Invalid, "received"),
        ([_lot(1, planned=None, due_on=None)], Invalid, "received"),
        ([_lot(2, due_on="soon")], Invalid, "due_on"),
        ([_lot(2, due_on="1850-01-01")], Invalid, "due_on"),
        ([_lot(3, planned="5")], Invalid, "due_on"),
        ([("lot", "EX-T-ORD.0", {"planned": "5"})], Missing, ""),
        ([("lot", "EX-T-NONE.1", {"planned": "5"})], Missing, ""),
        ([("order", "EX-T-NONE", {"quantity": "5"})], Missing, ""),
    ],
)
def test_what_does_not_add_up_opens_nothing(
    order: Order, olena: User, changes: list[Change], fault: type[Fault], named: str
) -> None:
    before = _everything()
    with pytest.raises(fault) as caught:
        _open(olena, *changes)
    assert named in str(caught.value)
    assert _everything() == before


def test_two_proposals_that_add_up_alone_only(order: Order, olena: User, mary: User) -> None:
    one = _open(olena, _order(quantity="110"), _lot(2, planned="50"))
    other = _open(
        olena, _lot(1, planned="70"), _lot(3, due_on="2028-01-01", planned="30"), _lot(2, due_on=None, planned=None)
    )
    _accept(mary, one)
    before = _everything()
    with pytest.raises(Outdated) as caught:
        _accept(mary, other)
    assert _everything() == before
    assert {"subject": "lot", "key": "EX-T-ORD.2", "field": "planned", "seen": "40", "present": "50"} in (
        caught.value.current["changed"]
    )


def test_what_was_received_meanwhile_is_not_planned_away(order: Order, olena: User, mary: User) -> None:
    proposal = _open(olena, _lot(2, due_on=None, planned=None), _lot(1, planned="100"))
    with writing(by=Actor("system:test"), reason="received"):
        Lot.objects.filter(order=order, number=2).update(accepted=5, accepted_on=NOW.date())
    before = _everything()
    with pytest.raises(Refused, match="5 units of EX-T-ORD.2"):
        _accept(mary, proposal)
    assert _everything() == before


def test_an_order_of_a_hidden_contract_is_absent(order: Order, olena: User, john: User) -> None:
    with writing(by=Actor("system:test"), reason="ours"):
        order.milestone.releasable_to = ["EX-UA-SELL"]
        order.milestone.save()
    assert _open(olena, _lot(2, due_on="2028-01-01")).name == "EX-UA-SELL.1"
    for change in (_order(quantity="5"), _lot(1, planned="5")):
        with pytest.raises(Missing):
            _open(john, change)
    assert signed_in(john).get(NEW).status_code == 404


FORM = {"reason_code": "scope", "reason": "More boats.", "quantity": "100", "unit_price": "100.00"}
LOTS = {"lot-1-due_on": "2026-11-22", "lot-1-planned": "60", "lot-2-due_on": "2026-11-22", "lot-2-planned": "40"}


def test_the_form_shows_order_and_lots_and_sends_what_differs(order: Order, olena: User, mary: User) -> None:
    client = signed_in(olena)
    page = client.get(NEW).content.decode()
    assert 'name="lot-2-planned" value="40"' in page
    assert 'name="lot-4-planned" value=""' in page
    words = {**FORM, **LOTS, "quantity": "130", "lot-3-due_on": "2028-05-01", "lot-3-planned": "30"}
    assert "Lot 3" in client.post(NEW, words).content.decode()
    sent = client.post(NEW, {**words, "send": "1"})
    proposal = Proposal.objects.get()
    assert sent["Location"].endswith(f"/proposals/{proposal.name}/")
    assert {change.subject_key for change in proposal.changes.all()} == {"EX-T-ORD", "EX-T-ORD.3"}
    other = signed_in(mary)
    shown = other.get(sent["Location"]).content.decode()
    assert "order=EX-T-ORD&amp;answers=1" in shown
    assert 'name="lot-3-planned" value="30"' in other.get(f"{NEW}&answers=1").content.decode()
    assert "EX-T-ORD" in other.get("/deals/EX-DEAL/proposals/").content.decode()


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"lot-2-planned": "41"}, "f-quantity"),
        ({"lot-2-due_on": "soon"}, "f-lot-2-due_on"),
        ({"lot-1-planned": "7"}, "f-lot-1-planned"),
        ({}, "f-quantity"),  # nothing differs
    ],
)
def test_what_was_typed_stays_in_the_form_of_an_order(
    order: Order, olena: User, words: dict[str, str], field: str
) -> None:
    answer = signed_in(olena).post(NEW, {**FORM, **LOTS, **words, "send": "1"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert f'href="#{field}"' in page
    assert all(f'value="{value}"' in page for value in words.values())
    assert "More boats." in page
    assert not Proposal.objects.exists()


def test_an_order_changes_by_machine(order: Order, olena: User) -> None:
    changes = [
        {"subject": "order", "key": "EX-T-ORD", "base_version": 1, "field": "quantity", "new": "105"},
        {"subject": "lot", "key": "EX-T-ORD.2", "base_version": 1, "field": "planned", "new": "45"},
    ]
    body = {"deal": DEAL, "reason_code": "scope", "reason": "More.", "changes": changes}
    made = Caller(olena).post("/proposals/", body)
    assert made.status_code == 201
    assert [(one["field"], one["old"], one["new"]) for one in made.json()["changes"]] == [
        ("quantity", "100", "105"),
        ("unit_price", "100.00", "100.00"),
        ("due_on", "2026-11-22", "2026-11-22"),
        ("planned", "40", "45"),
    ]
