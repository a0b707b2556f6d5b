"""Proposals by machine: opening, deciding once, and both versions where the ground has moved."""

from typing import Any

import pytest

from portal.accounts.models import User
from procurement.models import Milestone, Proposal
from tests.api.conftest import Caller


@pytest.fixture
def seller(olena: User) -> Caller:
    return Caller(olena)


@pytest.fixture
def buyer(mary: User) -> Caller:
    return Caller(mary)


def _milestone() -> Milestone:
    rows = Milestone.objects.filter(deal__code="EX-DEAL", releasable_to=[], agreed_start__gt="2027-06-01")
    return rows.order_by("code")[0]


def _body(milestone: Milestone, finish: str = "2028-02-09", **more: Any) -> dict[str, Any]:
    values = {"agreed_start": "2028-01-10", "agreed_finish": finish}
    seen = {"subject": "milestone", "key": milestone.code, "base_version": milestone.version}
    changes = [{**seen, "field": name, "new": values[name]} for name in values]
    return {"deal": "EX-DEAL", "reason_code": "delay", "reason": "The engine is late.", "changes": changes, **more}


def _number(answer: Any) -> str:
    return str(answer.json()["id"])


def test_a_proposal_is_opened_read_and_accepted(seller: Caller, buyer: Caller) -> None:
    milestone = _milestone()
    made = seller.post("/proposals/", _body(milestone))
    assert (made.status_code, made.json()["state"]) == (201, "open")
    seen = buyer.get(f"/proposals/{_number(made)}/")
    assert [one["new"] for one in seen.json()["changes"]] == ["2028-01-10", "2028-02-09", False]
    answer = buyer.post(f"/proposals/{_number(made)}/accept/", {}, **{"If-Match": seen.headers["ETag"]})
    assert (answer.status_code, answer.json()["state"], answer.json()["decided_party"]) == (
        200,
        "accepted",
        "EX-US-BUY",
    )
    assert seller.get(f"/milestones/{milestone.code}/").json()["agreed_finish"] == "2028-02-09"


def test_the_list_is_filtered(seller: Caller) -> None:
    seller.post("/proposals/", _body(_milestone()))
    assert len(seller.get("/proposals/?deal=EX-DEAL&state=open").json()["results"]) == 1
    assert seller.get("/proposals/?state=accepted").json()["results"] == []


def test_the_same_key_again_opens_no_second_proposal(seller: Caller) -> None:
    body = _body(_milestone())
    answers = [seller.post("/proposals/", body, **{"Idempotency-Key": "one"}) for _ in range(3)]
    assert {answer.json()["id"] for answer in answers} == {"EX-DEAL.1"}
    assert Proposal.objects.count() == 1


def test_an_acceptance_repeated_with_its_key_is_one_acceptance(seller: Caller, buyer: Caller) -> None:
    milestone = _milestone()
    made = seller.post("/proposals/", _body(milestone))
    tag = {"If-Match": made.headers.get("ETag") or buyer.get(f"/proposals/{_number(made)}/").headers["ETag"]}
    path = f"/proposals/{_number(made)}/accept/"
    answers = [buyer.post(path, {}, **tag, **{"Idempotency-Key": "yes"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    milestone.refresh_from_db()
    assert milestone.version == 2


def test_an_outdated_proposal_answers_409_with_both_versions(seller: Caller, buyer: Caller) -> None:
    milestone = _milestone()
    old = seller.post("/proposals/", _body(milestone))
    newer = seller.post("/proposals/", _body(milestone, "2028-03-01"))
    for made, status in ((newer, 200), (old, 409)):
        tag = buyer.get(f"/proposals/{_number(made)}/").headers["ETag"]
        answer = buyer.post(f"/proposals/{_number(made)}/accept/", {}, **{"If-Match": tag})
        assert answer.status_code == status
    finish = next(one for one in answer.json()["current"]["changed"] if one["field"] == "agreed_finish")
    assert (finish["seen"], finish["present"]) == (str(milestone.agreed_finish), "2028-03-01")
    assert Proposal.objects.get(number=1).state == "open"


def test_a_decision_says_which_version_was_seen(seller: Caller, buyer: Caller) -> None:
    made = seller.post("/proposals/", _body(_milestone()))
    path = f"/proposals/{_number(made)}/refuse/"
    assert buyer.post(path, {"reason": "no"}).status_code == 428
    stale = buyer.post(path, {"reason": "no"}, **{"If-Match": '"v9-0123456789abcdef"'})
    assert (stale.status_code, stale.json()["current"]["version"]) == (412, 1)
    assert Proposal.objects.get().state == "open"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason_code": "mood"}, "reason_code"),
        ({"changes": []}, "changes"),
        ({"changes": [{"subject": "deal", "key": "x", "field": "low", "new": "1"}]}, "changes"),
        ({"changes": [{"subject": "term", "key": "x", "field": "low", "new": 1}]}, "changes"),
        (
            {"changes": 2 * [{"subject": "milestone", "key": "x", "base_version": 1, "field": "low", "new": "1"}]},
            "changes",
        ),
    ],
)
def test_bad_words_are_named_and_open_nothing(seller: Caller, change: dict[str, Any], field: str) -> None:
    answer = seller.post("/proposals/", {**_body(_milestone()), **change})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not Proposal.objects.exists()


def test_a_proposal_says_which_version_it_saw(seller: Caller) -> None:
    body = _body(_milestone())
    for change in body["changes"]:
        del change["base_version"]
    answer = seller.post("/proposals/", body)
    assert (answer.status_code, answer.json()["code"]) == (428, "precondition-required")
    assert not Proposal.objects.exists()


def test_a_proposal_about_a_version_that_is_gone_is_told_both(seller: Caller, john: User) -> None:
    milestone = _milestone()
    words = {"milestone": milestone.code, "kind": "forecast", "date": "2028-02-09", "reason": "late"}
    tag = seller.get(f"/milestones/{milestone.code}/").headers["ETag"]
    assert Caller(john).post("/milestone-statements/", words, **{"If-Match": tag}).status_code == 201
    answer = seller.post("/proposals/", _body(milestone))
    [changed], versions = answer.json()["current"]["changed"], (milestone.version, milestone.version + 1)
    assert (answer.status_code, changed["seen_version"], changed["version"]) == (412, *versions)
    assert changed["present"]["agreed_finish"] == str(milestone.agreed_finish)
    assert not Proposal.objects.exists()


def test_two_versions_of_one_row_are_refused(seller: Caller) -> None:
    body = _body(_milestone())
    body["changes"][0]["base_version"] += 1
    answer = seller.post("/proposals/", body)
    assert (answer.status_code, "changes" in answer.json()["errors"]) == (400, True)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("name", ["EX-DEAL.7", "no-deal.1", "EX-DEAL"])
def test_what_is_not_there_is_404(seller: Caller, name: str) -> None:
    assert seller.get(f"/proposals/{name}/").status_code == 404


def test_who_does_not_see_the_deal_sees_no_proposal(seller: Caller, ivan: User) -> None:
    made = seller.post("/proposals/", _body(_milestone()))
    stranger = Caller(ivan)
    assert stranger.get(f"/proposals/{_number(made)}/").status_code == 404
    assert stranger.get("/proposals/?count=true").json()["count"] == 0


def test_a_link_is_drawn_by_machine(seller: Caller, buyer: Caller) -> None:
    name = "EX-GV-04>EX-PR-32:SS"
    changes = [{"subject": "link", "key": name, "base_version": 0, "field": "type", "new": "SS"}]
    made = seller.post("/proposals/", _body(_milestone(), changes=changes))
    assert [(one["key"], one["new"]) for one in made.json()["changes"]] == [(name, "SS"), (name, "0")]
    tag = buyer.get(f"/proposals/{_number(made)}/").headers["ETag"]
    assert buyer.post(f"/proposals/{_number(made)}/accept/", {}, **{"If-Match": tag}).status_code == 200
    rows = seller.get("/dependencies/?page_size=1000").json()["results"]
    assert ("EX-GV-04", "EX-PR-32", "SS", 0) in [
        (row["predecessor"], row["successor"], row["type"], row["lag_days"]) for row in rows
    ]


def test_a_circle_is_refused_by_machine(seller: Caller) -> None:
    changes = [{"subject": "link", "key": "EX-GV-02>EX-GV-01:FS", "base_version": 0, "field": "type", "new": "FS"}]
    answer = seller.post("/proposals/", _body(_milestone(), changes=changes))
    assert answer.status_code == 400
    assert "EX-GV-02 → EX-GV-01 → EX-GV-02" in str(answer.json()["errors"]["EX-GV-02>EX-GV-01:FS.type"])
    assert not Proposal.objects.exists()
