"""Whatever is wrong with a call, the answer is a problem document that says so, and nothing was written."""

import json
from typing import Any

import pytest
from django.test import Client
from rest_framework.exceptions import Throttled

from portal.accounts.models import User
from portal.rest.json import MOST_BYTES
from portal.rest.problems import MEDIA_TYPE, respond
from procurement.models import MilestoneStatement
from tests.api.conftest import Caller
from tests.house.posts import POSTS

STATEMENTS = "/api/v1/milestone-statements/"
TAG = {"If-Match": '"v1-0123456789abcdef"'}


def _problem(answer: Any, status: int) -> dict[str, Any]:
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, MEDIA_TYPE)
    body: dict[str, Any] = json.loads(answer.content)
    assert {"type", "title", "status", "detail", "code"} <= body.keys()
    assert body["status"] == status
    return body


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace", "post"])
def test_a_method_that_is_not_offered(john: User, method: str) -> None:
    client = Caller(john, read_only=True).client
    answer = getattr(client, method)("/api/v1/milestones/")
    assert _problem(answer, 405)["code"] == "method_not_allowed"
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_stranger_is_asked_for_a_token_before_anything_else(db: None) -> None:
    _problem(Client().delete("/api/v1/milestones/"), 401)


def test_a_format_that_is_not_offered(machine: Caller) -> None:
    _problem(machine.get("/makers/", Accept="text/html"), 406)


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
def test_a_body_that_is_no_json(machine: Caller, kind: str) -> None:
    before = MilestoneStatement.objects.count()
    _problem(machine.client.post(STATEMENTS, "kind=forecast", content_type=kind, headers=TAG), 415)
    assert MilestoneStatement.objects.count() == before


@pytest.mark.parametrize("depth", [21, 300, 1000])
@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "deep"}])
def test_a_body_that_is_nested_too_deeply(machine: Caller, depth: int, key: dict[str, str]) -> None:
    """Also where the depth stands in a member that nobody reads: what is sent is hashed with the key."""
    deep = "[" * depth + "]" * depth
    body = f'{{"milestone": "EX-GV-04", "kind": "forecast", "date": "2026-12-24", "reason": "x", "more": {deep}}}'
    before = MilestoneStatement.objects.count()
    answer = machine.client.post(STATEMENTS, body, content_type="application/json", headers={**TAG, **key})
    assert "nested" in _problem(answer, 400)["detail"]
    assert MilestoneStatement.objects.count() == before


def test_a_body_that_is_too_long(machine: Caller) -> None:
    long = json.dumps({"reason": "x" * MOST_BYTES})
    answer = machine.client.post(STATEMENTS, long, content_type="application/json", headers=TAG)
    assert "bytes" in _problem(answer, 400)["detail"]


@pytest.mark.parametrize("name", sorted(set(POSTS) - {"baselines-sign", "milestones-check"}))
def test_a_member_that_is_not_known_is_refused(db: None, name: str) -> None:
    """A statement with a release list, say: when nobody reads the list, the other side reads the statement."""
    post = POSTS[name]
    sent, machine = post.ground(), Caller(User.objects.select_related("party").get(username=post.who))
    tag = {"If-Match": machine.get(sent.tagged).headers["ETag"]} if sent.tagged else {}
    before = post.row._default_manager.count()
    answer = machine.post(sent.path, {**sent.body, "only_for": ["EX-US-BUY"]}, **tag)
    assert list(_problem(answer, 400)["errors"]) == ["only_for"]
    assert post.row._default_manager.count() == before


def test_a_write_without_its_slash_is_not_led_to_a_list(machine: Caller) -> None:
    """A redirect would drop the body, and the caller would take the list that follows for success."""
    answer = machine.client.post(STATEMENTS.rstrip("/"), {}, content_type="application/json", headers=TAG)
    _problem(answer, 404)
    assert machine.client.get("/api/v1/makers").status_code == 301


def test_too_many_calls() -> None:
    answer = respond(Throttled(wait=9), {})
    assert answer is not None
    assert (answer.status_code, answer.content_type, answer.headers["Retry-After"]) == (429, MEDIA_TYPE, "9")
    assert answer.data["title"] == "Too many requests"


def test_too_many_parameters(machine: Caller) -> None:
    _problem(machine.get("/makers/?" + "a=1&" * 2000), 400)


def test_no_session_is_begun_for_a_machine(machine: Caller) -> None:
    assert not machine.get("/makers/?lang=uk").cookies
