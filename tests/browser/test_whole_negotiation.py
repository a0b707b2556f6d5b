"""A whole negotiation in a real browser, as two signed-in parties: position to report, in both languages."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from tests.browser.visitor import NARROW, Visitor
from tests.support.database import NAME, url_of
from tests.support.house import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DEAL = "/deals/EX-DEAL"
TERM = f"{DEAL}/terms/EX-TERM-17/"
MILESTONE = f"{DEAL}/milestones/EX-GV-11/"
LATER = "EX-GV-20"
BEFORE = ("The royalty is four per cent.", "Роялті становить чотири відсотки.")
AFTER = ("The royalty is three per cent.", "Роялті становить три відсотки.")


@pytest.fixture
def people(browser: Browser, portal: str) -> Iterator[tuple[Visitor, Visitor]]:
    seller = Visitor(browser, portal, width=NARROW).enter("approver.ex-ua-sell", lang="uk")
    buyer = Visitor(browser, portal).enter("approver.ex-us-buy")
    yield seller, buyer
    for person in (seller, buyer):
        person.context.close()


def _sound(person: Visitor) -> None:
    assert person.barriers() == []
    assert person.overflow() <= 0


def _send(person: Visitor, button: str) -> None:
    """Presses a button and waits for the page that it leads to."""
    with person.page.expect_navigation():
        person.page.locator(button).first.press("Enter")


def _position(person: Visitor, text: str, figure: str) -> None:
    person.open(TERM).page.fill("#f-text_en", text)
    person.page.fill("#f-low", figure)
    person.page.fill("#f-high", figure)
    person.page.check('input[name="audience"][value="all"]')
    _send(person, "form:has(#f-text_en) button[type=submit]")


def _agree(proposer: Visitor, other: Visitor, texts: tuple[str, str]) -> None:
    """One side proposes a text in both languages, the other sees what changes and accepts."""
    proposer.open(f"{DEAL}/proposals/new/?term=EX-TERM-17").page.fill("#f-text_en", texts[0])
    proposer.page.fill("#f-text_uk", texts[1])
    proposer.page.select_option("#f-reason_code", "other")
    proposer.page.fill("#f-reason", "As talked about.")
    _send(proposer, "form:has(#f-reason_code) button[type=submit]")  # first the effect, then the sending
    _send(proposer, "button[name=send]")
    number = proposer.page.url.rstrip("/").rsplit("/", 1)[-1]
    other.open(f"{DEAL}/proposals/{number}/")
    assert texts[1] in other.text().replace("\n", " ")
    _sound(other)
    _send(other, "button[value=accept]")


def _state(person: Visitor, address: str, kind: str, day: str, reason: str) -> None:
    person.open(address).page.check(f'#f-kind input[value="{kind}"]')
    person.page.fill("#f-date", day)
    person.page.fill("#f-reason", reason)
    _send(person, "form:has(#f-kind) button[type=submit]")


def test_positions_lead_to_a_text_that_both_agree(people: tuple[Visitor, Visitor]) -> None:
    seller, buyer = people
    _position(buyer, "Four at most.", "4")
    _position(seller, "Three and a half for the seller.", "3.5")
    assert "Four at most." in seller.text()
    _sound(seller)
    _agree(buyer, seller, BEFORE)
    _agree(seller, buyer, AFTER)
    buyer.open(TERM)
    assert buyer.page.locator("del").first.inner_text().strip() == "four"
    assert buyer.page.locator("ins").first.inner_text().strip() == "three"
    _sound(buyer)
    tomorrow = timezone.now().date() + timedelta(days=1)  # the second text of a day holds from the next one
    assert AFTER[1] in seller.open(f"{DEAL}/text/?on={tomorrow}").text()
    assert [words for person in people for words in person.complaints] == []


def test_a_milestone_is_reported_disputed_and_confirmed(people: tuple[Visitor, Visitor]) -> None:
    seller, buyer = people
    _state(buyer, MILESTONE, "reported-met", "2026-11-20", "The report is filed.")
    seller.open(MILESTONE).page.fill("#f-answer", "Розділ три порожній.")
    _send(seller, "button[value=disputed]")
    assert "Contested" in buyer.open(MILESTONE).text()
    _sound(buyer)
    seller.open(MILESTONE)
    _send(seller, "button[value=confirmed]")
    assert "Met" in buyer.open(MILESTONE).page.inner_text(".head")
    assert [words for person in people for words in person.complaints] == []


def test_a_baseline_is_signed_and_a_slip_shows_against_it_and_in_the_report(people: tuple[Visitor, Visitor]) -> None:
    seller, buyer = people
    buyer.open(f"{DEAL}/baselines/").page.fill("#f-name", "Signing in the browser")
    _send(buyer, "form:has(#f-name) button[type=submit]")
    path = buyer.page.url.removeprefix(buyer.portal)
    for person in (buyer, seller):
        person.open(path)
        _send(person, "button[value=sign]")
    assert "Підписано обома сторонами" in seller.text()
    _sound(seller)
    _state(buyer, f"{DEAL}/milestones/{LATER}/", "forecast", "2031-05-05", "The board meets later.")
    assert "The board meets later." in seller.open(f"{DEAL}/slips/?milestone={LATER}").text()
    _sound(seller)
    assert "5\u00a0May\u00a02031" in buyer.open(f"{DEAL}/trend/?m={LATER}").page.inner_text("table")
    number = path.rstrip("/").rsplit("/", 1)[-1]
    buyer.open(f"{DEAL}/variance/?from={number}&to=forecast&only=differences")
    assert "Signing in the browser" in buyer.text()
    _sound(buyer)
    assert LATER in _report(buyer)
    assert [words for person in people for words in person.complaints] == []


def _report(person: Visitor) -> str:
    """Asks for a report on the page, lets the worker make it, and reads it."""
    person.open("/reports/schedules/").page.locator("tbody tr", has_text="EX-DEAL").first.locator("th a").click()
    _send(person, "button[value=run]")
    env = {**os.environ, "DATABASE_URL": url_of(f"{NAME}_browser")}
    command = [sys.executable, "manage.py", "issue_report", "EX-DEAL"]
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
    person.open("/reports/?deal=EX-DEAL").page.locator("tbody th a").first.click()
    _sound(person)
    return person.text()
