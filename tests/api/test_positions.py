"""Terms and positions over the API: versions, clause numbers, stating, withdrawing, refusals that change nothing."""

from datetime import date
from typing import Any

import pytest

from portal.accounts.models import User
from procurement.models import Position, PositionWithdrawal, Term
from tests.api.conftest import Caller
from tests.support import factories

TERM = "EX-TERM-17"
WORDS = {"deal": "EX-DEAL", "term": TERM, "text_en": "Three and a half.", "low": "3.50", "high": "3.5"}


def _counts() -> tuple[int, int]:
    return Position.objects.count(), PositionWithdrawal.objects.count()


def _refused(machine: Caller, status: int, path: str = "/positions/", **words: Any) -> dict[str, Any]:
    before = _counts()
    headers = words.pop("headers", {})
    answer = machine.post(path, words if path != "/positions/" else {**WORDS, **words}, **headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert _counts() == before
    return dict(answer.json())


def test_a_position_is_stated_with_its_digits(machine: Caller) -> None:
    answer = machine.post("/positions/", WORDS)
    body = answer.json()
    assert (answer.status_code, body["party"], body["low"], body["high"]) == (201, "EX-US-BUY", "3.50", "3.5")
    assert (body["releasable_to"], body["withdrawal"], body["exercise"]) == ([], None, True)
    assert machine.get(f"/positions/{body['id']}/").json() == body


def test_an_internal_position_is_hidden_from_the_other_side(machine: Caller, olena: User) -> None:
    own = ["EX-US-BUY", "EX-US-RELEASE"]
    made = machine.post("/positions/", {**WORDS, "releasable_to": own}).json()
    assert made["releasable_to"] == own
    assert Caller(olena).get(f"/positions/{made['id']}/").status_code == 404


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"text_en": ""}, "text_en"),
        ({"low": "four"}, "low"),
        ({"low": 4}, "high"),
        ({"low": "9"}, "high"),
        ({"unit": "USD"}, "unit"),
        ({"releasable_to": ["EX-UA-SELL"]}, "releasable_to"),
        ({"releasable_to": "EX-US-BUY"}, "releasable_to"),
        ({"wish": "x"}, "wish"),
    ],
)
def test_wrong_words_are_told_by_field(machine: Caller, words: dict[str, Any], field: str) -> None:
    assert field in _refused(machine, 400, **words)["errors"]


def test_hidden_and_absent_terms_are_told_alike(machine: Caller) -> None:
    stream = Term.objects.select_related("workstream").get(code=TERM).workstream
    hidden = factories.term(workstream=stream, releasable_to=["EX-UA-SELL"], unit="%")
    assert _refused(machine, 404, term=hidden.code) == _refused(machine, 404, term="EX-NONE")
    assert _refused(machine, 404, deal="EX-NONE")["code"] == "missing"


def test_a_reader_and_the_public_record_are_refused(nina: User, machine: Caller) -> None:
    assert _refused(Caller(nina), 403)["code"] == "no-right"
    _refused(machine, 403, deal="us-ua-drone-deal", term="contract-value")


def test_the_same_call_twice_has_one_effect(machine: Caller) -> None:
    before = Position.objects.count()
    first, second = (machine.post("/positions/", WORDS, **{"Idempotency-Key": "p-1"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert Position.objects.count() == before + 1
    key = {"Idempotency-Key": "p-1"}
    assert _refused(machine, 422, text_en="Other.", headers=key)["code"] == "idempotency-key-reused"


def test_without_a_key_the_same_words_are_refused(machine: Caller) -> None:
    machine.post("/positions/", WORDS)
    assert "text_en" in _refused(machine, 400)["errors"]


def test_a_position_is_withdrawn_once(machine: Caller, olena: User) -> None:
    made = machine.post("/positions/", WORDS).json()
    path = f"/positions/{made['id']}/withdraw/"
    assert "reason" in _refused(machine, 400, path)["errors"]
    assert _refused(Caller(olena), 403, path, reason="No.")["code"] == "not-own"
    answer = machine.post(path, {"reason": "Slip."}, **{"Idempotency-Key": "w-1"})
    again = machine.post(path, {"reason": "Slip."}, **{"Idempotency-Key": "w-1"})
    assert (answer.status_code, answer.json()["withdrawal"]["reason"]) == (200, "Slip.")
    assert answer.content == again.content
    assert _refused(machine, 412, path, reason="Again.")["current"]["reason"] == "Slip."


def test_withdrawn_positions_are_listed_on_request_only(machine: Caller) -> None:
    made = machine.post("/positions/", WORDS).json()
    machine.post(f"/positions/{made['id']}/withdraw/", {"reason": "Slip."})
    path = f"/positions/?term={TERM}&party=EX-US-BUY&page_size=100"
    listed = [{row["id"] for row in machine.get(p).json()["results"]} for p in (path, f"{path}&withdrawn=true")]
    assert [made["id"] in ids for ids in listed] == [False, True]


def test_terms_carry_their_number_and_every_version(machine: Caller) -> None:
    term = Term.objects.get(code=TERM)
    days = (date(2026, 11, 1), date(2026, 11, 20))
    factories.term_version(term=term, number=1, valid_from=days[0], valid_to=days[1], low="5.0", high="5.0")
    factories.term_version(term=term, number=2, valid_from=days[1], text_en="New", text_uk="Нове")
    rows = machine.get("/terms/?deal=EX-DEAL&page_size=100").json()["results"]
    row = next(row for row in rows if row["code"] == TERM)
    assert (row["clause"], [version["number"] for version in row["versions"]]) == ("2.1", [1, 2])
    assert (row["versions"][0]["low"], row["versions"][0]["valid_to"]) == ("5.0", "2026-11-20")


def test_a_filter_does_not_change_the_numbers(machine: Caller) -> None:
    every = {row["code"]: row["clause"] for row in machine.get("/terms/?deal=EX-DEAL&page_size=100").json()["results"]}
    some = machine.get("/terms/?deal=EX-DEAL&status=open&page_size=100").json()["results"]
    assert some
    assert all(every[row["code"]] == row["clause"] for row in some)
