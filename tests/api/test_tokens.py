"""Tokens: only their hash is kept, and whatever is wrong with one, the answer is the same."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.history.writing import Actor, writing
from portal.rest.actions import digest
from portal.rest.models import ApiToken
from procurement.models import MilestoneStatement
from tests.api.conftest import Caller

BY = Actor("user:adam")


def _change(caller: Caller, **values: object) -> None:
    with writing(by=BY, reason="test"):
        ApiToken.objects.filter(sha256=digest(caller.token)).update(**values)


def test_a_token_opens_the_api_and_tells_the_database_who_asks(machine: Caller) -> None:
    assert machine.get("/makers/").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('portal.asking')")
        assert cursor.fetchone() == ("EX-US-BUY",)


def test_only_the_hash_is_kept(machine: Caller) -> None:
    row = ApiToken.objects.get(sha256=digest(machine.token))
    assert machine.token.startswith("ddp_")
    assert machine.token not in str(row.__dict__)


@pytest.mark.parametrize(
    "values",
    [
        {"expires_at": timezone.now() - timedelta(hours=1), "created_at": timezone.now() - timedelta(days=9)},
        {"revoked_at": timezone.now()},
        {"networks": ["10.0.0.0/8"]},
    ],
    ids=["expired", "revoked", "foreign network"],
)
def test_a_token_that_no_longer_holds_is_refused(machine: Caller, values: dict[str, object]) -> None:
    _change(machine, **values)
    answer = machine.get("/makers/")
    assert (answer.status_code, answer.json()["code"]) == (401, "authentication_failed")
    assert "unknown, expired, revoked or not valid" in answer.json()["detail"]


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer", "Bearer a b", "bearer ddp_x"])
def test_an_unknown_token_is_refused(db: None, header: str) -> None:
    assert Client(headers={"Authorization": header}).get("/api/v1/makers/").status_code == 401


def test_a_person_who_left_calls_nothing(machine: Caller, john: User) -> None:
    with writing(by=BY, reason="left"):
        User.objects.filter(pk=john.pk).update(is_active=False)
    assert machine.get("/makers/").status_code == 401


@pytest.mark.parametrize(("hops", "status"), [("10.1.2.3", 200), ("10.1.2.3, 203.0.113.9", 401), ("nonsense", 401)])
def test_behind_a_proxy_its_last_hop_is_the_network(
    machine: Caller, settings: LazySettings, hops: str, status: int
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    _change(machine, networks=["10.0.0.0/8"])
    assert machine.get("/makers/", **{"X-Forwarded-For": hops}).status_code == status


def test_without_a_proxy_nobody_says_where_he_is(machine: Caller) -> None:
    _change(machine, networks=["10.0.0.0/8"])
    assert machine.get("/makers/", **{"X-Forwarded-For": "10.1.2.3"}).status_code == 401


def test_a_read_only_token_writes_nothing(john: User) -> None:
    before = MilestoneStatement.objects.count()
    answer = Caller(john, read_only=True).state()
    assert (answer.status_code, MilestoneStatement.objects.count()) == (403, before)


def test_a_session_needs_the_forgery_token(john: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(john)
    before = MilestoneStatement.objects.count()
    answer = client.post("/api/v1/milestone-statements/", {}, content_type="application/json")
    assert (answer.status_code, MilestoneStatement.objects.count()) == (403, before)
