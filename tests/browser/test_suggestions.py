"""The search box in a real browser: suggestions by keyboard and mouse, no barrier, and all of it without script."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.visitor import NARROW, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BOX = "#site-q"
LIST = "[role=listbox]"


def _type(page: Page, text: str) -> None:
    page.locator(BOX).press_sequentially(text)
    page.wait_for_selector(f"{LIST} [role=option]")


def test_the_keyboard_alone_finds_a_model(browser: Browser, portal: str) -> None:
    person = Visitor(browser, portal).enter("reader.ex-ua-sell")
    page = person.open("/deals/").page
    _type(page, "магур")
    assert page.get_attribute(BOX, "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = page.get_attribute(BOX, "aria-activedescendant")
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    assert person.barriers() == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalog/magura-v5/")
    assert person.complaints == []
    person.context.close()


def test_escape_closes_and_enter_searches(browser: Browser, portal: str) -> None:
    person = Visitor(browser, portal).enter("reader.ex-ua-sell")
    page = person.open("/").page
    _type(page, "magura")
    page.keyboard.press("Escape")
    assert page.locator(LIST).is_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalog/?q=magura")
    assert "Магура V6" in person.text()
    person.context.close()


def test_a_click_opens_the_suggestion(browser: Browser, portal: str) -> None:
    person = Visitor(browser, portal).enter("reader.ex-ua-sell")
    page = person.open("/").page
    _type(page, "Palyan")
    page.click(f"{LIST} >> text=Palianytsia")
    page.wait_for_url("**/catalog/palianytsia/")
    person.context.close()


def test_the_words_of_the_catalog_are_suggested_too(browser: Browser, portal: str) -> None:
    person = Visitor(browser, portal, width=NARROW).enter("reader.ex-ua-sell")
    page = person.page
    page.get_by_role("link", name="Search").click()
    page.wait_for_url("**/catalog/#words")
    page.locator("#words").press_sequentially("магур")
    page.wait_for_selector("#words-list [role=option]")
    assert person.barriers() == []
    assert person.overflow() == 0
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalog/magura-v5/")
    assert person.complaints == []
    person.context.close()


def test_without_script_the_box_is_a_search_form(browser: Browser, portal: str) -> None:
    person = Visitor(browser, portal, script=False).enter("reader.ex-ua-sell")
    person.page.fill(BOX, "лютый")
    person.page.keyboard.press("Enter")
    person.page.wait_for_url("**/catalog/?q=*")
    assert "An-196 Liutyi" in person.text()
    person.context.close()
