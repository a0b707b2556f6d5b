"""The quiet lines with which a list leaves as a file: they lead to the same rows, and nobody finds one to nothing."""

import re
from html import unescape

import pytest

from portal.accounts.models import User
from procurement.models import Deal
from tests.conftest import signed_in
from tests.exchange.conftest import fetch
from tests.support import factories

PAGES = {
    "/makers/": {"makers"},
    "/sources/?q=ukraine": {"sources"},
    "/requirements/": {"requirements"},
    "/deals/": {"deals", "engagements"},
    "/deals/EX-DEAL/timeline/": {"milestones"},
    "/deals/EX-DEAL/milestones/": {"milestones"},
    "/deals/EX-DEAL/deliveries/": {"orders", "lots"},
    "/deals/EX-DEAL/payments/": {"payments"},
    "/deals/us-ua-drone-deal/engagements/": {"engagements"},
    "/reports/": {"reports"},
}
OF_A_DEAL = {"milestones", "milestone-statements", "dependencies", "terms", "positions", "orders", "lots", "payments"}
LINK = re.compile(r'href="(/api/v1/([a-z-]+)/export/\?[^"]*)" download>([A-Za-z]+)<')


def _offered(user: User, page: str) -> list[tuple[str, str, str]]:
    """The links of a page: (address, list, label)."""
    return [(unescape(link[0]), link[1], link[2]) for link in LINK.findall(signed_in(user).get(page).content.decode())]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_offers_its_list_in_three_formats(john: User, page: str) -> None:
    factories.report(deal=Deal.objects.get(code="EX-DEAL"))
    found = _offered(john, page)
    assert {name for _, name, _ in found} == PAGES[page]
    assert [label for *_, label in found] == ["CSV", "Excel", "JSON"] * len(PAGES[page])
    for address, _, _ in found:
        assert fetch(john, address).status_code == 200, address


def test_the_filters_of_the_page_come_along(john: User) -> None:
    page = signed_in(john).get("/sources/?q=kyiv+post").context["page"].paginator.count
    asked = _offered(john, "/sources/?q=kyiv+post")[0][0]
    assert asked.endswith("q=kyiv+post")
    assert int(fetch(john, asked).headers["X-Rows"]) == page > 0
    for address, _, _ in _offered(john, "/deals/EX-DEAL/"):
        assert address.endswith("deal=EX-DEAL")


def test_the_page_of_a_deal_offers_what_there_is_for_the_reader(john: User, ivan: User) -> None:
    assert {name for _, name, _ in _offered(john, "/deals/EX-DEAL/")} == OF_A_DEAL
    public = {name for _, name, _ in _offered(ivan, "/deals/us-ua-drone-deal/")}
    assert public == {"milestones", "milestone-statements", "terms", "positions"}
    assert signed_in(ivan).get("/deals/EX-DEAL/").status_code == 404


def test_what_is_not_found_is_not_offered(john: User) -> None:
    assert _offered(john, "/sources/?q=nosuchsource") == []
    assert _offered(john, "/reports/?deal=no-such-deal") == []
