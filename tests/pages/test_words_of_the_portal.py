"""Glossary and data dictionary: the same on page and in the API, and true of what the API answers."""

from typing import Any

import pytest

from catalog.vocabulary import Kind
from portal.accounts.models import User
from portal.api import VIEWSETS
from portal.dictionary import alphabetical
from portal.pagekit.templatetags.portal import coded
from tests.conftest import signed_in


def _dictionary(user: User) -> dict[str, dict[str, Any]]:
    found = signed_in(user).get("/api/v1/dictionary/").json()["lists"]
    return {entry["name"]: entry for entry in found}


def test_the_glossary_is_the_same_on_page_and_in_the_api(olena: User) -> None:
    client = signed_in(olena)
    answer = client.get("/api/v1/glossary/").json()
    assert answer["count"] == len(answer["results"]) > 150
    for lang in ("en", "uk"):
        text = client.get("/glossary/", {"lang": lang}).content.decode()
        assert text.count("<tr id=") == answer["count"]
        assert all(f">{row['term_uk']}<" in text for row in answer["results"])


def test_a_note_is_told_in_the_language_of_the_reader(olena: User) -> None:
    client = signed_in(olena)
    rows = client.get("/api/v1/glossary/").json()["results"]
    assert [row["term_en"] for row in rows if bool(row["note_en"]) != bool(row["note_uk"])] == []
    english, ukrainian = (client.get("/glossary/", {"lang": lang}).content.decode() for lang in ("en", "uk"))
    assert ("Level code: threshold" in english, "Level code" in ukrainian) == (True, False)
    assert "Код рівня: threshold" in ukrainian


def test_names_of_fields_in_notes_are_shown_as_code(olena: User) -> None:
    text = signed_in(olena).get("/dictionary/").content.decode()
    assert "`" not in text
    assert coded("no <b>, but `low` and `high`.") == "no &lt;b&gt;, but <code>low</code> and <code>high</code>."
    assert coded("one ` alone") == "one ` alone"


def test_ukrainian_words_stand_in_the_order_of_their_alphabet() -> None:
    words = ["яр", "ґанок", "гай", "їжак", "ідея", "йод", "ель", "єнот", "зв’язок", "звук", "OCDS"]
    assert sorted(words, key=alphabetical) == [
        *["OCDS", "гай", "ґанок", "ель", "єнот", "звук", "зв’язок", "ідея", "їжак", "йод", "яр"]
    ]


@pytest.mark.parametrize("name", VIEWSETS)
def test_the_dictionary_names_exactly_the_fields_that_the_api_answers(olena: User, name: str) -> None:
    entry = _dictionary(olena)[name]
    rows = signed_in(olena).get(entry["address"], {"page_size": 50}).json()["results"]
    told = {column["name"] for column in entry["columns"]}
    assert not rows or set(rows[0]) == {column for column in told if "." not in column}
    null = {key for row in rows for key, value in row.items() if value is None}
    assert null <= {column["name"] for column in entry["columns"] if column["nullable"]}


def test_every_list_says_what_it_holds_in_both_languages(olena: User) -> None:
    for entry in _dictionary(olena).values():
        assert entry["about_en"]
        assert entry["about_uk"] not in {"", entry["about_en"]}


def test_codes_have_labels_in_both_languages_and_references_their_list(olena: User) -> None:
    columns = {column["name"]: column for column in _dictionary(olena)["drone-models"]["columns"]}
    assert [code["code"] for code in columns["kind"]["codes"]] == Kind.values
    assert columns["kind"]["codes"][0] == {
        "code": "fixed-wing",
        "label_en": "Fixed wing",
        "label_uk": "Літакового типу",
    }
    assert columns["roles"]["list"]
    assert columns["maker"]["refers_to"] == "makers"
    assert columns["claims[].low"]["type"] == "number"
    assert columns["claims[].stated_on"]["type"] == "partial date"


def test_every_code_that_the_api_answers_is_in_the_dictionary(olena: User) -> None:
    for name, entry in _dictionary(olena).items():
        rows = signed_in(olena).get(f"/api/v1/{name}/", {"page_size": 200}).json()["results"]
        for column in entry["columns"]:
            codes = {code["code"] for code in column["codes"]}
            if codes and "." not in column["name"] and not column["list"]:
                assert {row[column["name"]] for row in rows} <= codes | {"", None}, (name, column["name"])


def test_the_page_shows_every_list_and_unit(olena: User) -> None:
    text = signed_in(olena).get("/dictionary/?lang=uk").content.decode()
    assert [name for name in VIEWSETS if f'id="{name}"' not in text] == []
    assert "км/год" in text


def test_unknown_parameters_are_refused(olena: User) -> None:
    for path in ("/api/v1/glossary/?q=deal", "/api/v1/dictionary/?list=x"):
        assert signed_in(olena).get(path).status_code == 400
