"""Nobody brings in what turns the text after it: a screen would show another figure than the one that is on record."""

import pytest

from exchange.importers.files import open_file
from portal.accounts.models import User
from procurement.models import Position
from tests.api.conftest import Caller
from tests.conftest import signed_in

TURNING = ["\u202a", "\u202e", "\u2066", "\u2069"]
PRICE = "The price is {}005 USD."  # after U+202E a screen shows 500


@pytest.mark.parametrize("character", TURNING)
def test_a_turned_text_is_refused_by_page_and_api(john: User, machine_of_john: Caller, character: str) -> None:
    text, before = PRICE.format(character), Position.objects.count()
    for field in ("text_en", "text_uk"):
        page = signed_in(john).post("/deals/EX-DEAL/terms/EX-TERM-17/", {field: text, "audience": "all"})
        words = {"deal": "EX-DEAL", "term": "EX-TERM-17", field: text}
        call = machine_of_john.post("/positions/", words)
        assert (page.status_code, call.status_code, "turned" in call.json()["detail"]) == (400, 400, True)
    assert Position.objects.count() == before


def test_the_page_says_what_to_do(john: User) -> None:
    answer = signed_in(john).get("/catalog/?q=%E2%80%AE")
    assert (answer.status_code, "turns the direction" in answer.content.decode()) == (400, True)


def test_an_uploaded_table_loses_them() -> None:
    plain = "sting,500 km\n" * 50
    sheet = open_file(f"Model,Range\nsting,\u202e005 km\u202c\n{plain}".encode())[0]
    assert sheet.lines[1].cells[1] == "005 km"


@pytest.fixture
def machine_of_john(john: User) -> Caller:
    return Caller(john)
