"""Saved filters over the API: one effect per key, the version that was seen, refusals that change nothing."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import FilterWatch, SavedFilter
from portal.accounts.models import User
from tests.api.conftest import Caller
from tests.support import factories

LIST = "/saved-filters/"
WORDS = {"name": "Long arm", "query": "figure=range:>=:50:km&domain=air", "shared": True, "watched": True}
CANONICAL = "domain=air&figure=range%3A%3E%3D%3A50%3Akm"


def _change(machine: Caller, path: str, body: object, method: str = "patch", **headers: str) -> Any:
    """The call with the ETag that the caller sees now, unless told otherwise."""
    sent = headers or {"If-Match": machine.get(path).headers.get("ETag", '"v1-0123456789abcdef"')}
    call = getattr(machine.client, method)
    return call(f"/api/v1{path}", body, content_type="application/json", headers=sent)


def _state() -> list[tuple[Any, ...]]:
    return [*SavedFilter.objects.values_list(), *FilterWatch.objects.values_list()]


def _path(machine: Caller, **words: Any) -> str:
    return f"{LIST}{machine.post(LIST, {**WORDS, **words}).json()['uid']}/"


def test_a_filter_is_saved_once_per_key_and_read_back(machine: Caller) -> None:
    first, second = (machine.post(LIST, WORDS, **{"Idempotency-Key": "k1"}) for _turn in range(2))
    assert (first.status_code, second.status_code, first.json()) == (201, 201, second.json())
    body = first.json()
    assert (body["name"], body["query"], body["owner"], body["party"]) == ("Long arm", CANONICAL, "john", "EX-US-BUY")
    assert (body["shared"], body["watched"], body["version"]) == (True, True, 1)
    assert machine.get(LIST).json()["results"] == [body]
    one = machine.get(f"{LIST}{body['uid']}/").json()
    assert {**one, **body} == one
    count = machine.get(f"/drone-models/?{CANONICAL}&count=true").json()["count"]
    assert one["models"] == sum(one["answers"].values()) == count > 0
    assert one["problem"] == ""


def test_it_is_renamed_shared_watched_and_deleted(machine: Caller, nina: User) -> None:
    path = _path(machine)
    answer = _change(machine, path, {"name": "Reach", "watched": False})
    assert (answer.status_code, answer.json()["name"], answer.json()["watched"]) == (200, "Reach", False)
    assert (answer.json()["shared"], answer.json()["version"]) == (True, 2)
    colleague = Caller(nina)
    assert _change(colleague, path, {"watched": True}).json()["watched"] is True
    assert machine.get(path).json()["watched"] is False
    gone = _change(machine, path, None, "delete")
    assert (gone.status_code, gone.content) == (204, b"")
    assert machine.get(path).status_code == colleague.get(path).status_code == 404
    assert (SavedFilter.objects.count(), FilterWatch.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"query": "domain=space"}, "query"),
        ({"query": "beauty=high"}, "query"),
        ({"query": "page=2"}, "query"),
        ({"query": "maker=%00"}, "query"),
        ({"query": "figure=range:>=:50:kg"}, "query"),
        ({"query": "x" * 2001}, "query"),
        ({"query": None}, "query"),
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"shared": "perhaps"}, "shared"),
        ({"watch": True}, "watch"),
    ],
)
def test_wrong_words_are_told_by_field(machine: Caller, words: dict[str, Any], field: str) -> None:
    answer = machine.post(LIST, {**WORDS, **words})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert list(answer.json()["errors"]) == [field]
    assert _state() == []


def test_a_change_needs_the_version_that_was_seen(machine: Caller) -> None:
    path = _path(machine)
    old = machine.get(path).headers["ETag"]
    _change(machine, path, {"name": "Reach"})
    before = _state()
    for method, body in (("patch", {"name": "Late"}), ("delete", None)):
        late = _change(machine, path, body, method, **{"If-Match": old})
        assert (late.status_code, late.json()["current"]["name"]) == (412, "Reach")
        assert _change(machine, path, body, method, Accept="application/json").status_code == 428
        assert _change(machine, path, body, method, **{"If-Match": "x"}).status_code == 400
    assert _change(machine, path, {"query": "domain=air"}).status_code == 400
    assert _change(machine, path, [1]).status_code == 400
    assert _change(machine, path, {}).json()["version"] == 2
    assert _state() == before


def test_a_change_happens_wholly_or_not_at_all(machine: Caller) -> None:
    reach = factories.capability(code="reach", dimension="length", canonical_unit="km")
    path = _path(machine, query="figure=reach:>=:5:km", watched=False)
    factories.remove(reach)
    before = _state()
    assert list(_change(machine, path, {"name": "Reach", "watched": True}).json()["errors"]) == ["query"]
    assert _state() == before
    one = machine.get(path).json()
    assert (one["models"], one["answers"], "no capability" in one["problem"]) == (None, None, True)


@pytest.mark.parametrize("name", ["olena", "sam", "audra", "ivan", "ruth"])
def test_no_other_party_finds_touches_or_counts_it(machine: Caller, name: str) -> None:
    path, absent = _path(machine), f"{LIST}{uuid4()}/"
    stranger = Caller(User.objects.select_related("party").get(username=name))
    before = _state()
    assert stranger.get(f"{LIST}?count=true").json() == {"count": 0, "next": None, "previous": None, "results": []}
    for method, body in (("get", None), ("patch", {"watched": True}), ("patch", {"name": "Mine"}), ("delete", None)):
        hidden, none = (_change(stranger, where, body, method) for where in (path, absent))
        assert (hidden.status_code, hidden.content) == (none.status_code, none.content)
        assert hidden.status_code == 404
    assert stranger.post(LIST, WORDS).status_code == (400 if name == "ivan" else 201)
    assert _state()[0] == before[0]


def test_a_colleague_finds_shared_ones_and_changes_none(machine: Caller, nina: User) -> None:
    shared, own = _path(machine), _path(machine, name="Own", shared=False)
    colleague = Caller(nina)
    before = _state()
    assert [row["name"] for row in colleague.get(LIST).json()["results"]] == ["Long arm"]
    assert colleague.get(own).status_code == 404
    for method, body in (("patch", {"name": "Mine"}), ("patch", {"shared": False}), ("delete", None)):
        assert _change(colleague, shared, body, method).status_code == 403
    assert _state() == before


def test_a_reading_token_and_unknown_parameters_are_refused(machine: Caller, john: User) -> None:
    path = _path(machine)
    before = _state()
    reading = Caller(john, read_only=True)
    assert reading.post(LIST, WORDS).status_code == 403
    assert _change(reading, path, {"name": "x"}).status_code == 403
    assert machine.get(f"{LIST}?shared=true").status_code == 400
    assert machine.post(f"{LIST}?x=1", {**WORDS, "name": "Other"}).status_code == 400
    assert machine.get(f"{LIST}1/").status_code == 404
    assert _state() == before


def test_the_list_costs_the_same_for_one_and_for_many(machine: Caller, john: User) -> None:
    counts = []
    for many in (1, 20):
        for _number in range(many):
            factories.saved_filter(owner=john, party=john.party)
        with CaptureQueriesContext(connection) as queries:
            machine.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
