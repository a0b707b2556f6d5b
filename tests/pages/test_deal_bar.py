"""The bar of a deal's pages: on each page of the deal, the present one marked, every link open to its reader."""

import re

import pytest

from portal.accounts.models import User
from tests.conftest import signed_in

LINK = re.compile(r'<a href="([^"]*)"(?: aria-current="(\w+)")?>')


def _bar(user: User, path: str) -> list[tuple[str, str]]:
    """The links of the bar with their marks; none when the page has no bar."""
    page = signed_in(user).get(path).content.decode()
    return LINK.findall(page.partition('<nav class="dealbar')[2].partition("</nav>")[0])


@pytest.mark.parametrize("deal", ["EX-DEAL", "us-ua-drone-deal"])
def test_every_link_of_the_bar_opens_and_marks_its_own_page(john: User, deal: str) -> None:
    links = [url for url, _ in _bar(john, f"/deals/{deal}/")]
    assert f"/deals/{deal}/timeline/" in links
    for link in links:
        assert [url for url, mark in _bar(john, link) if mark == "page"] == [link]


@pytest.mark.parametrize(
    ("path", "tab"),
    [("milestones/EX-GV-04/", "milestones/"), ("proposals/new/?milestone=EX-PR-32", "proposals/")],
)
def test_a_page_below_marks_the_page_above(olena: User, path: str, tab: str) -> None:
    marked = [(url, mark) for url, mark in _bar(olena, f"/deals/EX-DEAL/{path}") if mark]
    assert marked == [(f"/deals/EX-DEAL/{tab}", "true")]


def test_the_public_record_has_no_page_of_agreements(ivan: User) -> None:
    links = [url for url, _ in _bar(ivan, "/deals/us-ua-drone-deal/")]
    assert not [url for url in links if "proposals" in url or "payments" in url]


def test_a_page_of_no_deal_has_no_bar(olena: User) -> None:
    for path in ("/", "/deals/", "/catalog/", "/deals/EX-NONE/"):
        assert _bar(olena, path) == []
