"""Suggestions for the search box: at most eight, models and makers, the best first, in the reader's language."""

from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from tests.conftest import signed_in


def _ask(user: User, text: str, **more: str) -> list[dict[str, Any]]:
    answer = signed_in(user).get("/catalog/suggest/", {"q": text, **more})
    assert answer.status_code == 200
    return list(answer.json()["results"])


def test_the_beginning_of_a_name_is_enough(olena: User) -> None:
    assert [row["slug"] for row in _ask(olena, "mag")][:3] == ["magura-v5", "magura-v6", "magura-v7"]
    assert _ask(olena, "маг")[0]["url"] == "/catalog/magura-v5/"


def test_a_maker_is_suggested_and_leads_to_its_models(olena: User) -> None:
    maker = next(row for row in _ask(olena, "Антонов") if row["kind"] == "maker")
    assert (maker["slug"], maker["url"]) == ("antonov", "/makers/antonov/")
    assert "an-196-liutyi" in signed_in(olena).get(maker["url"]).content.decode()


def test_names_are_in_the_language_of_the_reader(olena: User) -> None:
    assert _ask(olena, "liutyi", lang="uk")[0]["name"] == "Ан-196 Лютий"
    assert _ask(olena, "лютий", lang="en")[0]["name"] == "An-196 Liutyi"


def test_never_more_than_eight(olena: User) -> None:
    assert len(_ask(olena, "drone")) == 8


@pytest.mark.parametrize("text", ["", "   ", "asdfgh", "!!!"])
def test_nothing_is_suggested_for_nothing(olena: User, text: str) -> None:
    assert _ask(olena, text) == []


def test_strange_text_is_refused_and_strangers_are_sent_to_the_door(olena: User) -> None:
    assert signed_in(olena).get("/catalog/suggest/?q=%00").status_code == 400
    assert signed_in(olena).post("/catalog/suggest/").status_code == 405
    assert "/account/login/" in Client().get("/catalog/suggest/?q=magura").headers["Location"]
