"""Signing in: with a password, or with one click in the demonstration; never otherwise."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from portal.accounts.actions import open_account
from portal.accounts.models import Party, User
from portal.faults import Invalid
from portal.history.writing import Actor
from tests.conftest import signed_in

BY = Actor("user:adam")
PASSWORD = "correct-horse-battery"


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> Iterator[None]:
    """The counts of wrong passwords stand in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def demo(olena: User, settings: LazySettings, tmp_path: Path) -> None:
    path = tmp_path / "demo.json"
    path.write_text(json.dumps([{"username": "olena"}]), encoding="utf-8")
    settings.DEMO_ACCOUNTS = str(path)


def _enter(username: str) -> Client:
    client = Client()
    client.post(f"/account/demo/{username}/")
    return client


def test_one_click_enters_a_demonstration_account(demo: None) -> None:
    assert b"/account/demo/olena/" in Client().get("/account/login/").content
    assert _enter("olena").get("/").status_code == 200


def test_one_click_enters_nobody_else(demo: None, john: User) -> None:
    assert _enter("john").get("/").status_code == 302


def test_a_link_or_a_strange_page_enters_nobody(demo: None) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.get("/account/demo/olena/").status_code == 405
    assert client.post("/account/demo/olena/").status_code == 403
    assert client.get("/").status_code == 302


def test_there_is_no_demonstration_without_its_file(olena: User, settings: LazySettings) -> None:
    settings.DEMO_ACCOUNTS = ""
    assert b"/account/demo/" not in Client().get("/account/login/").content
    assert _enter("olena").get("/").status_code == 302


def test_a_password_opens_the_door_and_a_wrong_one_does_not(db: None) -> None:
    open_account(username="vera", password=PASSWORD, party=Party.objects.first(), role="reader", by=BY)
    client = Client()
    client.post("/account/login/", {"login": "vera", "password": "wrong"})
    assert client.get("/").status_code == 302
    client.post("/account/login/", {"login": "vera", "password": PASSWORD})
    assert client.get("/").status_code == 200


def test_too_many_wrong_passwords_close_the_door_for_a_while(db: None) -> None:
    open_account(username="vera", password=PASSWORD, party=Party.objects.first(), role="reader", by=BY)
    client = Client()
    for attempt in range(12):
        client.post("/account/login/", {"login": "vera", "password": f"wrong-{attempt}"})
    client.post("/account/login/", {"login": "vera", "password": PASSWORD})
    assert client.get("/").status_code == 302


def _code(secret: str) -> str:
    """What the app on the phone shows now."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))))


def test_a_second_factor_is_asked_for_once_it_is_switched_on(db: None) -> None:
    open_account(username="vera", password=PASSWORD, party=Party.objects.first(), role="reader", by=BY)
    client = Client()
    client.post("/account/login/", {"login": "vera", "password": PASSWORD})
    client.post("/account/reauthenticate/?next=/account/2fa/totp/activate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    assert "<svg" in page
    assert "data:" not in page
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert secret
    client.post("/account/2fa/totp/activate/", {"code": _code(secret[1])})
    assert client.get("/account/2fa/").status_code == 200
    other = Client()
    other.post("/account/login/", {"login": "vera", "password": PASSWORD})
    assert other.get("/").status_code == 302
    cache.clear()  # the same code is taken once only
    other.post("/account/2fa/authenticate/", {"code": _code(secret[1])})
    assert other.get("/").status_code == 200


def test_a_weak_password_opens_no_account(db: None) -> None:
    before = User.objects.count()
    with pytest.raises(Invalid):
        open_account(username="weak", password="password", party=None, role="reader", by=BY)
    assert User.objects.count() == before


def test_signing_out_needs_a_form_and_ends_the_session(olena: User) -> None:
    client = signed_in(olena)
    client.post("/account/logout/")
    assert client.get("/").status_code == 302


def test_the_language_is_remembered(olena: User) -> None:
    client = signed_in(olena)
    assert 'lang="uk"' in client.get("/catalog/?lang=uk").content.decode()
    assert "Каталог" in client.get("/catalog/").content.decode()
    assert "Catalog" in client.get("/catalog/?lang=en").content.decode()
