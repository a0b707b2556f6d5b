"""What only one side sees changes by proposal too: a second person decides, and the other side learns nothing."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from portal.accounts.models import User
from portal.faults import Fault, Missing, Refused
from portal.notices.models import Notice
from procurement.actions.decisions import accept_proposal, refuse_proposal
from procurement.actions.proposals import Wanted, open_proposal, withdraw_proposal
from procurement.models import Milestone, Proposal, ProposalChange
from tests.api.conftest import Caller
from tests.conftest import signed_in
from tests.support import factories
from tests.support.factories import NOW

DEAL, LIST = "EX-DEAL", "/deals/EX-DEAL/proposals/"
OURS = ["EX-UA-EXPORT", "EX-UA-SELL"]
NAME = "EX-UA-EXPORT+EX-UA-SELL.1"
CHANCE = re.compile(rb'csrfmiddlewaretoken" value="[^"]+"|[0-9]{2}:[0-9]{2}')  # differs from one look to the next


def _dates(code: str, finish: str = "2028-02-09") -> Wanted:
    return Wanted("milestone", code, {"agreed_start": "2028-01-10", "agreed_finish": finish})


def _open(by: User, *wanted: Wanted, **more: Any) -> Proposal:
    words = {"reason_code": "delay", "reason": "Own words of the side.", **more}
    return open_proposal(deal_code=DEAL, wanted=wanted or (_dates("EX-JP-04"),), by=by, at=NOW, **words)


def _decide(act: Any, by: User, proposal: Proposal, **more: Any) -> Proposal:
    words = {"reason": "so", "version": 1, "releasable_to": proposal.releasable_to, **more}
    decided: Proposal = act(deal_code=DEAL, number=proposal.number, by=by, at=NOW, **words)
    return decided


def _public() -> str:
    rows = Milestone.objects.filter(deal__code=DEAL, releasable_to=[], agreed_start__gt="2027-06-01")
    return rows.order_by("code")[0].code


def _everything() -> list[Any]:
    models: list[Any] = [Proposal, ProposalChange, Milestone, Notice]
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_second_person_of_the_side_accepts(olena: User, oksana: User) -> None:
    proposal = _open(olena)
    assert (proposal.name, proposal.releasable_to) == (NAME, OURS)
    assert _decide(accept_proposal, oksana, proposal).state == "accepted"
    milestone = Milestone.objects.get(code="EX-JP-04")
    assert (str(milestone.agreed_finish), milestone.version) == ("2028-02-09", 2)


@pytest.mark.parametrize(
    ("opener", "who", "act", "fault"),
    [
        ("oksana", "oksana", accept_proposal, Refused),  # not a second person
        ("oksana", "oksana", refuse_proposal, Refused),
        ("oksana", "olena", accept_proposal, Refused),  # an officer decides nothing
        ("oksana", "petro", accept_proposal, Refused),
        ("oksana", "mary", accept_proposal, Missing),  # the other side: there is no such proposal
        ("oksana", "john", withdraw_proposal, Missing),
        ("oksana", "adam", accept_proposal, Refused),
    ],
)
def test_nobody_else_decides(db: None, opener: str, who: str, act: Any, fault: type[Fault]) -> None:
    people = User.objects.select_related("party")
    proposal = _open(people.get(username=opener))
    before = _everything()
    with pytest.raises(fault):
        _decide(act, people.get(username=who), proposal)
    assert _everything() == before


def test_the_database_refuses_the_proposer_himself(oksana: User) -> None:
    decided = {"decided_by": oksana, "decided_party": oksana.party, "decided_at": NOW}
    values = {"party": oksana.party, "opened_by": oksana, "releasable_to": OURS, "state": "accepted", **decided}
    with pytest.raises(DatabaseError, match="proposal_decided_by_another_party"), transaction.atomic():
        factories.proposal(**values)


def test_a_second_person_answers_with_a_counter_proposal(olena: User, oksana: User) -> None:
    first = _open(olena)
    second = _open(oksana, _dates("EX-JP-04", "2028-03-01"), answers=first.number)
    first.refresh_from_db()
    assert (first.state, second.answers, second.name) == ("countered", first, NAME.replace(".1", ".2"))


def test_rows_of_different_release_lists_are_refused_with_the_cure(olena: User) -> None:
    before = _everything()
    with pytest.raises(Refused, match="Make one proposal for each"):
        _open(olena, _dates("EX-JP-04"), _dates(_public()))
    assert _everything() == before


def test_a_link_of_a_hidden_milestone_is_as_hidden(olena: User, oksana: User, john: User) -> None:
    proposal = _open(olena, Wanted("link", f"EX-JP-04>{_public()}:FS", {"type": "FS"}))
    assert proposal.releasable_to == OURS
    assert not Proposal.objects.visible_to(john).exists()
    assert _decide(accept_proposal, oksana, proposal).state == "accepted"


def _seen(user: User) -> list[Any]:
    """Everything in which the other side could notice an internal proposal."""
    machine, client = Caller(user), signed_in(user)
    answers = [
        machine.get(path) for path in ("/proposals/", "/proposals/?count=true", "/proposals/export/?format=json")
    ]
    pages = [client.get(path) for path in (LIST, f"{LIST}1/", "/", "/deals/EX-DEAL/")]
    notices = list(Notice.objects.filter(user=user).values_list("kind", "params", "link"))
    tags = [answer.headers.get("ETag") for answer in answers]
    texts = [(one.status_code, b"".join(one) if one.streaming else one.content) for one in answers]
    return [texts, tags, notices, *((page.status_code, CHANCE.sub(b"", page.content)) for page in pages)]


def test_the_other_side_learns_nothing(olena: User, oksana: User, john: User, mary: User) -> None:
    before = _seen(john)
    proposal = _open(olena)
    assert _seen(john) == before
    _decide(accept_proposal, oksana, proposal)
    assert _seen(john)[:3] == before[:3]
    assert not Notice.objects.exclude(user__party__code__in=OURS).exists()


def test_numbers_of_the_other_side_have_no_gap(olena: User, john: User) -> None:
    _open(olena)
    _open(olena)
    theirs = [_open(john, _dates(_public(), finish)) for finish in ("2028-02-09", "2028-02-10")]
    assert [one.name for one in theirs] == ["1", "2"]
    assert "EX-DEAL.1" in Caller(john).get("/proposals/").content.decode()


def test_a_hidden_proposal_is_as_absent_as_one_that_is_not_there(olena: User, mary: User) -> None:
    _open(olena)
    absent = f"EX-UA-X{uuid4().hex[:4]}.1"
    machine, client = Caller(mary), signed_in(mary)
    tag = {"If-Match": '"v1-0123456789abcdef"'}
    for name in (NAME, absent):
        assert machine.get(f"/proposals/EX-DEAL.{name}/").status_code == 404
        assert machine.post(f"/proposals/EX-DEAL.{name}/accept/", {}, **tag).status_code == 404
        assert client.get(f"{LIST}{name}/").status_code == 404
        assert client.post(f"{LIST}{name}/", {"decision": "accept", "version": "1"}).status_code == 404
    hidden, other = (machine.get(f"/proposals/EX-DEAL.{name}/").content for name in (NAME, absent))
    assert hidden == other


def test_the_own_side_is_told_and_finds_it_on_pages_and_api(olena: User, oksana: User, petro: User) -> None:
    sent = signed_in(olena).post(
        f"{LIST}new/?milestone=EX-JP-04",
        {
            "reason_code": "delay",
            "reason": "Late.",
            "agreed_start": "2028-01-10",
            "agreed_finish": "2028-02-09",
            "send": "1",
        },
    )
    assert sent["Location"] == f"{LIST}{NAME}/"
    assert {notice.user for notice in Notice.objects.filter(kind="proposal-opened")} >= {oksana, petro}
    assert not Notice.objects.filter(user=olena, kind="proposal-opened").exists()
    page = signed_in(oksana).get(f"{LIST}{NAME}/").content.decode()
    assert "Accept the proposal" in page
    assert "Take it back" not in page
    assert "only EX-UA-EXPORT, EX-UA-SELL" in page
    assert "Accept the proposal" not in signed_in(olena).get(f"{LIST}{NAME}/").content.decode()
    machine = Caller(oksana)
    seen = machine.get(f"/proposals/EX-DEAL.{NAME}/")
    assert seen.json()["releasable_to"] == OURS
    answer = machine.post(f"/proposals/EX-DEAL.{NAME}/accept/", {}, **{"If-Match": seen.headers["ETag"]})
    assert (answer.status_code, answer.json()["id"]) == (200, f"EX-DEAL.{NAME}")


@pytest.mark.parametrize("name", ["EX-UA-SELL+EX-UA-EXPORT.1", "EX-UA-SELL+EX-UA-SELL.1", "x", "1.x", "+.1", "-1"])
def test_what_is_no_name_is_not_found(olena: User, name: str) -> None:
    _open(olena)
    assert signed_in(olena).get(f"{LIST}{name}/").status_code == 404
    assert signed_in(olena).post(f"{LIST}{name}/", {}).status_code == 404
    assert Caller(olena).get(f"/proposals/EX-DEAL.{name}/").status_code == 404
