"""Twenty machines write about one milestone at a real server: each version is won once, and no write is lost.

`make drill` does it with 10,000 writes and prints what came of them; here some hundreds do.
"""

import http.client
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from portal.accounts.models import User
from procurement.models import Milestone, MilestoneStatement
from tests.api.conftest import Caller
from tests.support.database import copied
from tests.support.server import served

pytestmark = pytest.mark.slow
WRITERS = 20
WRITES = int(os.environ.get("DRILL_WRITES", "400"))
ROUND = 1000  # writes about one milestone, so that reading what was said of it does not outweigh the writing


@dataclass(frozen=True)
class Outcome:
    """What came of one write: the version that the writer saw, the status, and the answer."""

    seen: int
    status: int
    answer: dict[str, Any]


class Writer:
    """A machine with one link to the server."""

    def __init__(self, address: str, token: str) -> None:
        self.link = http.client.HTTPConnection(str(urlsplit(address).netloc), timeout=120)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def write(self, milestone: str, *, tagged: bool = True) -> Outcome:
        """Reads the milestone, then states a forecast of the version that was read."""
        self.link.request("GET", f"/api/v1/milestones/{milestone}/", headers=self.headers)
        read = self.link.getresponse()
        seen = int(json.loads(read.read())["version"])
        tag = {"If-Match": str(read.headers["ETag"])} if tagged else {}
        body = {"milestone": milestone, "kind": "forecast", "date": "2031-01-01", "reason": f"seen {seen}"}
        self.link.request("POST", "/api/v1/milestone-statements/", json.dumps(body), headers={**self.headers, **tag})
        answer = self.link.getresponse()
        return Outcome(seen, answer.status, json.loads(answer.read()))


@pytest.fixture
def writers(django_db_setup: None, django_db_blocker: object, tmp_path: Path) -> Iterator[list[Writer]]:
    log = (tmp_path / "web.log").open("wb")
    with log, django_db_blocker.unblock(), copied("drill") as url:  # type: ignore[attr-defined]  # pytest-django's
        tokens = [Caller(User.objects.get(username=name)).token for name in ("john", "olena")]
        with served({"DATABASE_URL": url}, log=log, workers=2) as address:
            machines = [Writer(address, tokens[number % 2]) for number in range(WRITERS)]
            try:
                yield machines
            finally:
                for machine in machines:
                    machine.link.close()


def _round(writers: list[Writer], milestone: str, writes: int) -> list[Outcome]:
    def work(writer: Writer) -> list[Outcome]:
        return [writer.write(milestone) for _ in range(writes // WRITERS)]

    with ThreadPoolExecutor(WRITERS) as pool:
        return [outcome for found in pool.map(work, writers) for outcome in found]


def test_each_version_is_won_once_and_no_write_is_lost(
    writers: list[Writer], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = Milestone.objects.filter(deal__code="EX-DEAL", releasable_to=[], agreed_start__gt="2027-06-01")
    total: Counter[int] = Counter()
    for milestone in rows.order_by("code")[: -(-WRITES // ROUND)]:
        before = set(MilestoneStatement.objects.filter(milestone=milestone).values_list("uid", flat=True))
        found = _round(writers, milestone.code, min(WRITES, ROUND))
        won = [one for one in found if one.status == 201]
        lost = [one for one in found if one.status == 412]
        kept = set(MilestoneStatement.objects.filter(milestone=milestone).values_list("uid", flat=True)) - before
        assert len(won) + len(lost) == len(found) == min(WRITES, ROUND)
        assert sorted(one.seen for one in won) == list(range(milestone.version, milestone.version + len(won)))
        assert {str(uid) for uid in kept} == {one.answer["id"] for one in won}
        for one in lost:
            assert one.answer["current"]["version"] > one.answer["current"]["seen_version"] == one.seen
        milestone.refresh_from_db()
        assert milestone.version == max(one.seen for one in won) + 1
        assert writers[0].write(milestone.code, tagged=False).status == 428
        total.update(one.status for one in found)
    if "DRILL_WRITES" in os.environ:
        told = f"{total[201]} won, {total[412]} told both versions, 0 lost"
        with capsys.disabled():
            sys.stdout.write(f"\n{total.total()} writes of {WRITERS} writers: {told}\n")
