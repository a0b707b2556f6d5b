"""Whole journeys in a real browser: browse in Ukrainian, contest a milestone as two parties, read the report."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MILESTONE = "/deals/EX-DEAL/milestones/EX-GV-04/"


@pytest.fixture
def people(browser: Browser, portal: str) -> Iterator[dict[str, Visitor]]:
    names = {"seller": "officer.ex-ua-sell", "approver": "approver.ex-ua-sell", "buyer": "officer.ex-us-buy"}
    found = {name: Visitor(browser, portal).enter(account) for name, account in names.items()}
    yield found
    for person in found.values():
        person.context.close()


def test_browse_the_catalog_in_ukrainian(browser: Browser, portal: str) -> None:
    person = Visitor(browser, portal).enter("reader.ex-ua-sell")
    page = person.page
    page.click("text=Українська")
    page.click("nav >> text=Каталог")
    page.check('input[name="domain"][value="surface"]')
    page.fill('main input[name="q"]', "Магура")
    page.click('main >> button:has-text("Застосувати") >> nth=0')
    page.click("text=Магура V5")
    assert "до 800\u00a0км" in person.text() or "до 800\u00a0km" in person.text()
    for words in ("Aktualne.cz", "Преса", "Суперечливо", "24\u00a0жовт.\u00a02025"):
        assert words in person.text()
    person.context.close()


def _state(person: Visitor, kind: str, day: str, reason: str, milestone: str = MILESTONE) -> None:
    person.open(milestone).page.check(f'input[name="kind"][value="{kind}"]')
    person.page.fill("#f-date", day)
    person.page.fill("#f-reason", reason)
    person.page.click("text=Put it in the record")


def test_two_parties_contest_and_settle_a_milestone(people: dict[str, Visitor]) -> None:
    seller, buyer, approver = people["seller"], people["buyer"], people["approver"]
    seller.open(MILESTONE)  # the seller's form is open while the buyer reports
    _state(buyer, "reported-met", "2026-11-20", "Guide signed in the release office")
    assert "Your statement is in the record." in buyer.text()
    seller.page.fill("#f-date", "2026-12-24")
    seller.page.fill("#f-reason", "Typed for a long time")
    seller.page.click("text=Put it in the record")
    assert "Somebody was faster" in seller.text()
    assert "Typed for a long time" in seller.page.content()
    assert seller.barriers() == []
    seller.open(MILESTONE).page.fill("#f-answer", "The second signature is missing")
    seller.page.click("text=Dispute the report")
    assert "Contested" in buyer.open(MILESTONE).text()
    assert "Оспорено" in buyer.open(MILESTONE + "?lang=uk").text()
    buyer.open(MILESTONE + "?lang=en")
    approver.open(MILESTONE).page.click("text=Confirm the report")
    seller.open(MILESTONE)
    assert "Met on" in seller.text()
    for words in ("Guide signed in the release office", "The second signature is missing"):
        assert words in seller.text()
    assert seller.barriers() == []
    assert [c for person in people.values() for c in person.complaints if "409" not in c] == []


def test_the_weekly_report_holds_the_same_numbers_in_both_languages(browser: Browser, portal: str) -> None:
    person = Visitor(browser, portal).enter("reader.ex-us-buy")
    person.page.click("nav >> text=Reports")
    person.page.click("text=Exercise: five-year drone purchase")
    english = re.findall(r"[+−]\d+", person.text())
    person.page.click("text=Українська")
    assert "Стан на" in person.text()
    assert re.findall(r"[+−]\d+", person.text()) == english != []
    person.context.close()


def test_everything_works_without_script(browser: Browser, portal: str) -> None:
    person = Visitor(browser, portal, script=False).enter("officer.ex-us-buy")
    _state(person, "forecast", "2027-01-31", "Without any script", "/deals/EX-DEAL/milestones/EX-GV-08/")
    assert "Your statement is in the record." in person.text()
    person.context.close()


def test_the_keyboard_alone_reaches_the_main_part_and_the_catalog(browser: Browser, portal: str) -> None:
    person = Visitor(browser, portal).enter("reader.ex-us-buy")
    person.open("/").page.keyboard.press("Tab")
    assert person.page.evaluate("document.activeElement.className") == "skip"
    person.page.keyboard.press("Enter")
    assert person.page.url.endswith("#main")
    person.open("/deals/")
    for _ in range(4):
        person.page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")
    person.page.wait_for_url("**/catalog/")
    person.context.close()
