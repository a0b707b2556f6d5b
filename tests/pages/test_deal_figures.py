"""The key figures of a deal: each number is that of the rows behind its link, for whoever reads it."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest

from portal.accounts.models import User
from procurement.dashboard import Figure
from procurement.models import Deal, Milestone
from tests.conftest import signed_in
from tests.support import factories

DEAL = "/deals/EX-DEAL/?status_date=2026-11-22"
PUBLIC = "/deals/us-ua-drone-deal/"


def _figures(user: User, path: str) -> dict[str, Figure]:
    return {figure.code: figure for figure in signed_in(user).get(path).context["figures"]}


def _behind(user: User, figure: Figure) -> Any:
    """What the page behind the link of a figure shows."""
    answer = signed_in(user).get(figure.url)
    assert answer.status_code == 200
    return answer.context


@pytest.mark.parametrize("name", ["olena", "john", "audra"])
@pytest.mark.parametrize("code", ["met", "late", "contested"])
def test_a_figure_of_milestones_counts_the_rows_of_its_list(db: None, name: str, code: str) -> None:
    user = User.objects.select_related("party").get(username=name)
    figure = _figures(user, DEAL)[code]
    page = _behind(user, figure)["page"]
    assert figure.value == str(page.paginator.count) == str(len(page.object_list))


def test_two_readers_have_figures_of_what_each_may_see(john: User, olena: User) -> None:
    notes = [_figures(user, DEAL)["met"].note for user in (john, olena)]
    assert notes == ["of 155", "of 150"]


def test_overdue_and_due_soon_lead_to_as_many_rows(john: User) -> None:
    client = signed_in(john)
    summary = client.get(DEAL).context["summary"]
    for query, rows in (("overdue=1", summary.overdue), ("due=soon", summary.due_soon)):
        page = client.get(f"/deals/EX-DEAL/milestones/?{query}&status_date=2026-11-22").context["page"]
        assert {row.milestone.code for row in page} == {row.milestone.code for row in rows} != set()


def test_the_forecast_end_leads_to_the_milestone_that_makes_it(john: User) -> None:
    figure = _figures(john, DEAL)["end"]
    rows = list(_behind(john, figure)["page"])
    assert figure.value.replace("\u00a0", " ") == "9 Oct 2031"
    assert {str(row.due_on) for row in rows} == {"2031-10-09"}


def test_agreed_terms_are_those_listed(john: User) -> None:
    figure = _figures(john, DEAL)["terms"]
    rows = _behind(john, figure)["terms"].rows
    assert figure.value == str(len(rows))
    assert {row.status for row in rows} == {"agreed", "in-force"}
    assert figure.note == "of 29; 11 open"


def test_accepted_lots_are_those_listed(john: User) -> None:
    figure = _figures(john, DEAL)["lots"]
    rows = _behind(john, figure)["found"].rows
    assert figure.note.startswith(f"of {len(rows)} due")
    assert figure.value == str(sum(row.state == "accepted" for row in rows)) == "2"


def test_what_is_paid_is_the_sum_of_the_rows(john: User) -> None:
    factories.payment(milestone=Milestone.objects.get(code="EX-GV-04"), currency="EUR", due_on="2026-11-01", amount=7)
    for figure in signed_in(john).get(DEAL).context["figures"][-3:-1]:
        (part, _drawing), *others = _behind(john, figure)["parts"]
        assert others == []
        assert figure.note == f"of {part.amount:,.0f} {part.progress.currency} due"
        assert figure.value == f"{part.paid:,.0f}"


def test_what_is_to_be_decided_stands_below_with_who_decides(olena: User, john: User) -> None:
    deal = Deal.objects.get(code="EX-DEAL")
    opened = {"party": olena.party, "opened_by": olena, "opened_at": datetime(2026, 11, 20, tzinfo=UTC)}
    factories.proposal(deal=deal, number=1, **opened)
    report = {"kind": "reported-met", "party": olena.party, "date": "2026-11-21", "stated_on": "2026-11-21"}
    factories.milestone_statement(milestone=Milestone.objects.get(code="EX-GV-04"), **report)
    page = signed_in(john).get(DEAL)
    assert _figures(john, DEAL)["decisions"].value == str(len(page.context["decisions"])) == "2"
    assert [[side.value for side in one.sides] for one in page.context["decisions"]] == [["buyer"], ["buyer"]]
    assert _figures(john, DEAL)["decisions"].note == "by Buyer"


def test_the_figures_of_the_public_record_are_those_of_its_rows(ivan: User) -> None:
    page = signed_in(ivan).get(PUBLIC)
    figures = _figures(ivan, PUBLIC)
    text = page.content.decode()
    assert figures["met"].value == str(_behind(ivan, figures["met"])["page"].paginator.count)
    assert figures["engagements"].value == str(_behind(ivan, figures["engagements"])["page"].paginator.count)
    assert figures["statements"].value == str(sum(len(row.statements) for row in page.context["summary"].plan.rows))
    terms = text.partition('id="terms"')[2]
    assert figures["said"].value == str(len(re.findall(r"<tr><th scope=\"row\">", terms)))


def test_the_links_of_the_page_keep_its_day(john: User) -> None:
    for figure in _figures(john, DEAL).values():
        assert "status_date=2026-11-22" in unescape(figure.url) or figure.url.startswith("#")
    assert "status_date" not in _figures(john, "/deals/EX-DEAL/")["met"].url
