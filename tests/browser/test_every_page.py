"""Every page in both languages, wide and narrow: no barrier, no broken policy, nothing wider than the window."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.visitor import NARROW, WIDE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = [
    *[
        "/",
        "/catalog/",
        "/catalog/?q=магура",
        "/catalog/?q=nobody",
        "/catalog/magura-v5/",
        "/catalog/aarok/",
        "/deals/",
    ],
    *["/deals/EX-DEAL/", "/deals/EX-DEAL/timeline/", "/deals/EX-DEAL/milestones/EX-GV-04/", "/deals/us-ua-drone-deal/"],
    *["/deals/EX-DEAL/timeline/?by=quarter&links=1&late=1&edit=1", "/deals/EX-DEAL/timeline/?from=x&q=nobody"],
    *["/deals/EX-DEAL/milestones/EX-GV-06/", "/deals/us-ua-drone-deal/milestones/army-leaders-visit-kyiv/"],
    *["/catalog/octopus-100/", "/makers/", "/makers/aerodrone/", "/sources/", "/sources/?q=nobody", "/glossary/"],
    *["/sources/24ur-united24-naval-drone/", "/dictionary/"],
    *["/catalog/magura-v5/claims/new/", "/catalog/claims/1/", "/catalog/stale/?status_date=2027-12-01"],
    *["/catalog/filters/", "/catalog/coverage/", "/catalog/magura-v5/trials/", "/catalog/magura-v5/trials/new/"],
    *["/catalog/magura-v5/evaluations/new/", "/requirements/", "/requirements/drone-dominance/", "/imports/"],
    *["/requirements/branches/US-JOINT/", "/catalog/compare/?m=morok&m=fp-1&requirement=artemis"],
    *["/catalog/?figure=range:>=:50:km&units=us", "/reports/", "/deals/us-ua-mega-deal/"],
    *[
        f"/deals/EX-DEAL/{page}/"
        for page in ("milestones", "deliveries", "payments", "production", "engagements", "changes")
    ],
    *["/deals/us-ua-drone-deal/milestones/", "/deals/us-ua-drone-deal/engagements/"],
    *["/deals/EX-DEAL/milestones/?late=1&state=nothing", "/deals/EX-DEAL/deliveries/?lots=due"],
    *["/deals/EX-DEAL/what-if/", "/deals/EX-DEAL/what-if/?move=EX-JP-03:2027-09-10&duration=EX-GV-08:80"],
    *["/deals/EX-DEAL/risk/", "/deals/EX-DEAL/risk/?assume=10:30", "/deals/us-ua-drone-deal/risk/"],
    *["/deals/EX-DEAL/stale/", "/deals/us-ua-drone-deal/stale/"],
    *["/deals/EX-DEAL/baselines/", "/deals/EX-DEAL/variance/?only=differences&sort=later", "/deals/EX-DEAL/slips/"],
    *["/deals/EX-DEAL/trend/", "/deals/EX-DEAL/trend/?m=EX-GV-04&m=EX-GV-08"],
    *["/deals/EX-DEAL/proposals/", "/deals/EX-DEAL/proposals/new/?milestone=EX-PR-32"],
    *["/deals/EX-DEAL/terms/", "/deals/EX-DEAL/terms/EX-TERM-17/", "/deals/us-ua-drone-deal/terms/"],
    *["/deals/us-ua-drone-deal/terms/contract-value/", "/deals/EX-DEAL/text/"],
    *["/deals/EX-DEAL/links/new/", "/deals/EX-DEAL/proposals/new/?link=EX-GV-04%3EEX-PR-32%3AFS"],
    *["report of EX-DEAL", "report of us-ua-drone-deal"],
    *["/reports/schedules/", "schedule of EX-DEAL", "preview of EX-DEAL"],
    *["/account/", "/account/password/change/", "/account/2fa/", "/nothing/"],
]


@pytest.fixture(scope="module")
def visitor(request: pytest.FixtureRequest, browser: Browser, portal: str) -> Iterator[Visitor]:
    lang, width = request.param
    person = Visitor(browser, portal, width=width).enter("officer.ex-ua-sell", lang=lang)
    yield person
    person.context.close()


def _address(visitor: Visitor, path: str) -> str:
    """A report has a number, and a schedule a name, that only its list knows."""
    if path.startswith(("schedule of ", "preview of ")):
        link = visitor.open("/reports/schedules/").page.locator("tbody tr", has_text=path.split(" of ")[1])
        own = str(link.locator("th a").first.get_attribute("href"))
        return f"{own}preview/" if path.startswith("preview") else own
    if not path.startswith("report of "):
        return path
    link = visitor.open(f"/reports/?deal={path.removeprefix('report of ')}").page.locator("tbody th a").first
    return str(link.get_attribute("href"))


def _looks() -> Iterator[object]:
    """Each page in each language and in each width, but not in all four pairs: that would find no more and take twice
    as long."""
    for number, path in enumerate(PAGES):
        for lang in ("en", "uk"):
            width = WIDE if (number % 2 == 0) == (lang == "en") else NARROW
            yield pytest.param((lang, width), path, id=f"{lang}-{width}-{path}")


@pytest.mark.parametrize(("visitor", "path"), list(_looks()), indirect=["visitor"])
def test_a_page_has_no_barrier_and_keeps_the_policy(visitor: Visitor, path: str) -> None:
    visitor.complaints.clear()
    visitor.open(_address(visitor, path))
    assert visitor.status == (404 if path == "/nothing/" else 200)
    assert visitor.barriers() == []
    assert visitor.complaints == []
    assert visitor.overflow() <= 0


@pytest.mark.parametrize(("lang", "width"), [("en", WIDE), ("uk", NARROW)])
def test_the_page_of_operators_has_no_barrier(browser: Browser, portal: str, lang: str, width: int) -> None:
    person = Visitor(browser, portal, width=width).enter("administrator.ex-ua-sell", lang=lang)
    person.open("/operations/jobs/")
    assert person.status == 200
    assert person.barriers() == []
    assert person.complaints == []
    assert person.overflow() <= 0
    person.context.close()


def test_the_sign_in_page_has_no_barrier(browser: Browser, portal: str) -> None:
    person = Visitor(browser, portal, width=NARROW).open("/account/login/?lang=uk")
    assert person.barriers() == []
    assert person.complaints == []
    person.context.close()


@pytest.mark.parametrize("lang", ["en", "uk"])
def test_no_page_is_wider_than_any_window(browser: Browser, portal: str, lang: str) -> None:
    """The longest name of role and party, and the longest marking."""
    person = Visitor(browser, portal).enter("approver.ex-us-release", lang=lang)
    wide = []
    for path in PAGES:
        person.open(_address(person, path))
        for width in (320, 700, 1024, 1190):
            person.page.set_viewport_size({"width": width, "height": 800})
            wide += [(path, width)] if person.overflow() > 0 else []
    assert wide == []
    person.context.close()
