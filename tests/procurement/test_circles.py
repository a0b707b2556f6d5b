"""A circle of links is refused when it is drawn, and names nothing that the drawer does not see."""

import pytest

from portal.accounts.models import User
from procurement.models import Deal
from procurement.queries.plan import circle_of
from procurement.schedule import Link
from tests.support import factories

SELLERS = ["EX-UA-SELL"]


@pytest.fixture
def deal(db: None) -> Deal:
    """A -> B -> C for all, and B -> H -> D through a milestone that the seller alone sees."""
    deal = factories.a_deal(code="EX-RING", party_codes=["EX-UA-SELL", "EX-US-BUY"])
    stream = factories.workstream(deal=deal)
    made = {code: factories.milestone(workstream=stream, code=f"R-{code}") for code in "ABCD"}
    made["H"] = factories.milestone(workstream=stream, code="R-H", releasable_to=SELLERS)
    for before, after in ("AB", "BC", "BH", "HD"):
        factories.dependency(predecessor=made[before], successor=made[after])
    return deal


def _link(pair: str, kind: str = "FS") -> Link:
    return Link(f"R-{pair[0]}", f"R-{pair[1]}", kind, -3)


def test_a_circle_is_named_in_the_order_of_its_links_beginning_with_the_drawn_one(deal: Deal, john: User) -> None:
    assert circle_of(deal, [_link("CA")], [], user=john) == ["R-C", "R-A", "R-B"]
    assert circle_of(deal, [_link("BA", "SS")], [], user=john) == ["R-B", "R-A"]
    assert circle_of(deal, [_link("AA")], [], user=john) == ["R-A"]


def test_links_that_make_no_circle_are_fine(deal: Deal, john: User) -> None:
    assert circle_of(deal, [_link("AC"), _link("CD", "FF")], [], user=john) is None
    assert circle_of(deal, [_link("CA")], [_link("AB")], user=john) is None


def test_a_link_of_another_type_between_the_same_two_still_closes_the_circle(deal: Deal, john: User) -> None:
    assert circle_of(deal, [_link("CA")], [_link("AB", "SS")], user=john) == ["R-C", "R-A", "R-B"]


def test_a_circle_through_a_hidden_milestone_names_the_drawn_ends_only(deal: Deal, olena: User, john: User) -> None:
    assert circle_of(deal, [_link("DA")], [], user=olena) == ["R-D", "R-A", "R-B", "R-H"]
    assert circle_of(deal, [_link("DA")], [], user=john) == ["R-D", "R-A"]
    assert circle_of(deal, [_link("DC"), _link("CA")], [_link("BC")], user=john) == ["R-D", "R-C", "R-A"]


def test_a_circle_that_can_be_named_goes_before_one_that_cannot(deal: Deal, john: User) -> None:
    assert circle_of(deal, [_link("DA"), _link("CA")], [], user=john) == ["R-C", "R-A", "R-B"]


def test_a_link_to_a_hidden_milestone_is_no_link_to_him(deal: Deal, olena: User, john: User) -> None:
    assert circle_of(deal, [_link("DH")], [], user=olena) == ["R-D", "R-H"]
    assert circle_of(deal, [_link("DH")], [], user=john) is None
    assert circle_of(deal, [_link("DX")], [], user=john) is None
