"""The ledger over the API: one effect per key, problem documents that name the field, refusals that change nothing."""

from typing import Any

import pytest

from catalog.models import Claim, ClaimCheck, ClaimPreference, ClaimWithdrawal
from portal.accounts.models import User
from tests.api.conftest import Caller

WORDS = {
    "model": "magura-v5",
    "capability": "range",
    "figure": "up to 900 km",
    "stated_by": "maker",
    "new_source": {"url": "https://example.org/boat", "publisher": "Gazette", "language": "en"},
}


def _rows() -> tuple[int, ...]:
    return tuple(m._default_manager.count() for m in (Claim, ClaimWithdrawal, ClaimPreference, ClaimCheck))


def test_a_claim_is_put_on_record_once_per_key(machine: Caller) -> None:
    first = machine.post("/claims/", WORDS, **{"Idempotency-Key": "k1"})
    second = machine.post("/claims/", WORDS, **{"Idempotency-Key": "k1"})
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    body = first.json()
    assert (body["bound"], body["high"], body["owner"], body["added_by"]) == ("up-to", "900", "EX-US-BUY", "john")
    assert Claim.objects.filter(source__url="https://example.org/boat").count() == 1


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"figure": "5 kg"}, "figure"),
        ({"figure": "1,200 m"}, "figure"),
        ({"figure": "", "bound": "range", "low": "9", "high": "8", "unit": "km"}, "low"),
        ({"stated_on": "2999"}, "stated_on"),
        ({"new_source": {"publisher": "P"}}, "url"),
        ({"new_source": "https://example.org"}, "new_source"),
        ({"capability": "beauty"}, "capability"),
        ({"figure": "x" * 201}, "figure"),
        ({"stated_by": None}, "stated_by"),
    ],
)
def test_wrong_words_are_told_by_field(machine: Caller, words: dict[str, Any], field: str) -> None:
    before = _rows()
    answer = machine.post("/claims/", {**WORDS, **words})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert field in answer.json()["errors"]
    assert _rows() == before


def test_a_claim_is_checked_preferred_and_withdrawn(machine: Caller, olena: User) -> None:
    path = f"/claims/{machine.post('/claims/', WORDS).json()['id']}"
    assert machine.post(f"{path}/check/", {}).status_code == 200
    assert machine.post(f"{path}/prefer/", {"reason": "ours"}).json()["preferred_by"][0]["party"] == "EX-US-BUY"
    assert machine.post(f"{path}/prefer/", {"reason": "no", "stands": False}).json()["preferred_by"] == []
    assert Caller(olena).post(f"{path}/withdraw/", {"reason": "not ours"}).status_code == 403
    assert machine.post(f"{path}/withdraw/", {"reason": "wrong"}).json()["withdrawal"]["person"] == "john"
    again = machine.post(f"{path}/withdraw/", {"reason": "wrong"})
    assert (again.status_code, again.json()["current"]["reason"]) == (412, "wrong")
    assert machine.get(f"{path}/").json()["withdrawal"]["reason"] == "wrong"


@pytest.mark.parametrize("name", ["withdraw", "prefer", "check"])
def test_refusals_change_nothing(machine: Caller, nina: User, name: str) -> None:
    before, words = _rows(), {} if name == "check" else {"reason": "x"}
    assert Caller(nina).post(f"/claims/1/{name}/", words).status_code == 403
    assert machine.post(f"/claims/99999999/{name}/", words).status_code == 404
    assert machine.post(f"/claims/x/{name}/", words).status_code == 404
    assert _rows() == before


def test_claims_due_on_a_day(machine: Caller) -> None:
    assert machine.get("/claims/?due=2026-11-22&count=true").json()["count"] == 0
    assert machine.get("/claims/?due=2030-01-01&count=true").json()["count"] == 654
    assert machine.get("/claims/?due=soon").status_code == 400
