"""The quiet lines with which a list leaves as a file: they lead to the same rows, and nobody finds one to nothing."""

import json
import re
from html import unescape
from typing import Any

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
    "/deals/EX-DEAL/production/": {"sites", "ramp-months"},
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


NARROWED = {
    "milestones/?late=1&workstream=EX-procurement&status_date=2026-12-20": ("milestones", 20),
    "milestones/?state=scheduled&state=reported&q=lot&due=soon&status_date=2026-11-22": ("milestones", 1),
    "timeline/?from=2027-01-01&to=2027-02-01&critical=1&status_date=2026-11-22": ("milestones", 1),
    "deliveries/?lots=late&status_date=2026-11-22": ("lots", 1),
    "payments/?pay=paid&currency=USD&status_date=2026-11-22": ("payments", 1),
}


@pytest.mark.parametrize("page", NARROWED)
def test_a_file_holds_the_rows_that_the_page_shows(john: User, page: str) -> None:
    name, least = NARROWED[page]
    context = signed_in(john).get(f"/deals/EX-DEAL/{page}").context
    shown = {"milestones": _milestones, "lots": _lots, "payments": _payments}[name](context)
    [address] = [link for link, of, label in _offered(john, f"/deals/EX-DEAL/{page}") if (of, label) == (name, "JSON")]
    rows = json.loads(fetch(john, address).whole)
    assert len(shown) >= least
    assert {(row.get("code"), row.get("order"), row.get("number")) for row in rows} == shown


Named = set[tuple[str | None, str | None, int | None]]


def _milestones(context: Any) -> Named:
    rows = context["page"] if "page" in context else context["shown"].plan.rows
    return {(row.milestone.code, None, None) for row in rows}


def _lots(context: Any) -> Named:
    return {(None, row.lot.order.code, row.lot.number) for part in context["parts"] for row in part.rows}


def _payments(context: Any) -> Named:
    rows = [row.payment for part, _ in context["parts"] for row in part.rows]
    return {(row.code, row.order.code if row.order else None, None) for row in rows}


def test_what_is_computed_is_asked_for_in_one_deal(john: User, ivan: User) -> None:
    answer = signed_in(john).get("/api/v1/milestones/?late=1")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["deal"])
    backwards = signed_in(john).get("/api/v1/milestones/?deal=EX-DEAL&from=2027-02-01&to=2027-01-01")
    assert (backwards.status_code, list(backwards.json()["errors"])) == (400, ["to"])
    assert signed_in(ivan).get("/api/v1/milestones/?deal=EX-DEAL&late=1").json()["results"] == []


def test_the_page_of_a_deal_offers_what_there_is_for_the_reader(john: User, ivan: User) -> None:
    assert {name for _, name, _ in _offered(john, "/deals/EX-DEAL/")} == OF_A_DEAL
    public = {name for _, name, _ in _offered(ivan, "/deals/us-ua-drone-deal/")}
    assert public == {"milestones", "milestone-statements", "terms", "positions"}
    assert signed_in(ivan).get("/deals/EX-DEAL/").status_code == 404


def test_what_is_not_found_is_not_offered(john: User) -> None:
    assert _offered(john, "/sources/?q=nosuchsource") == []
    assert _offered(john, "/reports/?deal=no-such-deal") == []
