"""Stating over many milestones in one call: each row has its own answer, and one key has one effect."""

from typing import Any

import pytest

from portal.accounts.models import User
from procurement.models import Milestone, MilestoneStatement
from tests.api.conftest import Caller

BULK = "/milestone-statements/bulk/"
ONE, OTHER = "EX-GV-08", "EX-GV-09"


def _row(code: str, **words: Any) -> dict[str, Any]:
    found = Milestone.objects.filter(code=code).first()
    return {
        "milestone": code,
        "kind": "forecast",
        "date": "2027-03-01",
        "version": found.version if found else 1,
        **words,
    }


def _send(machine: Caller, *rows: dict[str, Any], reason: str = "because", **headers: str) -> Any:
    return machine.post(BULK, {"reason": reason, "rows": list(rows)}, **headers)


def _states(answer: Any) -> list[tuple[str, int]]:
    return [(row["milestone"], row["status"]) for row in answer.json()["results"]]


def test_each_row_has_its_own_answer_in_the_order_of_the_rows(machine: Caller) -> None:
    count = MilestoneStatement.objects.count()
    stale = Milestone.objects.get(code="EX-GV-04").version - 1
    rows = [_row(OTHER), _row("EX-GV-04", version=stale), _row(ONE, date="x"), _row("EX-GV-10", reason="own reason")]
    answer = _send(machine, *rows)
    assert (answer.status_code, answer.json()["written"], answer.json()["refused"]) == (200, 2, 2)
    assert _states(answer) == [(OTHER, 201), ("EX-GV-04", 412), (ONE, 400), ("EX-GV-10", 201)]
    first, conflict, invalid, last = answer.json()["results"]
    assert (first["statement"]["reason"], last["statement"]["reason"]) == ("because", "own reason")
    assert conflict["problem"]["current"]["version"] == conflict["problem"]["current"]["seen_version"] + 1
    assert list(invalid["problem"]["errors"]) == ["date"]
    assert MilestoneStatement.objects.count() == count + 2


def test_one_key_has_one_effect(machine: Caller) -> None:
    rows, count = [_row(ONE), _row(OTHER)], MilestoneStatement.objects.count()
    bodies = {_send(machine, *rows, **{"Idempotency-Key": "one"}).content for _ in range(3)}
    assert (len(bodies), MilestoneStatement.objects.count()) == (1, count + 2)
    assert _send(machine, rows[0], **{"Idempotency-Key": "one"}).status_code == 422
    assert MilestoneStatement.objects.count() == count + 2


def test_rows_sent_again_without_a_key_are_found_in_the_record(machine: Caller, olena: User) -> None:
    rows = [_row(ONE), _row(OTHER)]
    first, again = _send(machine, *rows).json(), _send(machine, *rows)
    assert _states(again) == [(ONE, 200), (OTHER, 200)]
    assert [row["statement"] for row in again.json()["results"]] == [row["statement"] for row in first["results"]]
    assert _states(_send(Caller(olena), *rows)) == [(ONE, 412), (OTHER, 412)]


def test_a_milestone_that_stands_twice_is_said_once(machine: Caller) -> None:
    answer = _send(machine, _row(ONE), _row(ONE, date="2027-04-01"))
    assert _states(answer) == [(ONE, 201), (ONE, 400)]
    assert list(answer.json()["results"][1]["problem"]["errors"]) == ["milestone"]


def test_hidden_and_absent_milestones_have_the_same_answer(machine: Caller) -> None:
    """EX-JP-04 is for the seller's side alone."""
    hidden, absent = _send(machine, _row("EX-JP-04"), _row("EX-JP-99")).json()["results"]
    assert (hidden.pop("milestone"), absent.pop("milestone")) == ("EX-JP-04", "EX-JP-99")
    assert hidden == absent
    assert hidden["status"] == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"rows": []}, "rows"),
        ({}, "rows"),
        ({"rows": [{"milestone": ONE, "kind": "forecast"}]}, "rows"),
        ({"rows": [{"milestone": ONE, "kind": "forecast", "version": 1, "wish": "x"}]}, "rows"),
        ({"rows": [{"milestone": ONE, "kind": "forecast", "version": 1}] * 501}, "rows"),
    ],
)
def test_a_body_of_another_shape_writes_nothing(machine: Caller, body: dict[str, Any], field: str) -> None:
    count = MilestoneStatement.objects.count()
    answer = machine.post(BULK, body)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert MilestoneStatement.objects.count() == count


def test_who_may_not_state_is_refused_row_by_row(andrii: User, olena: User) -> None:
    count = MilestoneStatement.objects.count()
    assert _states(_send(Caller(andrii), _row(ONE))) == [(ONE, 403)]
    assert _send(Caller(olena, read_only=True), _row(ONE)).status_code == 403
    assert MilestoneStatement.objects.count() == count
