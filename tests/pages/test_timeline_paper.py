"""The timeline on paper is the page: the same drawing, the same rows, the same filters, and nothing that is hidden."""

import json
import re
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.utils import translation

from portal.accounts.models import User
from portal.paper.drawings import on_paper
from procurement.composers.timeline_paper import FIRST, OTHERS, axis_of, panels_of
from procurement.models import Deal, Milestone
from procurement.queries.plan import plan_of
from procurement.queries.summary import summary_of
from procurement.timelines import View, timeline
from tests.conftest import signed_in
from tests.support import factories
from tests.support.paper import words_of

DAY = "2026-11-22"
PAGE, PAPER = f"/deals/EX-DEAL/timeline/?status_date={DAY}", f"/deals/EX-DEAL/timeline.pdf?status_date={DAY}"
API = f"/api/v1/deals/EX-DEAL/timeline/paper/?status_date={DAY}"
DRAWING = re.compile(r'<table class="tl".*?</table>', re.S)
PICTURE = re.compile(r"<svg\b.*?</svg>", re.S)


def _inside(answer: Any) -> dict[str, Any]:
    with pikepdf.open(BytesIO(answer.content)) as found:
        return dict(json.loads(found.attachments["schedule.json"].get_file().read_bytes()))


def _codes(answer: Any) -> list[str]:
    return [row["code"] for row in _inside(answer)["milestones"]]


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_drawing_on_paper_is_the_one_of_the_page(john: User, language: str) -> None:
    markup = signed_in(john).get(PAGE, {"lang": language, "status_date": DAY}).content.decode()
    drawing = DRAWING.search(markup)
    assert drawing is not None
    on_page = [on_paper(svg) for svg in PICTURE.findall(drawing.group())]
    plan = plan_of(Deal.objects.get(code="EX-DEAL"), user=john, status_date=date.fromisoformat(DAY))
    with translation.override(language):
        shown = summary_of(plan)
        drawn = timeline(shown, View())
        assert drawn is not None
        parts = [axis_of(drawn, plan), *panels_of(drawn, shown, plan)]
    assert [part["svg"] for part in parts] == on_page
    assert all(part["name"] for part in parts)


@pytest.mark.parametrize("query", ["lang=en", "lang=uk&paper=letter", "lang=both&links=1&by=quarter"])
def test_the_paper_keeps_the_standards_and_lies_on_its_side(john: User, query: str) -> None:
    answer = signed_in(john).get(f"{PAPER}&{query}")
    assert answer["Content-Disposition"].startswith('inline; filename="EX-DEAL-timeline-2026-11-22.')
    with pikepdf.open(BytesIO(answer.content)) as found:
        meta = found.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        width, height = (round(float(side)) for side in found.pages[0].mediabox[2:])
        assert (width, height) == ((792, 612) if "letter" in query else (842, 595))


def test_filter_and_zoom_of_the_address_hold_on_paper_and_are_named(john: User) -> None:
    client, query = signed_in(john), "workstream=EX-governance&late=1&from=2027-01-01"
    page, answer = client.get(f"{PAGE}&{query}"), client.get(f"{PAPER}&{query}&lang=en")
    shown = [row.milestone.code for row in page.context["shown"].plan.rows]
    assert _codes(answer) == shown
    said = words_of(answer.content)
    assert f"{len(shown)} of {page.context['summary'].total} milestones: Governance · late" in said
    assert (
        f"{page.wsgi_request.build_absolute_uri(page.wsgi_request.path)}?status_date={DAY}"
        in _inside(answer)["address"]
    )


def test_the_table_follows_the_drawing_with_every_row(john: User) -> None:
    said = words_of(signed_in(john).get(f"{PAPER}&lang=en").content)
    rows = signed_in(john).get(PAGE).context["shown"].plan.rows
    table = said[said.index("The same as a table") :]
    assert [row.milestone.code for row in rows if row.milestone.code not in table] == []
    assert "What held on 22 Nov 2026, as the portal knew it on " in said.replace("\xa0", " ")


def test_the_machine_prints_the_same_rows(john: User) -> None:
    client = signed_in(john)
    made = client.get(f"{API}&critical=1&lang=en")
    assert made["Content-Type"] == "application/pdf"
    assert (
        _inside(made)["milestones"]
        == client.get(f"/api/v1/deals/EX-DEAL/schedule/?status_date={DAY}&critical=1").json()
    )


@pytest.mark.parametrize("wrong", ["paper=a5", "by=moon", "lang=de", "state=dancing", "from=soon", "links=2"])
def test_the_machine_is_told_what_cannot_be_read(john: User, wrong: str) -> None:
    answer = signed_in(john).get(f"{API}&{wrong}")
    assert (answer.status_code, [*answer.json()["errors"]]) == (400, [wrong.split("=")[0]])


@pytest.mark.parametrize("wrong", ["paper=a5", "state=dancing", "from=soon"])
def test_a_paper_of_an_unreadable_filter_is_refused(john: User, wrong: str) -> None:
    assert signed_in(john).get(f"{PAPER}&{wrong}").status_code == 400


@pytest.mark.parametrize("address", [PAPER, API])
def test_what_is_hidden_is_on_no_paper_of_the_other_side(olena: User, john: User, nina: User, address: str) -> None:
    hidden = Milestone.objects.exclude(releasable_to=[]).filter(deal__code="EX-DEAL")
    for user in (olena, john, nina):
        answer = signed_in(user).get(f"{address}&links=1&lang=en")
        unseen = hidden.exclude(pk__in=Milestone.objects.visible_to(user).values("pk"))
        said = words_of(answer.content) + json.dumps(_inside(answer))
        assert unseen
        assert [row.code for row in unseen if row.code in said or row.title_en in said] == []


def test_the_marking_names_those_who_may_see_every_row(olena: User, audra: User) -> None:
    hers, theirs = (words_of(signed_in(user).get(f"{PAPER}&lang=en").content) for user in (olena, audra))
    assert "Exercise · Only for: EX-UA-EXPORT, EX-UA-SELL" in hers
    assert "Only for" not in theirs


def test_the_public_record_prints_what_sources_say(ivan: User) -> None:
    answer = signed_in(ivan).get("/deals/us-ua-drone-deal/timeline.pdf?state=met&lang=en")
    said = words_of(answer.content)
    assert "Public record" in said
    assert "Technical talks in Washington completed" in said


def test_a_workstream_higher_than_a_sheet_is_drawn_in_parts(john: User) -> None:
    deal = Deal.objects.get(code="EX-DEAL")
    stream = Milestone.objects.get(code="EX-GV-04").workstream
    dates = {"agreed_start": date(2027, 5, 1), "agreed_finish": date(2027, 6, 1), "duration_days": 31}
    for number in range(90):
        title = f"A milestone with a name of some length {number}"
        factories.milestone(deal=deal, workstream=stream, owner=john.party, title_en=title, **dates)
    plan = plan_of(deal, user=john, status_date=date.fromisoformat(DAY))
    drawn = timeline(summary_of(plan), View())
    assert drawn is not None
    parts = list(panels_of(drawn, summary_of(plan), plan))
    assert len(parts) > len(drawn.panels)
    heights = [float(re.findall(r' height="([\d.]+)"', part["svg"])[0]) for part in parts]
    assert max(heights) <= max(FIRST, OTHERS)
    links = [link for part in parts for link in re.findall(r'<a href="([^"]+)"', part["svg"])]
    assert sorted(links) == sorted({bar.entry.url for panel in drawn.panels for bar in panel.bars})
    assert signed_in(john).get(f"{PAPER}&lang=en").status_code == 200


def test_the_page_leads_to_its_paper_at_its_own_filters(john: User) -> None:
    text = signed_in(john).get(f"{PAGE}&late=1&by=deal").content.decode()
    for size in ("a4", "letter"):
        assert (
            f'/deals/EX-DEAL/timeline.pdf?status_date={DAY}&amp;late=1&amp;by=deal&amp;paper={size}&amp;lang=uk"'
            in text
        )
