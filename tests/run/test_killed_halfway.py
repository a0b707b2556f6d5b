"""An acceptance that is killed in its middle: all of it is in the record, or nothing, and it can be made again.

Another session keeps the table of notices from being written. The acceptance has moved dates, drawn a link and settled
the proposal by then, and waits there with all of that not yet committed.
"""

import json
import os
import signal
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from urllib.error import HTTPError

import psycopg2
import pytest

from tests.support.run_house import House

pytestmark = pytest.mark.slow
WAITING = "SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'notices_notice'::regclass"
RECORD = """
    SELECT (SELECT json_agg(m ORDER BY code) FROM procurement_milestone m WHERE code LIKE 'EX-%'),
           (SELECT json_agg(d ORDER BY id) FROM procurement_dependency d),
           (SELECT json_agg(p ORDER BY id) FROM procurement_proposal p),
           (SELECT count(*) FROM procurement_milestoneevent),
           (SELECT count(*) FROM procurement_dependencyevent),
           (SELECT count(*) FROM procurement_proposalevent),
           (SELECT count(*) FROM notices_notice WHERE kind LIKE 'proposal-%'),
           (SELECT count(*) FROM rest_repeatedcall)
"""


class Machine:
    """An account's machine at a running house."""

    def __init__(self, house: House, username: str) -> None:
        self.house = house
        accounts = json.loads((house.place / ".run/demo-accounts.json").read_text(encoding="utf-8"))
        self.token = next(one["api_token"] for one in accounts if one["username"] == username)

    def call(self, path: str, body: object = None, **headers: str) -> tuple[int, Any, str]:
        """Status, body and ETag."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.house.port()}/api/v1{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **headers},
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.status, json.load(answer), answer.headers["ETag"] or ""
        except HTTPError as error:
            return error.code, None, ""


def _version(house: House, code: str) -> int:
    """The version of a milestone that a machine sees now."""
    _, body, _ = Machine(house, "officer.ex-ua-sell").call(f"/milestones/{code}/")
    return int(body["version"])


def _proposal(house: House, days: int) -> str:
    """Opens a proposal of the seller that moves two milestones and draws a link; gives its name."""
    changes: list[dict[str, Any]] = [
        {"subject": "milestone", "key": code, "base_version": _version(house, code), "field": field, "new": day}
        for code in ("EX-PR-32", "EX-PR-33")
        for field, day in (("agreed_start", f"2029-01-{days:02}"), ("agreed_finish", f"2029-02-{days:02}"))
    ]
    changes.append({"subject": "link", "key": f"EX-GV-04>EX-PR-32:{('FS', 'SS', 'FF')[days % 3]}", "field": "type"})
    changes[-1] |= {"new": ("FS", "SS", "FF")[days % 3], "base_version": 0}
    body = {"deal": "EX-DEAL", "reason_code": "delay", "reason": "The range is booked.", "changes": changes}
    status, made, _ = Machine(house, "officer.ex-ua-sell").call("/proposals/", body)
    assert status == 201
    return str(made["id"])


def _ask(house: House, statement: str) -> Any:
    """What the database answers, once it answers."""
    deadline = time.monotonic() + 120
    while True:
        try:
            with house.database().cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall()
        except psycopg2.OperationalError:
            assert time.monotonic() < deadline
            time.sleep(0.2)


def _until(condition: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + 120
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)
    return found


def _kill(house: House, victim: str, backend: int) -> None:
    if victim == "backend":
        os.kill(backend, signal.SIGKILL)
        return
    word = {"web": "-m granian", "database": "bin/postgres"}[victim]
    for pid in [pid for pid, words in house.processes().items() if word in words]:
        os.kill(pid, signal.SIGKILL)


def _accept(house: House, name: str) -> int:
    """The status; 0 when nobody answers."""
    machine = Machine(house, "approver.ex-us-buy")
    try:
        _, _, tag = machine.call(f"/proposals/{name}/")
        headers = {"If-Match": tag, "Idempotency-Key": f"accept {name}"}
        return machine.call(f"/proposals/{name}/accept/", {}, **headers)[0]
    except OSError:
        return 0


@pytest.mark.parametrize(("victim", "days"), [("web", 1), ("backend", 2), ("database", 3)])
def test_a_killed_acceptance_applies_nothing_and_can_be_made_again(running: House, victim: str, days: int) -> None:
    name = _proposal(running, days)
    before = _ask(running, RECORD)
    holder = running.database()
    holder.autocommit = False
    holder.cursor().execute("LOCK TABLE notices_notice IN SHARE MODE")
    with ThreadPoolExecutor(1) as pool:
        answer: Future[int] = pool.submit(_accept, running, name)
        backend = _until(lambda: _ask(running, WAITING))[0][0]
        _kill(running, victim, backend)
        holder.close()
        assert answer.result() not in {200, 412}
    _until(lambda: not _ask(running, f"SELECT 1 FROM pg_locks WHERE pid = {backend}"))
    assert _ask(running, RECORD) == before
    assert _until(lambda: _accept(running, name) == 200)
    after = _ask(running, RECORD)
    assert [one["state"] for one in after[0][2] if f"EX-DEAL.{one['number']}" == name] == ["accepted"]
    assert [new - old for new, old in zip(after[0][3:6], before[0][3:6], strict=True)] == [2, 1, 1]
