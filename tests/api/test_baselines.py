"""Baselines by machine: taking, signing and setting aside once; their rows; variance, moves and trend as tables."""

from typing import Any

import orjson
import pytest

from portal.accounts.models import User
from procurement.models import Baseline, BaselineMilestone, BaselineSetAside, BaselineSignature
from tests.api.conftest import Caller

NEW = {"deal": "EX-DEAL", "name": "Signing", "note": "Both delegations."}
ONE = "/baselines/EX-DEAL.1/"


@pytest.fixture
def seller(olena: User) -> Caller:
    return Caller(olena)


@pytest.fixture
def signer(oksana: User) -> Caller:
    return Caller(oksana)


@pytest.fixture
def buyer(mary: User) -> Caller:
    return Caller(mary)


def _tag(caller: Caller) -> dict[str, str]:
    return {"If-Match": caller.get(ONE).headers["ETag"]}


def _counts() -> list[int]:
    return [model.objects.count() for model in (Baseline, BaselineMilestone, BaselineSignature, BaselineSetAside)]


def test_a_baseline_is_taken_signed_by_both_and_read(seller: Caller, signer: Caller, buyer: Caller) -> None:
    made = seller.post("/baselines/", NEW)
    assert (made.status_code, made.json()["state"], made.json()["waits_for"]) == (201, "waiting", ["seller", "buyer"])
    for caller in (signer, buyer):
        answer = caller.post(f"{ONE}sign/", {}, **_tag(caller))
        assert answer.status_code == 200
    read = seller.get(ONE).json()
    assert (read["state"], read["version"], read["waits_for"], read["exercise"]) == ("signed", 3, [], True)
    assert [(one["side"], one["signed_by"]) for one in read["signatures"]] == [("seller", "oksana"), ("buyer", "mary")]


def test_the_same_key_again_takes_and_signs_once(seller: Caller, signer: Caller) -> None:
    taken = [seller.post("/baselines/", NEW, **{"Idempotency-Key": "one"}) for _ in range(3)]
    assert {answer.status_code for answer in taken} == {201}
    tag = _tag(signer)
    signed = [signer.post(f"{ONE}sign/", {}, **tag, **{"Idempotency-Key": "two"}) for _ in range(3)]
    assert {answer.status_code for answer in signed} == {200}
    assert {answer.content for answer in signed[1:]} == {signed[0].content}
    assert _counts() == [1, 159, 1, 0]


def test_a_signature_says_which_version_was_seen(seller: Caller, signer: Caller) -> None:
    seller.post("/baselines/", NEW)
    assert signer.post(f"{ONE}sign/", {}).status_code == 428
    stale = signer.post(f"{ONE}sign/", {}, **{"If-Match": '"v9-0123456789abcdef"'})
    assert (stale.status_code, stale.json()["current"]["version"]) == (412, 1)
    assert _counts() == [1, 159, 0, 0]


def test_who_may_not_sign_is_refused(seller: Caller, john: User, nina: User) -> None:
    seller.post("/baselines/", NEW)
    for caller in (seller, Caller(john), Caller(nina)):
        assert caller.post(f"{ONE}sign/", {}, **_tag(caller)).status_code == 403
    assert _counts() == [1, 159, 0, 0]


def test_a_baseline_is_set_aside_with_a_reason(seller: Caller) -> None:
    seller.post("/baselines/", NEW)
    assert seller.post(f"{ONE}set-aside/", {"reason": ""}, **_tag(seller)).status_code == 400
    answer = seller.post(f"{ONE}set-aside/", {"reason": "A slip."}, **_tag(seller))
    assert (answer.json()["state"], answer.json()["set_aside_reason"]) == ("set-aside", "A slip.")
    assert _counts() == [1, 159, 0, 1]


@pytest.mark.parametrize(
    ("change", "status"),
    [({"name": ""}, 400), ({"name": "x" * 121}, 400), ({"deal": "no-deal"}, 404), ({"deal": "us-ua-drone-deal"}, 403)],
)
def test_bad_words_take_nothing(seller: Caller, change: dict[str, Any], status: int) -> None:
    answer = seller.post("/baselines/", {**NEW, **change})
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert _counts() == [0, 0, 0, 0]


def test_a_name_that_is_taken_is_named_with_its_cure(seller: Caller) -> None:
    seller.post("/baselines/", NEW)
    again = seller.post("/baselines/", NEW)
    assert (again.status_code, list(again.json()["errors"])) == (400, ["name"])
    assert _counts() == [1, 159, 0, 0]


def test_the_rows_of_a_baseline_are_a_list_that_each_sees_in_part(seller: Caller, buyer: Caller, ivan: User) -> None:
    seller.post("/baselines/", NEW)
    path = "/baseline-milestones/?deal=EX-DEAL&baseline=1&count=true&page_size=1000"
    counts = [caller.get(path).json()["count"] for caller in (seller, buyer, Caller(ivan))]
    assert counts == [150, 155, 0]
    rows = buyer.get(path).json()["results"]
    assert "EX-JP-04" not in {row["milestone"] for row in rows}
    assert {row["baseline"] for row in rows} == {1}


def test_who_does_not_see_the_deal_finds_none(seller: Caller, ivan: User) -> None:
    seller.post("/baselines/", NEW)
    stranger = Caller(ivan)
    assert stranger.get(ONE).status_code == 404
    assert stranger.get("/baselines/?count=true").json()["count"] == 0
    for table in ("variance", "slips", "trend"):
        assert stranger.get(f"/deals/EX-DEAL/{table}/").status_code == 404


def _table(caller: Caller, path: str) -> Any:
    answer = caller.get(f"/deals/EX-DEAL/{path}")
    assert answer.status_code == 200, path
    return answer


def _json(caller: Caller, path: str) -> Any:
    return orjson.loads(b"".join(_table(caller, path).streaming_content))


def test_the_variance_is_a_table(seller: Caller) -> None:
    seller.post("/baselines/", NEW)
    rows = _json(seller, "variance/?from=1&to=forecast&status_date=2026-11-22&sort=later")
    assert len(rows) == 150
    assert (rows[0]["from_name"], rows[0]["to"], rows[0]["finish_days"] > 0) == ("Signing", "forecast", True)
    assert all(row["change"] == "same" for row in _json(seller, "variance/?from=1&to=agreed"))
    assert _json(seller, "variance/?from=1&to=agreed&only=differences") == []


def test_moves_and_trend_are_tables(machine: Caller) -> None:
    machine.state(date="2027-01-24")
    (row,) = _json(machine, "slips/?milestone=EX-GV-04")
    assert (row["of"], row["forecast_of"], row["to_finish"], row["person"]) == (
        "forecast",
        "EX-US-BUY",
        "2027-01-24",
        "john",
    )
    lines = {row["line"] for row in _json(machine, "trend/?m=EX-GV-04")}
    assert lines == {"agreed", "forecast", "computed"}


@pytest.mark.parametrize("form", ["csv", "csv-excel", "xlsx", "ndjson", "json"])
@pytest.mark.parametrize("table", ["variance/?from=agreed&", "slips/?", "trend/?m=EX-GV-04&"])
def test_each_table_comes_in_every_format(machine: Caller, table: str, form: str) -> None:
    machine.state(date="2027-01-24")
    answer = _table(machine, f"{table}format={form}")
    assert int(answer.headers["X-Rows"]) >= 1
    assert "_exercise." in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("variance/?from=7", 404),
        ("variance/?workstream=nowhere", 404),
        ("variance/?sort=beauty", 400),
        ("variance/?form=csv", 400),
        ("variance/?status_date=soon", 400),
        ("slips/?of=mood", 400),
        ("slips/?milestone=EX-JP-04", 404),
        ("trend/?m=EX-JP-04", 404),
        ("trend/?format=pdf", 400),
    ],
)
def test_what_cannot_be_answered_is_named(machine: Caller, path: str, status: int) -> None:
    answer = machine.get(f"/deals/EX-DEAL/{path}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")


def test_a_public_deal_has_no_such_tables(machine: Caller) -> None:
    for table in ("variance", "slips", "trend"):
        assert machine.get(f"/deals/us-ua-drone-deal/{table}/").status_code == 404
