"""Two parties freeze a plan and watch it slip in a real browser, by keyboard where it matters, in both languages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.visitor import NARROW, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DEAL = "/deals/EX-DEAL"
MILESTONE = "EX-GV-20"


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


def test_a_baseline_is_taken_signed_and_compared_after_a_slip(people: dict[str, Visitor]) -> None:
    seller, buyer = people["seller"], people["buyer"]
    buyer.open(f"{DEAL}/baselines/").page.focus("#f-name")
    buyer.page.keyboard.type("Signing in the browser")
    buyer.page.keyboard.press("Enter")
    assert "The baseline is taken." in buyer.text()
    path = buyer.page.url.removeprefix(buyer.portal)
    buyer.page.focus("text=Sign the baseline")
    buyer.page.keyboard.press("Enter")
    assert "Your side has signed the baseline." in buyer.text()
    _sound(buyer)
    seller.open(path).page.click("text=Підписати базовий план")
    assert "Підписано обома сторонами" in seller.text()
    _sound(seller)
    buyer.open(f"{DEAL}/milestones/{MILESTONE}/").page.check("#state input[value=forecast]")
    buyer.page.fill("#f-date", "2031-05-05")
    buyer.page.fill("#f-reason", "The board meets later.")
    buyer.page.click("text=Put it in the record")
    seller.open(f"{DEAL}/slips/?milestone={MILESTONE}")
    assert "The board meets later." in seller.text()
    _sound(seller)
    buyer.open(f"{DEAL}/trend/?m={MILESTONE}")
    assert "5\u00a0May\u00a02031" in buyer.page.inner_text("table")
    assert buyer.page.locator("svg [href='#p-buyer']").count() >= 1
    _sound(buyer)
    number = path.rstrip("/").rsplit("/", 1)[-1]
    buyer.open(f"{DEAL}/variance/?from={number}&to=forecast")
    assert "From “Signing in the browser” to “Forecast today”" in buyer.text()
    _sound(buyer)
    assert [words for person in people.values() for words in person.complaints] == []
