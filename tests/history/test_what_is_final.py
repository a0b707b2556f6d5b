"""What is final is final for the database too: the role of the web cannot change it, whatever actor it names."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from portal.accounts.models import User
from portal.history.writing import Actor, writing
from tests.support import factories

READY = {"state": "ready", "body": {}, "known_at": factories.NOW, "horizon": 1, "sha256": "0" * 64}


def _changed(row: Model, change: str) -> None:
    with writing(by=Actor("user:thief"), reason="a forger"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {change} WHERE id = %s", [row.pk])


def _refused(row: Model, change: str, name: str) -> None:
    before = type(row)._default_manager.filter(pk=row.pk).values().get()
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        _changed(row, change)
    assert type(row)._default_manager.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("change", ["reason = 'other'", "releasable_to = '{X}'", "number = 99", "opened_at = now()"])
def test_what_was_proposed(db: None, change: str) -> None:
    _refused(factories.proposal(), change, "proposed_never_changed")


@pytest.mark.parametrize("change", ["decision_reason = 'other'", "version = 9", "decided_at = now()"])
def test_what_was_decided(db: None, olena: User, john: User, change: str) -> None:
    decided = {"decided_party": john.party, "decided_by": john, "decided_at": factories.NOW}
    row = factories.proposal(party=olena.party, opened_by=olena, state="refused", **decided)
    _refused(row, change, "decided_never_changed")


def _open_version() -> Model:
    return factories.term_version(valid_to=None)


@pytest.mark.parametrize(
    ("make", "change", "name"),
    [
        (_open_version, "text_uk = 'інше'", "agreed_never_changed"),
        (_open_version, "valid_from = valid_from - 1", "agreed_never_changed"),
        (factories.term_version, "valid_to = NULL", "ended_never_changed"),
    ],
)
def test_what_was_agreed(db: None, make: Callable[[], Model], change: str, name: str) -> None:
    row = make()
    if name == "ended_never_changed":
        _changed(row, "valid_to = valid_from + 1")
    _refused(row, change, name)


def test_a_report_that_is_ready(db: None) -> None:
    _refused(factories.report(**READY), "body = '{\"forged\": 1}'", "ready_never_changed")
