"""What a model is meant or used for is a statement of people too: brought, and taken back with a reason."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction

from catalog.actions.applications import ApplicationWords, add_application, withdraw_application
from catalog.actions.sources import SourceWords
from catalog.models import ApplicationStatement, DroneModel, Source
from catalog.vocabulary import DroneRole
from portal.accounts.models import User
from portal.faults import Conflict, Fault, Invalid, Missing, Refused
from portal.history.writing import writing
from tests.conftest import signed_in
from tests.support import factories

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PAGE = SourceWords(url="https://example.org/kite", publisher="Gazette", title="The Kite", language="en")
SHEET, NEW = "/catalog/kite/", "/catalog/kite/applications/new/"
TYPED = {"application": "relay", "stated_by": "maker", "url": PAGE.url, "publisher": "Gazette", "language": "en"}


@pytest.fixture
def kite(db: None) -> DroneModel:
    return factories.drone_model(slug="kite")


def _add(by: User, application: str = "relay", **words: Any) -> ApplicationStatement:
    model = words.pop("model_slug", "kite")
    said = {"source": PAGE, "stated_by": "maker", **words}
    return add_application(model_slug=model, words=ApplicationWords(application, **said), by=by, at=NOW)


def _rows() -> tuple[int, int]:
    return ApplicationStatement.objects.count(), Source.objects.count()


def _refused(fault: type[Fault], write: Any, *args: Any, **words: Any) -> Fault:
    before = _rows()
    with pytest.raises(fault) as told:
        write(*args, **words)
    assert _rows() == before
    return told.value


def test_the_words_cover_every_task_of_the_catalog() -> None:
    asked = {"reconnaissance", "strike", "interceptor", "logistics", "evacuation", "demining", "relay", "training"}
    assert asked | {"mine-laying", "electronic-warfare", "decoy", "target"} <= set(DroneRole.values)


def test_an_officer_says_what_a_model_is_used_for(kite: DroneModel, olena: User) -> None:
    row = _add(olena, "decoy", stated_on="22.11.2026", condition=" at night ")
    assert (row.owner, row.added_by, row.stated_on, row.condition) == (olena.party, "olena", "2026-11-22", "at night")
    text = signed_in(olena).get(SHEET).content.decode()
    for words in ("Decoy", "at night", "Gazette", f"/catalog/applications/{row.pk}/"):
        assert words in text


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"application": "dance"}, "application"),
        ({"application": ""}, "application"),
        ({"stated_by": "nobody"}, "stated_by"),
        ({"stated_on": "2027"}, "stated_on"),
        ({"stated_on": "soon"}, "stated_on"),
        ({"source": SourceWords()}, "url"),
        ({"source": SourceWords(url="nowhere")}, "url"),
        ({"source": SourceWords(url="https://new.org/")}, "publisher"),
        ({"source": SourceWords(slug="nothing")}, "source"),
    ],
)
def test_a_wrong_word_is_told_by_field_and_writes_nothing(
    kite: DroneModel, olena: User, words: dict[str, Any], field: str
) -> None:
    fault = _refused(Invalid, _add, olena, **words)
    assert isinstance(fault, Invalid)
    assert field in fault.problems


def test_who_may_not_write_and_what_stands_already(kite: DroneModel, olena: User, andrii: User, ivan: User) -> None:
    row = _add(olena)
    _refused(Invalid, _add, olena)
    _refused(Missing, _add, olena, model_slug="nothing")
    for person in (andrii, ivan):
        _refused(Refused, _add, person, "strike")
        _refused(Refused, withdraw_application, number=row.pk, by=person, at=NOW, reason="x")


def test_one_is_withdrawn_once_by_its_own_party_with_a_reason(kite: DroneModel, olena: User, john: User) -> None:
    row = _add(olena)
    words: dict[str, Any] = {"number": row.pk, "by": olena, "at": NOW, "reason": "Another kite is meant"}
    _refused(Refused, withdraw_application, **{**words, "by": john})
    _refused(Invalid, withdraw_application, **{**words, "reason": " "})
    _refused(Missing, withdraw_application, **{**words, "number": 0})
    taken_back = withdraw_application(**words)
    assert (taken_back.withdraws, taken_back.owner, taken_back.added_by) == (row, olena.party, "olena")
    fault = _refused(Conflict, withdraw_application, **words)
    assert isinstance(fault, Conflict)
    assert fault.current["reason"] == "Another kite is meant"
    _refused(Missing, withdraw_application, **{**words, "number": taken_back.pk})
    page = signed_in(john).get(SHEET)
    assert [list(page.context["sheet"].applications.standing), "Another kite" in page.content.decode()] == [[], True]
    assert _add(olena).pk


def test_the_database_refuses_to_change_or_delete(kite: DroneModel, olena: User) -> None:
    row = _add(olena)
    rows = ApplicationStatement.objects.filter(pk=row.pk)
    for write in (lambda: rows.update(condition="other"), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic(), writing(by=olena.actor, reason="test"):
            write()
    assert rows.get().condition == ""


def test_an_import_neither_brings_back_nor_takes_back_what_people_did(olena: User) -> None:
    withdrawn = ApplicationStatement.objects.filter(model__slug="magura-v5").earliest("id")
    withdraw_application(number=withdrawn.pk, by=olena, at=NOW, reason="Not for that")
    _add(olena, "relay", model_slug="magura-v5")
    before = _rows()
    call_command("import_catalog", str(settings.DATA_DIR / "public-record"), verbosity=0)
    assert _rows() == before


def test_the_pages_keep_what_was_typed_and_write_once(kite: DroneModel, olena: User, john: User) -> None:
    client, before = signed_in(olena), _rows()
    wrong = client.post(NEW, {**TYPED, "application": "", "condition": "at sea"})
    assert (wrong.status_code, "at sea" in wrong.content.decode(), _rows()) == (400, True, before)
    assert client.post(NEW, {**TYPED, "publisher": "x" * 201}).status_code == 400
    path = client.post(NEW, TYPED)["Location"]
    assert "Withdraw it" in client.get(path).content.decode()
    assert "Withdraw it" not in signed_in(john).get(path).content.decode()
    count = _rows()
    assert signed_in(john).post(path, {"reason": "x"}).status_code == 403
    assert [client.post(path, {"reason": words}).status_code for words in ("", "x" * 5001)] == [400, 400]
    assert _rows() == count
    assert client.post(path, {"reason": "A slip"}).status_code == 302
    text = client.get(path).content.decode()
    assert "A slip" in text
    assert "Withdraw it" not in text
    assert client.post(path, {"reason": "again"}).status_code == 409


def test_readers_see_no_forms_and_absent_ones_are_not_found(kite: DroneModel, andrii: User, olena: User) -> None:
    client, row = signed_in(andrii), _add(olena)
    assert "Officers and approvers" in client.get(NEW).content.decode()
    assert "Add an application" not in client.get(SHEET).content.decode()
    assert "Withdraw it" not in client.get(f"/catalog/applications/{row.pk}/").content.decode()
    assert client.post(NEW, TYPED).status_code == 403
    for path in ("/catalog/nothing/applications/new/", "/catalog/applications/0/"):
        assert [client.get(path).status_code, client.post(path, TYPED).status_code] == [404, 404]


def test_a_source_shows_the_applications_that_it_was_cited_for(kite: DroneModel, olena: User) -> None:
    row = _add(olena, "training")
    text = signed_in(olena).get(f"/sources/{row.source.slug}/").content.decode()
    assert f"/catalog/applications/{row.pk}/" in text
