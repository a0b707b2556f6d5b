"""Many at once, really: on a copy of the database, with threads and committed rows."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from catalog.actions.saved_filters import FilterWords, save_filter
from catalog.actions.watching import EVERY, tell_of_changes
from catalog.models import Capability, CheckedClaim, Claim, FigureSpan, FilterWatch, ModelFacets, SavedFilter
from catalog.saved_queries import result_of
from portal.accounts.models import User
from portal.notices.models import Notice
from procurement.models import BaselineMilestone, BaselineSignature, Milestone, MilestoneStatement
from tests.api.conftest import NOW, Caller
from tests.support import factories
from tests.support.database import copied

PAGE = "/deals/EX-DEAL/milestones/EX-GV-04/"
BASELINE = "/baselines/EX-DEAL.1/"
WORDS = {"kind": "forecast", "date": "2026-12-24", "reason": "because"}


@pytest.fixture
def callers(django_db_setup: None, django_db_blocker: object) -> Iterator[list[User]]:
    with django_db_blocker.unblock(), copied("parallel"):  # type: ignore[attr-defined]  # pytest-django's
        yield list(User.objects.select_related("party").filter(username__in=["john", "olena"]).order_by("username"))


def _at_once(calls: int, work: object) -> list[int]:
    def run(number: int) -> int:
        try:
            return int(work(number))  # type: ignore[operator]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(calls) as pool:
        return sorted(pool.map(run, range(calls)))


def test_the_same_key_twenty_times_at_once_has_one_effect(callers: list[User]) -> None:
    machine = Caller(callers[0])
    etag = machine.get("/milestones/EX-GV-04/").headers["ETag"]
    before = MilestoneStatement.objects.count()
    headers = {"If-Match": etag, "Idempotency-Key": "at-once"}
    assert _at_once(20, lambda number: machine.state(headers=headers).status_code) == [201] * 20
    assert MilestoneStatement.objects.count() == before + 1


def test_of_many_with_one_version_exactly_one_wins_on_page_and_api(callers: list[User]) -> None:
    john, olena = callers
    machine = Caller(john)
    etag = machine.get("/milestones/EX-GV-04/").headers["ETag"]
    version = Milestone.objects.get(code="EX-GV-04").version
    before = MilestoneStatement.objects.count()

    def speak(number: int) -> int:
        if number % 2:
            return int(machine.state(headers={"If-Match": etag}).status_code)
        client = Client()
        client.force_login(olena)
        return int(client.post(PAGE, {**WORDS, "version": version}).status_code)

    answers = _at_once(10, speak)
    assert len([code for code in answers if code in {201, 302}]) == 1
    assert len([code for code in answers if code in {409, 412}]) == 9
    assert MilestoneStatement.objects.count() == before + 1
    assert Milestone.objects.get(code="EX-GV-04").version == version + 1


def test_of_many_sheets_at_once_exactly_one_wins_each_row(callers: list[User]) -> None:
    """Both officers send the same rows, in opposite orders, with and without a key, on page and API."""
    codes = ["EX-GV-08", "EX-GV-09", "EX-GV-10", "EX-GV-11"]
    seen = {code: Milestone.objects.get(code=code).version for code in codes}
    before, machines = MilestoneStatement.objects.count(), [Caller(user) for user in callers]

    def speak(number: int) -> int:
        ordered = codes if number % 2 else codes[::-1]
        rows = [
            {"milestone": code, **WORDS, "date": f"2027-01-{number + 1:02}", "version": seen[code]} for code in ordered
        ]
        key = {"Idempotency-Key": f"sheet-{number}"} if number % 3 else {}
        return int(machines[number % 2].post("/milestone-statements/bulk/", {"rows": rows}, **key).json()["written"])

    assert sum(_at_once(10, speak)) == len(codes)
    assert MilestoneStatement.objects.count() == before + len(codes)
    assert {code: Milestone.objects.get(code=code).version - 1 for code in codes} == seen


def test_the_loser_is_told_what_was_said_after_the_version_that_was_seen(callers: list[User]) -> None:
    john, olena = callers
    Caller(olena).state(reason="known before")
    machine = Caller(john)
    etag = machine.get("/milestones/EX-GV-04/").headers["ETag"]
    Caller(olena).state(reason="said meanwhile")
    current = machine.state(headers={"If-Match": etag}).json()["current"]
    assert current["version"] == current["seen_version"] + 1
    assert [said["reason"] for said in current["said_since"]] == ["said meanwhile"]
    client = Client()
    client.force_login(john)
    answer = client.post(PAGE, {**WORDS, "version": current["seen_version"]})
    since = answer.content.decode().split("Said since then")[1].split("Typed by you")[0]
    assert ("said meanwhile" in since, "known before" in since) == (True, False)


def test_of_many_saves_under_one_name_exactly_one_wins(callers: list[User]) -> None:
    machine = Caller(callers[0])
    words = {"name": "Boats", "query": "kind=usv", "watched": True}
    answers = _at_once(6, lambda _number: machine.post("/saved-filters/", words).status_code)
    assert answers == [201, *[400] * 5]
    assert (SavedFilter.objects.count(), FilterWatch.objects.count()) == (1, 1)


def test_of_twenty_signatures_at_once_each_side_has_one(callers: list[User]) -> None:
    """Approvers of both sides sign what they see, ten times each, with and without a key, until they are answered."""
    olena = next(user for user in callers if user.username == "olena")
    approvers = User.objects.select_related("party").filter(username__in=["mary", "oksana"])
    signers = [Caller(user) for user in approvers.order_by("username")]
    assert Caller(olena).post("/baselines/", {"deal": "EX-DEAL", "name": "Signing"}).status_code == 201
    frozen = list(BaselineMilestone.objects.order_by("pk").values_list("pk", "start", "finish"))

    def sign(number: int) -> int:
        key = {"Idempotency-Key": f"sign-{number}"} if number % 4 < 2 else {}
        while True:
            tag = signers[number % 2].get(BASELINE).headers["ETag"]
            answer = signers[number % 2].post(f"{BASELINE}sign/", {}, **{"If-Match": tag}, **key)
            if answer.status_code != 412:
                return int(answer.status_code)

    assert _at_once(20, sign) == [200] * 2 + [403] * 18
    assert sorted(BaselineSignature.objects.values_list("side", flat=True)) == ["buyer", "seller"]
    assert signers[0].get(BASELINE).json()["state"] == "signed"
    assert list(BaselineMilestone.objects.order_by("pk").values_list("pk", "start", "finish")) == frozen
    assert Notice.objects.filter(kind="baseline-signed").values("user", "key").distinct().count() == (
        Notice.objects.filter(kind="baseline-signed").count()
    )


def test_sweeps_at_once_tell_each_watcher_once(callers: list[User]) -> None:
    for user in callers:
        for name in ("one", "two", "three"):
            words = FilterWords(name=name, watched=True)
            save_filter(query="kind=usv", words=words, by=user, at=NOW, find=result_of)
    factories.drone_model(domain="surface", kind="usv")
    later = NOW + EVERY
    told = _at_once(4, lambda _number: tell_of_changes(at=later, find=result_of))
    assert (sum(told), Notice.objects.filter(kind="filter-changed").count()) == (6, 6)


def test_what_is_kept_beside_the_statements_survives_withdrawals_and_additions_at_once(callers: list[User]) -> None:
    model, source = factories.drone_model(), factories.source()
    reach = Capability.objects.get(code="range")
    figure = {"model": model, "source": source, "capability": reach, "canonical_low": 40, "canonical_high": 40}
    claims = [factories.claim(**figure) for _ in range(6)]

    def write(number: int) -> int:
        row = factories.claim_withdrawal(claim=claims[number]) if number < len(claims) else factories.claim(**figure)
        return int(row.pk > 0)

    assert _at_once(9, write) == [1] * 9
    assert Claim.objects.filter(model=model, withdrawal=None).count() == 3
    assert CheckedClaim.objects.filter(model=model).count() == 3
    assert [row.statements for row in ModelFacets.objects.filter(model=model)] == [3]
    assert [row.statements for row in FigureSpan.objects.filter(model=model)] == [3]
