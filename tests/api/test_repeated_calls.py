"""Every POST about a deal, sent again with its Idempotency-Key: three times in a row, and twenty times at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from django.urls import URLPattern, URLResolver, get_resolver

from portal.accounts.models import User
from portal.history.events import HistoryEvent
from portal.notices.models import Notice
from procurement.models import MilestoneStatement
from tests.api.conftest import Caller
from tests.house.posts import POSTS, Post
from tests.support.database import copied, owner_link

History = dict[str, int]


def _posts(resolver: URLResolver) -> Iterator[str]:
    """The names of the deal's API addresses that take a POST."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _posts(pattern)
        elif isinstance(pattern, URLPattern):
            viewset: Any = getattr(pattern.callback, "cls", None)
            methods: Any = getattr(pattern.callback, "actions", None) or {}
            made_for = [base.__module__.partition(".")[0] for base in viewset.__mro__] if viewset else []
            if "post" in methods and "procurement" in made_for:
                yield str(pattern.name)


def test_every_post_has_a_row_and_every_row_a_post() -> None:
    assert set(_posts(get_resolver())) == set(POSTS)


def _history() -> History:
    """How many events and notices there are of each kind of row."""
    models = [model for model in apps.get_models() if issubclass(model, HistoryEvent)] + [Notice]
    return {model.__name__: model._default_manager.count() for model in models}


def _grown(before: History, post: Post) -> int:
    name = f"{post.row.__name__}Event"
    return _history()[name] - before[name]


def _machine(post: Post) -> Caller:
    return Caller(User.objects.select_related("party").get(username=post.who))


def _headers(machine: Caller, tagged: str, key: str) -> dict[str, str]:
    tag = {"If-Match": machine.get(tagged).headers["ETag"]} if tagged else {}
    return {**tag, "Idempotency-Key": key}


@pytest.mark.parametrize("name", POSTS)
def test_three_times_in_a_row_has_one_effect_and_one_answer(db: None, name: str) -> None:
    post = POSTS[name]
    sent, machine = post.ground(), _machine(post)
    headers, before = _headers(machine, sent.tagged, "again"), _history()
    first = machine.post(sent.path, sent.body, **headers)
    after = _history()
    answers = [machine.post(sent.path, sent.body, **headers) for _ in range(2)]
    assert first.status_code in {200, 201}, first.content
    assert [(one.status_code, one.content) for one in answers] == 2 * [(first.status_code, first.content)]
    assert (_grown(before, post), _history()) == (1, after)


@pytest.mark.parametrize("name", POSTS)
def test_the_key_with_another_body_is_refused(db: None, name: str) -> None:
    post = POSTS[name]
    sent, machine = post.ground(), _machine(post)
    headers = _headers(machine, sent.tagged, "again")
    machine.post(sent.path, sent.body, **headers)
    after = _history()
    answer = machine.post(sent.path, {**sent.body, **sent.other}, **headers)
    assert (answer.status_code, answer.json()["code"], _history()) == (422, "idempotency-key-reused", after)


@pytest.fixture(scope="module")
def shared(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    with django_db_blocker.unblock(), copied("repeated"):  # type: ignore[attr-defined]  # pytest-django's
        yield


@pytest.mark.parametrize("name", POSTS)
def test_twenty_times_at_once_has_one_effect_and_one_answer(shared: None, name: str) -> None:
    post = POSTS[name]
    sent, machine = post.ground(), _machine(post)
    headers, before = _headers(machine, sent.tagged, f"at once {name}"), _history()

    def send(_number: int) -> tuple[int, bytes]:
        try:
            answer = machine.post(sent.path, sent.body, **headers)
            return answer.status_code, answer.content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(send, range(20)))
    assert len(answers) == 1, answers
    assert next(iter(answers))[0] in {200, 201}
    assert _grown(before, post) == 1


def test_the_key_of_a_call_that_still_runs_is_told_so(olena: User, settings: Any) -> None:
    settings.REPEATED_CALL_WAIT = "50ms"
    machine, before = Caller(olena), MilestoneStatement.objects.count()
    headers = _headers(machine, "/milestones/EX-GV-04/", "slow")
    with owner_link() as first, first.cursor() as cursor:
        cursor.execute(
            "INSERT INTO rest_repeatedcall (user_id, key, request_sha256, made_at) VALUES (%s, 'slow', '', now())",
            [olena.pk],
        )
        answer = machine.state(headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (409, "still-running")
        assert MilestoneStatement.objects.count() == before
    assert machine.state(headers=headers).status_code == 201
