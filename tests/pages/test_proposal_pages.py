"""The pages of proposals: effect first, then sending; old beside new; a decision of the other side."""

import html
from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from procurement.models import Milestone, Proposal, Term
from tests.conftest import signed_in
from tests.support import factories

LIST = "/deals/EX-DEAL/proposals/"


def _milestone() -> Milestone:
    rows = Milestone.objects.filter(deal__code="EX-DEAL", releasable_to=[], agreed_start__gt="2027-06-01")
    return rows.order_by("code")[0]


def _term() -> Term:
    return Term.objects.filter(deal__code="EX-DEAL", releasable_to=[]).order_by("code")[0]


WORDS = {"reason_code": "delay", "reason": "The engine is late.", "agreed_start": "2028-01-10"}


def _send(client: Client, subject: str, **words: str) -> Any:
    return client.post(f"{LIST}new/?{subject}", {**WORDS, "agreed_finish": "2028-02-09", "send": "1", **words})


def test_the_effect_is_shown_before_anything_is_sent(olena: User) -> None:
    milestone = _milestone()
    path = f"{LIST}new/?milestone={milestone.code}&status_date=2026-11-25"
    page = signed_in(olena).post(path, {**WORDS, "agreed_finish": "2028-02-09"}).content.decode()
    assert "Effect on the plan" in page
    assert "9\u00a0Feb\u00a02028" in page
    assert 'value="2028-02-09"' in page
    assert not Proposal.objects.exists()


def test_a_proposal_is_sent_and_accepted_by_the_other_side(olena: User, mary: User) -> None:
    milestone = _milestone()
    answer = _send(signed_in(olena), f"milestone={milestone.code}")
    assert answer["Location"] == f"{LIST}1/"
    assert "Withdraw the proposal" in signed_in(olena).get(f"{LIST}1/").content.decode()
    other = signed_in(mary)
    page = other.get(f"{LIST}1/").content.decode()
    assert "Accept the proposal" in page
    assert "The engine is late." in page
    assert other.post(f"{LIST}1/", {"decision": "accept", "version": "1"}).status_code == 302
    milestone.refresh_from_db()
    assert str(milestone.agreed_finish) == "2028-02-09"
    assert "Accepted" in other.get(LIST).content.decode()


def test_a_redline_stands_in_both_languages(olena: User, mary: User) -> None:
    term = factories.term_version(term=_term(), text_en="Within 30 days.", text_uk="Протягом 30 днів.").term
    words = {"text_en": "Within 45 days.", "text_uk": "Протягом 45 днів."}
    _send(signed_in(olena), f"term={term.code}", **words)
    page = signed_in(mary).get(f"{LIST}1/").content.decode()
    assert "<ins>45</ins>" in page
    assert page.count("<del>30</del>") == 2
    assert "Effect on the plan" not in page


def test_what_was_typed_stays_after_a_refusal(olena: User) -> None:
    answer = _send(signed_in(olena), f"milestone={_milestone().code}", agreed_finish="2027-99-01", reason="Because.")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Write a day as YYYY-MM-DD." in page
    assert 'value="2027-99-01"' in page
    assert "Because." in page
    assert not Proposal.objects.exists()


def test_a_decision_without_its_reason_is_refused_and_nothing_is_lost(olena: User, mary: User) -> None:
    _send(signed_in(olena), f"milestone={_milestone().code}")
    answer = signed_in(mary).post(f"{LIST}1/", {"decision": "refuse", "version": "1", "reason": " "})
    assert answer.status_code == 400
    assert Proposal.objects.get().state == "open"


def test_an_outdated_proposal_says_so_before_anybody_decides(olena: User, mary: User) -> None:
    milestone = _milestone()
    for finish in ("2028-02-09", "2028-03-09"):
        _send(signed_in(olena), f"milestone={milestone.code}", agreed_finish=finish)
    other = signed_in(mary)
    other.post(f"{LIST}2/", {"decision": "accept", "version": "1"})
    page = other.get(f"{LIST}1/").content.decode()
    assert 'id="outdated"' in page
    assert "Accept the proposal" not in page
    assert other.post(f"{LIST}1/", {"decision": "accept", "version": "1"}).status_code == 409
    assert Proposal.objects.get(number=1).state == "open"


@pytest.mark.parametrize("query", ["", "milestone=EX-NOT-THERE", "milestone=EX-GV-04&term=x", "milestone=EX-JP-04"])
def test_a_proposal_about_nothing_is_404(john: User, query: str) -> None:
    assert signed_in(john).get(f"{LIST}new/?{query}").status_code == 404


@pytest.mark.parametrize("who", ["nina", "audra", "sam"])
def test_who_may_not_propose_is_told_so(db: None, who: str) -> None:
    person = User.objects.select_related("party").get(username=who)
    answer = signed_in(person).get(f"{LIST}new/?milestone={_milestone().code}")
    assert answer.status_code == 403
    assert "Send the proposal" not in answer.content.decode()


def test_the_milestone_offers_it_to_those_who_may(olena: User, nina: User) -> None:
    path = f"/deals/EX-DEAL/milestones/{_milestone().code}/"
    assert "Propose other dates" in signed_in(olena).get(path).content.decode()
    assert "Propose other dates" not in signed_in(nina).get(path).content.decode()


LINK = "link=EX-GV-04%3EEX-PR-32%3AFS"


def test_a_link_is_chosen_previewed_and_sent(olena: User, mary: User) -> None:
    client = signed_in(olena)
    path = "/deals/EX-DEAL/links/new/"
    assert "Propose a link" in client.get("/deals/EX-DEAL/milestones/EX-GV-04/").content.decode()
    assert client.get(f"{path}?before=EX-GV-04").status_code == 200
    chosen = client.get(f"{path}?before=EX-GV-04&after=EX-PR-32&type=FS")
    assert chosen["Location"] == f"{LIST}new/?{LINK}"
    assert '<option value="FS" selected>' in client.get(chosen["Location"]).content.decode()
    words = {"reason_code": "scope", "reason": "It depends.", "type": "FS", "lag_days": "900"}
    page = client.post(f"{LIST}new/?{LINK}", words).content.decode()
    assert "Effect on the plan" in page
    assert '<td class="r late">+' in page
    assert client.post(f"{LIST}new/?{LINK}", {**words, "send": "1"})["Location"] == f"{LIST}1/"
    shown = signed_in(mary).get(f"{LIST}1/").content.decode()
    assert "FS: finish to start" in shown
    assert "no link" in shown
    assert "<b>900</b>" in shown
    counter = signed_in(mary).get(f"{LIST}new/?{LINK}&answers=1").content.decode()
    assert 'value="900"' in counter


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("before=&after=EX-PR-32&type=FS", "f-before"),
        ("before=EX-GV-04&after=EX-GV-04&type=FS", "f-after"),
        ("before=EX-GV-04&after=EX-JP-04&type=FS", "f-after"),  # hidden for john
        ("before=EX-GV-04&after=EX-PR-32&type=XX", "f-type"),
    ],
)
def test_a_wrong_choice_leads_nowhere_and_stays(john: User, query: str, field: str) -> None:
    answer = signed_in(john).get(f"/deals/EX-DEAL/links/new/?{query}")
    assert answer.status_code == 400
    assert f'href="#{field}"' in answer.content.decode()


def test_a_circle_is_told_on_the_page_and_what_was_typed_stays(olena: User) -> None:
    answer = signed_in(olena).post(
        f"{LIST}new/?link=EX-GV-02%3EEX-GV-01%3AFS",
        {"reason_code": "scope", "reason": "Round and round.", "type": "FS", "lag_days": "11", "send": "1"},
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "EX-GV-02 → EX-GV-01 → EX-GV-02" in page
    assert "Round and round." in page
    assert 'value="11"' in page
    assert not Proposal.objects.exists()


def _shown(page: str) -> str:
    """What the form sends back of what it showed."""
    return html.unescape(page.split('name="seen" value="')[1].split('"')[0])


def test_who_typed_while_something_was_agreed_sees_both_and_keeps_his_words(
    olena: User, john: User, mary: User
) -> None:
    milestone = _milestone()
    path = f"{LIST}new/?milestone={milestone.code}"
    slow = signed_in(john)
    seen = _shown(slow.get(path).content.decode())
    _send(signed_in(olena), f"milestone={milestone.code}")
    signed_in(mary).post(f"{LIST}1/", {"decision": "accept", "version": "1"})
    words = {**WORDS, "agreed_finish": "2028-03-03", "reason": "Typed slowly.", "send": "1"}
    answer = slow.post(path, {**words, "seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "You saw" in page
    assert "9\u00a0Feb\u00a02028" in page
    assert 'value="2028-03-03"' in page
    assert "Typed slowly." in page
    assert Proposal.objects.count() == 1
    assert slow.post(path, {**words, "seen": _shown(page)}).status_code == 302


@pytest.mark.parametrize("seen", ["", "x", "[[1]]", '[["milestone", "x", {}]]', "7"])
def test_a_form_that_says_nothing_readable_of_what_it_showed_is_taken_as_it_is(olena: User, seen: str) -> None:
    assert _send(signed_in(olena), f"milestone={_milestone().code}", seen=seen).status_code == 302


def test_of_two_who_decide_at_once_the_second_sees_it_and_keeps_his_words(olena: User, mary: User) -> None:
    _send(signed_in(olena), f"milestone={_milestone().code}")
    signed_in(mary).post(f"{LIST}1/", {"decision": "refuse", "version": "1", "reason": "First."})
    answer = signed_in(mary).post(f"{LIST}1/", {"decision": "refuse", "version": "1", "reason": "Second words."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "First." in page
    assert "Second words." in page
    assert Proposal.objects.get().decision_reason == "First."
