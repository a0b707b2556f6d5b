"""Applications over the API: one effect per key, refusals that change nothing, withdrawn ones on request."""

from typing import Any

import pytest

from catalog.models import ApplicationStatement, Source
from portal.accounts.models import User
from tests.api.conftest import Caller

WORDS = {
    "model": "magura-v5",
    "application": "relay",
    "stated_by": "maker",
    "stated_on": "2026-10",
    "new_source": {"url": "https://example.org/boat", "publisher": "Gazette", "language": "en"},
}


def _rows() -> tuple[int, int]:
    return ApplicationStatement.objects.count(), Source.objects.count()


def test_an_application_is_put_on_record_once_per_key(machine: Caller) -> None:
    first, second = (machine.post("/applications/", WORDS, **{"Idempotency-Key": "k1"}) for _ in range(2))
    assert (first.status_code, second.status_code, first.json()) == (201, 201, second.json())
    body = first.json()
    assert (body["application"], body["owner"], body["added_by"], body["withdrawal"]) == (
        *("relay", "EX-US-BUY", "john"),
        None,
    )
    other = machine.post("/applications/", {**WORDS, "application": "decoy"}, **{"Idempotency-Key": "k1"})
    assert (other.status_code, ApplicationStatement.objects.filter(added_by="john").count()) == (422, 1)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"application": "dance"}, "application"),
        ({"application": None}, "application"),
        ({"stated_on": "2999"}, "stated_on"),
        ({"stated_by": "x"}, "stated_by"),
        ({"new_source": {"publisher": "P"}}, "url"),
        ({"new_source": []}, "new_source"),
        ({"condition": "x" * 5001}, "condition"),
    ],
)
def test_wrong_words_are_told_by_field(machine: Caller, words: dict[str, Any], field: str) -> None:
    before = _rows()
    answer = machine.post("/applications/", {**WORDS, **words})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert field in answer.json()["errors"]
    assert _rows() == before


def test_one_is_withdrawn_and_found_on_request_only(machine: Caller, olena: User) -> None:
    number = machine.post("/applications/", WORDS).json()["id"]
    path = f"/applications/{number}/"
    assert Caller(olena).post(f"{path}withdraw/", {"reason": "not ours"}).status_code == 403
    assert machine.post(f"{path}withdraw/", {}).status_code == 400
    done = [machine.post(f"{path}withdraw/", {"reason": "wrong"}, **{"Idempotency-Key": "w"}).json() for _ in "ab"]
    assert done[0] == done[1]
    assert (done[0]["withdrawal"]["person"], done[0]["withdrawal"]["party"]) == ("john", "EX-US-BUY")
    again = machine.post(f"{path}withdraw/", {"reason": "wrong"})
    assert (again.status_code, again.json()["current"]["reason"]) == (412, "wrong")
    listed = [row["id"] for row in machine.get("/applications/?model=magura-v5").json()["results"]]
    every = [row["id"] for row in machine.get("/applications/?model=magura-v5&withdrawn=true").json()["results"]]
    assert (number in listed, number in every, machine.get(path).json()["withdrawal"]["reason"]) == (
        *(False, True),
        "wrong",
    )


def test_refusals_change_nothing(machine: Caller, nina: User, olena: User) -> None:
    before = _rows()
    assert Caller(nina).post("/applications/", WORDS).status_code == 403
    assert Caller(olena, read_only=True).post("/applications/", WORDS).status_code == 403
    assert machine.post("/applications/", {**WORDS, "model": "nothing"}).status_code == 404
    assert Caller(nina).post("/applications/1/withdraw/", {"reason": "x"}).status_code == 403
    for number in ("99999999", "x"):
        assert machine.post(f"/applications/{number}/withdraw/", {"reason": "x"}).status_code == 404
    assert _rows() == before
