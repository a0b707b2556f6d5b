"""Default deny: every address has a row, and opens for exactly those whom the row names."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.accounts.models import User
from tests.conftest import signed_in
from tests.house.rights import ALLAUTH, ANYONE, OPERATORS, RIGHTS, SIGNED_IN
from tests.support.cast import CAST

pytestmark = pytest.mark.slow
OUTSIDERS = {"ivan", "adam"}  # no party: the exercise does not exist for them
OPEN = [row.sample for row in RIGHTS.values() if row.sample and row.who == ANYONE]
CLOSED = [row.sample for row in RIGHTS.values() if row.sample and row.who == SIGNED_IN]


def _names(resolver: URLResolver) -> Iterator[str]:
    """The name of each address, or the address itself where it has none."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert set(_names(get_resolver())) == set(RIGHTS)


def test_anyone_opens_what_is_open(db: None) -> None:
    answers = {path: Client().get(path).status_code for path in OPEN}
    assert answers == dict.fromkeys(OPEN, 200)


def test_nobody_opens_the_rest_without_signing_in(db: None) -> None:
    answers = {path: Client().get(path) for path in CLOSED}
    told = {path: answer.status_code for path, answer in answers.items()}
    assert told == {path: 401 if path.startswith("/api/") else 302 for path in CLOSED}
    led = [answer["Location"] for path, answer in answers.items() if not path.startswith("/api/")]
    assert [place for place in led if not place.startswith("/account/login/")] == []


@pytest.mark.parametrize("name", CAST)
def test_each_role_opens_what_its_party_may_see(db: None, name: str) -> None:
    client = signed_in(User.objects.select_related("party").get(username=name))
    answers = {path: client.get(path).status_code for path in CLOSED}
    hidden = {path for path in CLOSED if name in OUTSIDERS and "EX-" in path}
    assert answers == {path: 404 if path in hidden else 200 for path in CLOSED}


@pytest.mark.parametrize("name", CAST)
@pytest.mark.parametrize("path", [row.sample for row in RIGHTS.values() if row.sample and row.who == OPERATORS])
def test_what_is_for_operators_is_absent_for_everybody_else(db: None, path: str, name: str) -> None:
    user = User.objects.select_related("party").get(username=name)
    assert signed_in(user).get(path).status_code == (200 if user.role == "administrator" else 404)
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize("name", [name for name, row in ALLAUTH.items() if row.who == SIGNED_IN])
def test_nobody_changes_an_account_without_signing_in(db: None, name: str) -> None:
    for answer in (Client().get(reverse(name)), Client().post(reverse(name), {})):
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/login/")


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "password/reset/", "login/code/"])
def test_nobody_signs_up_and_nothing_asks_for_mail(olena: User, path: str) -> None:
    before = User.objects.count()
    words = {"username": "mallory", "email": "m@example.org", "password1": "long-enough-9931", "action_add": ""}
    for client in (Client(), signed_in(olena)):
        assert client.get(f"/account/{path}").status_code == 404
        assert client.post(f"/account/{path}", words).status_code == 404
    assert User.objects.count() == before
