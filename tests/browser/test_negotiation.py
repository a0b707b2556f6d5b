"""Two parties negotiate a date in a real browser: effect, sending, counter-proposal, acceptance, in both languages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.visitor import NARROW, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MILESTONE = "/deals/EX-DEAL/milestones/EX-PR-32/"
LIST = "/deals/EX-DEAL/proposals/"


@pytest.fixture
def people(browser: Browser, portal: str) -> Iterator[dict[str, Visitor]]:
    seller = Visitor(browser, portal, width=NARROW).enter("approver.ex-ua-sell", lang="uk")
    buyer = Visitor(browser, portal).enter("approver.ex-us-buy")
    yield {"seller": seller, "buyer": buyer}
    for person in (seller, buyer):
        person.context.close()


def _sound(person: Visitor) -> None:
    assert person.barriers() == []
    assert person.overflow() <= 0


def test_a_date_is_proposed_countered_and_accepted(people: dict[str, Visitor]) -> None:
    seller, buyer = people["seller"], people["buyer"]
    buyer.open(MILESTONE).page.click("text=Propose other dates")
    buyer.page.fill("#f-agreed_start", "2027-07-01")
    buyer.page.fill("#f-agreed_finish", "2027-08-10")
    buyer.page.select_option("#f-reason_code", "delay")
    buyer.page.fill("#f-reason", "The range is booked until July.")
    buyer.page.click("text=Show the effect")
    assert "Effect on the plan" in buyer.text()
    _sound(buyer)
    buyer.page.click("text=Send the proposal")
    assert "Your proposal is sent." in buyer.text()
    number = buyer.page.url.rstrip("/").rsplit("/", 1)[-1]
    seller.open(f"{LIST}{number}/")
    assert "Прийняти пропозицію" in seller.text()
    _sound(seller)
    seller.page.click("text=Відповісти зустрічною пропозицією")
    assert seller.page.input_value("#f-agreed_finish") == "2027-08-10"
    seller.page.fill("#f-agreed_start", "2027-06-10")
    seller.page.fill("#f-agreed_finish", "2027-07-20")
    seller.page.select_option("#f-reason_code", "other")
    seller.page.fill("#f-reason", "Полігон вільний із червня.")
    seller.page.click("text=Показати вплив")
    _sound(seller)
    seller.page.click("text=Надіслати пропозицію")
    buyer.open(f"{LIST}{int(number) + 1}/").page.click("text=Accept the proposal")
    assert "everything in it is agreed now" in buyer.text()
    assert "20\u00a0Jul\u00a02027" in buyer.open(MILESTONE).text()
    assert "Answered by a counter-proposal" in buyer.open(LIST).text()
    _sound(buyer)
    assert [words for person in people.values() for words in person.complaints] == []
