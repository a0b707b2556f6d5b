"""Stating over the API: the version that was seen, one effect per key, refusals that change nothing."""

from typing import Any

import pytest

from portal.accounts.models import User
from procurement.models import MilestoneStatement
from tests.api.conftest import Caller, version


def test_a_statement_is_made_and_raises_the_version(machine: Caller) -> None:
    before = version()
    answer = machine.state()
    assert (answer.status_code, answer.json()["party"], answer.json()["exercise"]) == (201, "EX-US-BUY", True)
    assert version() == before + 1


def _refused(machine: Caller, status: int, **words: Any) -> dict[str, Any]:
    before = (MilestoneStatement.objects.count(), version())
    answer = machine.state(**words)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert (MilestoneStatement.objects.count(), version()) == before
    return dict(answer.json())


def test_without_the_version_it_is_refused(machine: Caller) -> None:
    assert _refused(machine, 428, headers={})["code"] == "precondition-required"


def test_a_stale_version_is_told_both_versions(machine: Caller, olena: User) -> None:
    etag = machine.get("/milestones/EX-GV-04/").headers["ETag"]
    Caller(olena).state()
    body = _refused(machine, 412, headers={"If-Match": etag})
    assert body["current"]["version"] == body["current"]["seen_version"] + 1 == version()


@pytest.mark.parametrize("etag", ["*", 'W/"v1-0123456789abcdef"', '"x"'])
def test_an_etag_that_is_not_ours_is_refused(machine: Caller, etag: str) -> None:
    assert "If-Match" in _refused(machine, 400, headers={"If-Match": etag})["errors"]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"date": ""}, "date"),
        ({"date": "2026-2-1"}, "date"),
        ({"date": "0001-01-01"}, "date"),
        ({"date": "9999-12-31"}, "date"),
        ({"date": "2026-W47-7"}, "date"),
        ({"wish": "x"}, "wish"),
        ({"reason": ""}, "reason"),
        ({"kind": "dance"}, "kind"),
        ({"kind": "partly-met"}, "quantity"),
        ({"about": "x"}, "about"),
        ({"reason_code": "weather"}, "reason_code"),
        ({"reason": "x" * 5001}, "reason"),
    ],
)
def test_wrong_words_are_told_by_field(machine: Caller, words: dict[str, Any], field: str) -> None:
    assert field in _refused(machine, 400, **words)["errors"]


def test_a_quantity_keeps_the_digits_that_were_said(machine: Caller) -> None:
    answer = machine.state(kind="partly-met", date="", quantity="2.50", quantity_unit="unit")
    assert (answer.status_code, answer.json()["quantity"]) == (201, "2.50")


def test_the_kind_of_the_reason_is_kept(machine: Caller) -> None:
    answer = machine.state(reason_code="security")
    assert (answer.status_code, answer.json()["reason_code"]) == (201, "security")
    assert machine.state().json()["reason_code"] == ""
    moves = b"".join(machine.get("/deals/EX-DEAL/slips/?milestone=EX-GV-04&of=forecast").streaming_content)
    assert b'"reason_code":"security"' in moves


def test_a_nul_in_the_body_is_refused(machine: Caller) -> None:
    assert "NUL" in _refused(machine, 400, reason="a\0b")["detail"]


def test_no_json_is_refused(machine: Caller) -> None:
    answer = machine.client.post(
        "/api/v1/milestone-statements/",
        "{",
        content_type="application/json",
        headers={"If-Match": '"v1-0123456789abcdef"'},
    )
    assert (answer.status_code, answer.json()["status"]) == (400, 400)


def test_the_rules_refuse_with_their_code(machine: Caller) -> None:
    assert _refused(machine, 403, kind="reported-met", date="2099-01-01")["code"] == "in-future"


def test_a_reader_states_nothing(nina: User) -> None:
    assert _refused(Caller(nina), 403)["code"] == "no-right"


def test_a_hidden_milestone_is_as_absent_as_none(machine: Caller) -> None:
    hidden, absent = (_refused(machine, 404, milestone=code) for code in ("EX-JP-04", "EX-NONE"))
    assert hidden == absent


def test_the_same_call_twice_has_one_effect(machine: Caller) -> None:
    etag = machine.get("/milestones/EX-GV-04/").headers["ETag"]
    headers = {"If-Match": etag, "Idempotency-Key": "call-1"}
    before = MilestoneStatement.objects.count()
    first, second = machine.state(headers=headers), machine.state(headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second.headers["Idempotency-Replayed"] == "true"
    assert MilestoneStatement.objects.count() == before + 1


def test_the_same_key_with_another_call_is_refused(machine: Caller) -> None:
    etag = machine.get("/milestones/EX-GV-04/").headers["ETag"]
    headers = {"If-Match": etag, "Idempotency-Key": "call-2"}
    machine.state(headers=headers)
    assert _refused(machine, 422, headers=headers, date="2027-01-01")["code"] == "idempotency-key-reused"


def test_a_failed_call_leaves_no_trace_of_its_key(machine: Caller) -> None:
    etag = machine.get("/milestones/EX-GV-04/").headers["ETag"]
    headers = {"If-Match": etag, "Idempotency-Key": "call-3"}
    _refused(machine, 400, headers=headers, date="")
    assert machine.state(headers=headers).status_code == 201
