"""The consolidated text: before, between and after two amendments it is the fixture, on page, paper and API alike."""

import json
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.http import HttpResponse

from portal.accounts.models import User
from procurement.actions.decisions import accept_proposal
from procurement.actions.positions import state_position
from procurement.actions.proposals import Wanted, open_proposal
from procurement.composers.deal_text import document, paper
from procurement.models import Deal, Term
from procurement.queries.deal_text import DealText, deal_text
from procurement.term_rules import Words
from tests.conftest import signed_in
from tests.support import factories

FIXTURES: dict[str, Any] = json.loads(Path(__file__).with_name("deal_text.json").read_text(encoding="utf-8"))
DAYS = sorted(FIXTURES["on"])
FIRST, SECOND = datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2027, 1, 15, 9, tzinfo=UTC)
TERM = "EX-TERM-17"
API, PAGE, PAPER = "/api/v1/deals/EX-DEAL/text/", "/deals/EX-DEAL/text/", "/deals/EX-DEAL/text.pdf"


def _amend(number: int, by: User, other: User, at: datetime) -> None:
    wanted = Wanted("term", TERM, FIXTURES["amendments"][number])
    made = open_proposal(deal_code="EX-DEAL", wanted=[wanted], reason_code="price", reason="Offer.", by=by, at=at)
    accept_proposal(deal_code="EX-DEAL", number=made.number, version=1, by=other, at=at)


@pytest.fixture
def amended(olena: User, mary: User) -> None:
    """Two amendments of the royalty, in December and in January."""
    _amend(0, olena, mary, FIRST)
    _amend(1, olena, mary, SECOND)


def _text(user: User, on: str, *, today: str = "2027-03-01") -> DealText:
    deal = Deal.objects.get(code="EX-DEAL")
    return deal_text(deal, user=user, on=date.fromisoformat(on), today=date.fromisoformat(today))


def _clause(found: dict[str, Any]) -> dict[str, Any]:
    return dict(next(clause for clause in found["clauses"] if clause["term"] == TERM))


@pytest.mark.parametrize("day", DAYS)
def test_the_text_at_a_date_is_the_fixture(amended: None, john: User, day: str) -> None:
    found = document(_text(john, day))
    assert (found["on"], _clause(found)["clause"]) == (day, "2.1")
    assert _clause(found)["agreed"] == FIXTURES["on"][day]
    assert [clause["term"] for clause in found["clauses"] if clause["agreed"]] == [TERM] * bool(FIXTURES["on"][day])


@pytest.mark.parametrize("day", DAYS)
def test_the_api_says_the_same(amended: None, nina: User, day: str) -> None:
    assert _clause(signed_in(nina).get(API, {"on": day}).json())["agreed"] == FIXTURES["on"][day]


@pytest.mark.parametrize("day", DAYS)
def test_the_page_says_the_same_in_both_languages(amended: None, john: User, day: str) -> None:
    page = signed_in(john).get(PAGE, {"on": day}).content.decode()
    texts = [
        amendment[name] for amendment in FIXTURES["amendments"] for name in ("text_en", "text_uk") if name in amendment
    ]
    holds = [value for name, value in (FIXTURES["on"][day] or {}).items() if name.startswith("text")]
    assert [text for text in texts if text in page] == holds


def _inside(answer: HttpResponse) -> dict[str, Any]:
    with pikepdf.open(BytesIO(answer.content)) as found:
        return dict(json.loads(found.attachments["agreed-text.json"].get_file().read_bytes()))


@pytest.mark.parametrize("language", ["en", "uk", "both"])
def test_the_paper_carries_the_same_and_keeps_the_standards(amended: None, john: User, language: str) -> None:
    client = signed_in(john)
    answer = client.get(PAPER, {"on": "2027-01-15", "lang": language})
    assert _inside(answer) == client.get(API, {"on": "2027-01-15"}).json()
    with pikepdf.open(BytesIO(answer.content)) as found:
        meta = found.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
    assert answer["Content-Disposition"].startswith('inline; filename="EX-DEAL-text-2027-01-15.')


def test_the_api_prints_the_same_paper(john: User) -> None:
    client = signed_in(john)
    answer = client.get(f"{API}paper/", {"on": "2026-11-22", "lang": "both"})
    assert answer["Content-Type"] == "application/pdf"
    assert _inside(answer) == client.get(API, {"on": "2026-11-22"}).json()


def test_both_sides_and_third_parties_read_the_same(amended: None, olena: User, john: User, audra: User) -> None:
    internal = Words("Do not go below three.", low="3", high="3")
    state_position(
        deal_code="EX-DEAL", term_code=TERM, words=internal, releasable_to=["EX-UA-SELL"], by=olena, at=FIRST
    )
    texts = [document(_text(user, "2027-02-01")) for user in (olena, john, audra)]
    assert texts[0] == texts[1] == texts[2]
    assert "Do not go below" not in json.dumps(texts)


def test_equal_text_of_the_same_minute_gives_equal_bytes(john: User) -> None:
    found = _text(john, "2026-11-22")
    first, second = (paper(found, languages=["en", "uk"], at=FIRST.replace(second=n)) for n in (1, 59))
    assert first == second


def test_a_hidden_term_takes_no_number_and_a_new_one_the_next(john: User) -> None:
    stream = Term.objects.select_related("workstream").get(code=TERM).workstream
    hidden = factories.term(workstream=stream, releasable_to=["EX-UA-SELL"])
    fresh = factories.term(workstream=stream, code="A-FIRST-BY-NAME")
    numbers = {row.term.code: row.number for row in _text(john, "2027-01-01").clauses}
    assert hidden.code not in numbers
    assert (numbers[TERM], numbers["EX-TERM-23"], numbers[fresh.code]) == ("2.1", "2.6", "2.7")


def test_a_term_without_a_text_says_so_and_where_both_sides_stood(john: User) -> None:
    client = signed_in(john)
    page = client.get(PAGE, {"on": "2026-11-22", "text": "en"}).content.decode()
    assert "No agreed text." in page
    assert "29 terms have none" in page
    price = next(one for one in client.get(API).json()["clauses"] if one["term"] == "EX-TERM-01")
    assert (price["agreed"], price["status"], price["standing"]) == (None, "agreed", "same-figure")
    assert [said["high"] for said in price["last_shared"]] == ["2400", "2400"]


def test_the_past_knows_no_present_status_and_no_later_word(john: User) -> None:
    found = document(_text(john, "2026-08-10", today="2026-11-22"))
    price = next(one for one in found["clauses"] if one["term"] == "EX-TERM-01")
    assert (price["status"], price["standing"]) == (None, "gap")
    assert [said["stated_on"] for said in price["last_shared"]] == ["2026-07-14", "2026-08-03"]


@pytest.mark.parametrize("day", ["2026-13-01", "2026", "yesterday", "9999-01-01", "2026-02-30"])
def test_a_wrong_day_is_named_and_today_is_never_taken_in_silence(john: User, day: str) -> None:
    client = signed_in(john)
    page, printed, api = (client.get(path, {"on": day}) for path in (PAGE, PAPER, API))
    assert [answer.status_code for answer in (page, printed, api)] == [400, 400, 400]
    assert "Write a day as YYYY-MM-DD" in page.content.decode()
    assert f'value="{day}"' in page.content.decode()
    assert "on" in api.json()["errors"]


def test_an_unknown_language_or_parameter_is_refused(john: User) -> None:
    client = signed_in(john)
    assert "lang" in client.get(f"{API}paper/", {"lang": "de"}).json()["errors"]
    assert client.get(API, {"day": "2026-11-22"}).status_code == 400


def test_a_deal_of_others_has_no_text(ivan: User) -> None:
    client = signed_in(ivan)
    assert [client.get(path).status_code for path in (PAGE, PAPER, API)] == [404, 404, 404]
