"""Links between milestones change by proposal too: drawn, changed, taken away, and never in a circle."""

from datetime import UTC, datetime
from typing import Any

import pytest

from portal.accounts.models import User
from portal.faults import Fault, Invalid, Missing, Outdated
from procurement.actions.decisions import accept_proposal
from procurement.actions.proposals import Wanted, open_proposal
from procurement.models import Deal, Dependency, Milestone, Proposal, ProposalChange
from procurement.proposal_rules import Value
from procurement.queries.proposals import proposal_page
from tests.support import factories

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
DEAL = "EX-DEAL"


@pytest.fixture
def chain(db: None) -> list[Milestone]:
    """Four milestones that wait for nothing; the last one is seen by the seller's side only."""
    stream = Milestone.objects.get(code="EX-GV-04").workstream
    lists: list[list[str]] = [[], [], [], ["EX-UA-EXPORT", "EX-UA-SELL"]]
    names = "ABCH"
    return [
        factories.milestone(code=f"EX-T-{name}", workstream=stream, releasable_to=release)
        for name, release in zip(names, lists, strict=True)
    ]


def _link(before: str, after: str, values: dict[str, Value], kind: str = "FS") -> Wanted:
    return Wanted("link", f"EX-T-{before}>EX-T-{after}:{kind}", values)


def _drawn(before: str, after: str, kind: str = "FS", lag: str = "0") -> Wanted:
    return _link(before, after, {"type": kind, "lag_days": lag}, kind)


def _open(by: User, *wanted: Wanted) -> Proposal:
    return open_proposal(deal_code=DEAL, wanted=wanted, by=by, at=AT, reason_code="scope", reason="It depends.")


def _accept(by: User, proposal: Proposal) -> Proposal:
    return accept_proposal(deal_code=DEAL, number=proposal.number, version=1, by=by, at=AT)


def _everything() -> list[Any]:
    models: list[Any] = [Proposal, ProposalChange, Dependency]
    return [list(model.objects.order_by("pk").values()) for model in models]


def _links() -> list[tuple[str, str, str, int, int]]:
    rows = Dependency.objects.filter(predecessor__code__startswith="EX-T-").order_by("predecessor__code", "type")
    return list(rows.values_list("predecessor__code", "successor__code", "type", "lag_days", "version"))


def test_a_link_is_drawn_changed_and_taken_away(chain: list[Milestone], olena: User, mary: User) -> None:
    proposal = _open(olena, _drawn("A", "B", lag="+7"))
    assert _links() == []
    _accept(mary, proposal)
    assert _links() == [("EX-T-A", "EX-T-B", "FS", 7, 1)]
    _accept(mary, _open(olena, _link("A", "B", {"type": "SS", "lag_days": "-3"})))
    assert _links() == [("EX-T-A", "EX-T-B", "SS", -3, 2)]
    _accept(mary, _open(olena, _link("A", "B", {"type": ""}, "SS")))
    assert _links() == []


def test_old_and_new_stand_side_by_side_with_the_effect(chain: list[Milestone], olena: User, mary: User) -> None:
    proposal = _open(olena, _drawn("A", "B", lag="30"))
    found = proposal_page(Deal.objects.get(code=DEAL), proposal.name, user=mary, status_date=AT.date())
    assert found is not None
    assert [(d.field.value, d.old, d.new) for d in found.touched[0].differences] == [
        ("type", None, "FS"),
        ("lag_days", None, "30"),
    ]
    assert [(one.milestone.code, one.days) for one in found.effect] == [("EX-T-B", 30)]


def test_a_circle_is_refused_when_it_is_drawn_and_named(chain: list[Milestone], olena: User) -> None:
    factories.dependency(predecessor=chain[0], successor=chain[1])
    factories.dependency(predecessor=chain[1], successor=chain[2])
    before = _everything()
    with pytest.raises(Invalid, match="EX-T-C → EX-T-A → EX-T-B → EX-T-C"):
        _open(olena, _drawn("C", "A"))
    with pytest.raises(Invalid, match="EX-T-A → EX-T-A"):
        _open(olena, _drawn("A", "A"))
    assert _everything() == before


def test_a_circle_through_a_hidden_milestone_is_refused_without_naming_it(chain: list[Milestone], john: User) -> None:
    factories.dependency(predecessor=chain[0], successor=chain[3])
    factories.dependency(predecessor=chain[3], successor=chain[1])
    before = _everything()
    with pytest.raises(Invalid, match="circle: EX-T-B → EX-T-A → EX-T-B\\.") as caught:
        _open(john, _drawn("B", "A"))
    assert "EX-T-H" not in str(caught.value)
    assert _everything() == before


def test_one_proposal_may_turn_a_link_round(chain: list[Milestone], olena: User, mary: User) -> None:
    factories.dependency(predecessor=chain[0], successor=chain[1])
    _accept(mary, _open(olena, _link("A", "B", {"type": None}), _drawn("B", "A")))
    assert _links() == [("EX-T-B", "EX-T-A", "FS", 0, 1)]


def test_a_circle_that_arose_since_is_told_and_applies_nothing(chain: list[Milestone], olena: User, mary: User) -> None:
    one, other = _open(olena, _drawn("A", "B")), _open(olena, _drawn("B", "A"))
    _accept(mary, one)
    before = _everything()
    with pytest.raises(Outdated, match="EX-T-B → EX-T-A → EX-T-B"):
        _accept(mary, other)
    assert _everything() == before
    found = proposal_page(Deal.objects.get(code=DEAL), other.name, user=mary, status_date=AT.date())
    assert found is not None
    assert (found.fits, found.outdated, len(found.clashes)) == (False, (), 1)


def test_a_link_that_has_changed_since_is_refused_with_both_versions(
    chain: list[Milestone], olena: User, mary: User
) -> None:
    factories.dependency(predecessor=chain[0], successor=chain[1])
    old = _open(olena, _link("A", "B", {"lag_days": "5"}))
    _accept(mary, _open(olena, _link("A", "B", {"lag_days": "9"})))
    before = _everything()
    with pytest.raises(Outdated) as caught:
        _accept(mary, old)
    assert caught.value.current["changed"] == [
        {"subject": "link", "key": "EX-T-A>EX-T-B:FS", "field": "lag_days", "seen": "0", "present": "9"}
    ]
    assert _everything() == before


def test_two_links_of_one_kind_are_refused(chain: list[Milestone], olena: User) -> None:
    for kind in ("FS", "SS"):
        factories.dependency(predecessor=chain[0], successor=chain[1], type=kind)
    before = _everything()
    with pytest.raises(Invalid, match="such a link"):
        _open(olena, _link("A", "B", {"type": "SS"}))
    with pytest.raises(Invalid, match="such a link"):
        _open(olena, _link("A", "B", {"type": "SS"}), _link("A", "B", {"type": "FS"}, "SS"))
    assert _everything() == before


@pytest.mark.parametrize(
    ("name", "values", "fault", "named"),
    [
        ("EX-T-A>EX-T-B:FS", {"type": "XX"}, Invalid, "type"),
        ("EX-T-A>EX-T-B:FS", {"type": "FS", "lag_days": "soon"}, Invalid, "lag_days"),
        ("EX-T-A>EX-T-B:FS", {"type": "FS", "lag_days": "3661"}, Invalid, "lag_days"),
        ("EX-T-A>EX-T-B:FS", {"type": None}, Invalid, "Nothing differs"),
        ("EX-T-A>EX-T-B:XX", {"type": "FS"}, Missing, ""),
        ("EX-T-A>EX-T-X:FS", {"type": "FS"}, Missing, ""),
        ("EX-T-A", {"type": "FS"}, Missing, ""),
    ],
)
def test_bad_links_open_nothing(
    chain: list[Milestone], olena: User, name: str, values: dict[str, Value], fault: type[Fault], named: str
) -> None:
    before = _everything()
    with pytest.raises(fault) as caught:
        _open(olena, Wanted("link", name, values))
    assert named in str(caught.value)
    assert _everything() == before


def test_a_link_to_a_hidden_milestone_is_as_absent_as_one_to_none(
    chain: list[Milestone], olena: User, john: User
) -> None:
    before = _everything()
    told = []
    for code in ("EX-T-H", "EX-T-X"):
        with pytest.raises(Missing) as caught:
            _open(john, Wanted("link", f"EX-T-A>{code}:FS", {"type": "FS"}))
        told.append(str(caught.value).replace(code, "?"))
    assert told[0] == told[1]
    assert _everything() == before
