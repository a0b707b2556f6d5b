"""The operator opens the first accounts of a new portal."""

import io

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.models import User

pytestmark = pytest.mark.django_db


def _open(monkeypatch: pytest.MonkeyPatch, *words: str, password: str = "a long enough password") -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    call_command("open_account", *words, stdout=io.StringIO())


def test_a_person_of_a_party_can_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    _open(monkeypatch, "halyna", "--role", "officer", "--party", "EX-UA-SELL")
    halyna = User.objects.get(username="halyna")
    assert (halyna.party_code, halyna.role) == ("EX-UA-SELL", "officer")
    assert halyna.check_password("a long enough password")


def test_an_administrator_belongs_to_no_party(monkeypatch: pytest.MonkeyPatch) -> None:
    _open(monkeypatch, "root", "--role", "administrator")
    assert User.objects.get(username="root").party is None


@pytest.mark.parametrize(
    ("words", "password", "told"),
    [
        (["halyna", "--role", "officer", "--party", "XX"], "a long enough password", "no party XX"),
        (["halyna", "--role", "dancer"], "a long enough password", "invalid choice"),
        (["halyna", "--role", "officer", "--party", "EX-UA-SELL"], "short", "12"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch, words: list[str], password: str, told: str
) -> None:
    with pytest.raises(CommandError, match=told):
        _open(monkeypatch, *words, password=password)
    assert not User.objects.filter(username="halyna").exists()
