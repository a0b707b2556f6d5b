"""The pages of terms: what is agreed, who stood where when, stating and withdrawing a position."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from procurement.models import Position, PositionWithdrawal, Proposal, Term, TermVersion
from tests.conftest import signed_in
from tests.support import factories

LIST = "/deals/EX-DEAL/terms/"
PAGE = f"{LIST}EX-TERM-17/"
WORDS = {"text_en": "Four is enough.", "text_uk": "Досить чотирьох.", "low": "4", "high": "4", "audience": "all"}


def _term() -> Term:
    return Term.objects.select_related("deal").get(code="EX-TERM-17")


def _page(user: User, path: str = PAGE, **query: str) -> str:
    return str(signed_in(user).get(path, query).content.decode())


def test_the_list_shows_where_both_sides_stand_by_clause(john: User) -> None:
    page = _page(john, LIST)
    assert "17 are recorded as agreed and wait for their wording." in page
    assert '<td class="nb">2.1</td>' in page
    assert "1\u00a0% apart" in page
    assert "at least 8,000\u00a0units/year" in page


def test_the_gap_is_drawn_from_what_is_shared(john: User, olena: User) -> None:
    for user, internal in ((john, False), (olena, True)):
        page = _page(user)
        assert 'The sides are <b class="cont">1\u00a0%</b> apart.' in page
        assert ("4.5\u00a0%" in page) is internal
        assert ("Internal floor." in page) is internal


def test_the_marking_says_that_an_internal_position_is_on_the_page(john: User, olena: User) -> None:
    assert "Released to all parties of the deal" in _page(john)
    assert "Only for: EX-UA-EXPORT, EX-UA-SELL" in _page(olena)


def test_the_list_holds_what_both_sides_may_read(olena: User) -> None:
    page = _page(olena, LIST)
    assert "Released to all parties of the deal" in page
    assert "Internal" not in page


def test_a_figure_named_by_both_is_no_agreed_text(john: User) -> None:
    page = _page(john, f"{LIST}EX-TERM-01/")
    assert "Both sides last named <b>2,400\u00a0USD</b>" in page
    assert "no text has been accepted by both sides" in page
    assert not TermVersion.objects.exists()


def test_versions_stand_beside_each_other_word_by_word(john: User) -> None:
    term, deal = _term(), _term().deal
    proposal = factories.proposal(deal=deal, number=7)
    first = {"text_en": "Within 30 days.", "text_uk": "Протягом 30 днів.", "low": 5, "high": 5}
    second = {"text_en": "Within 45 days.", "text_uk": "Протягом 45 днів.", "low": 4, "high": 4}
    days = (date(2026, 11, 1), date(2026, 11, 20))
    factories.term_version(term=term, number=1, valid_from=days[0], valid_to=days[1], **first)
    factories.term_version(term=term, number=2, valid_from=days[1], proposal=proposal, **second)
    page = _page(john, status_date="2026-11-25")
    assert page.count("<del>30</del>") == page.count("<ins>45</ins>") == 2
    assert "version 2, holds since 20\u00a0November\u00a02026" in page
    assert "<b>4\u00a0%</b>, version 2" in page
    assert 'href="/deals/EX-DEAL/proposals/7/"' in page
    assert "version 1, holds since 1\u00a0November\u00a02026 until" in _page(john, status_date="2026-11-10")


def test_open_proposals_about_the_term_are_named(john: User) -> None:
    proposal = factories.proposal(deal=_term().deal, number=3)
    factories.proposal_change(proposal=proposal, subject="term", subject_key="EX-TERM-17", field="text_en")
    assert "Proposal 3 of Party" in _page(john)
    assert "Proposal 3 of Party" not in _page(john, f"{LIST}EX-TERM-18/")


def test_public_terms_show_who_said_what_with_source_and_date(ivan: User) -> None:
    page = _page(ivan, "/deals/us-ua-drone-deal/terms/contract-value/")
    for words in ("10–30\u00a0billion\u00a0USD", "50\u00a0billion\u00a0USD", "35–50\u00a0billion\u00a0USD"):
        assert words in page
    assert "President of Ukraine" in page
    assert "15\u00a0Mar\u00a02026" in page
    assert 'id="state"' not in page
    assert "10–30\u00a0billion\u00a0USD" in _page(ivan, "/deals/us-ua-drone-deal/terms/")


def test_figures_of_different_units_share_no_axis(ivan: User) -> None:
    found = Term.objects.get(deal__code="us-ua-drone-deal", code="volume")
    units = set(Position.objects.filter(term=found).values_list("unit", flat=True))
    page = signed_in(ivan).get(f"/deals/us-ua-drone-deal/terms/{found.code}/")
    drawn = page.context["drawing"].rows
    assert len(units) > 1
    assert [row.bar.stand.figure for row in drawn] == ["up to 20\u00a0million\u00a0units"]
    assert "Figures in another unit have no place on this axis" in page.content.decode()


def _send(client: Client, **words: str) -> Any:
    return client.post(PAGE, {**WORDS, **words})


def test_a_position_is_stated_and_seen_by_the_other_side(olena: User, john: User) -> None:
    answer = _send(signed_in(olena))
    assert answer["Location"] == f"{PAGE}#said"
    page = _page(john)
    assert "Four is enough." in page
    assert "Досить чотирьох." in page
    assert "stated a position on “Royalty on units from the joint line”" in _page(john, "/account/")


def test_an_internal_position_stays_on_its_side(olena: User, petro: User, john: User) -> None:
    _send(signed_in(olena), audience="side")
    assert "Four is enough." in _page(petro)
    assert "Four is enough." not in _page(john)
    assert "stated a position" not in _page(john, "/account/")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"text_en": ""}, "Write in English what your party wants"),
        ({"low": "ten"}, "Write a number, for example 20 or 12.5."),
        ({"low": "9"}, "“At most” is below “at least”."),
        ({"audience": ""}, "Choose who shall see it."),
        ({"audience": "nobody"}, "Choose who shall see it."),
    ],
)
def test_what_was_typed_stays_after_a_refusal(olena: User, words: dict[str, str], told: str) -> None:
    before = Position.objects.count()
    answer = _send(signed_in(olena), **words)
    page = answer.content.decode()
    assert (answer.status_code, Position.objects.count()) == (400, before)
    assert told in page
    assert "Досить чотирьох." in page


def test_nobody_chooses_the_audience_for_the_person(olena: User) -> None:
    page = _page(olena)
    assert 'name="audience" value="all">' in page
    assert 'name="audience" value="side">' in page


@pytest.mark.parametrize("name", ["andrii", "nina", "audra", "sam"])
def test_who_may_not_state_is_offered_nothing_and_refused(db: None, name: str) -> None:
    person = User.objects.select_related("party").get(username=name)
    before = Position.objects.count()
    assert 'id="state"' not in _page(person)
    assert (_send(signed_in(person)).status_code, Position.objects.count()) == (403, before)


def _own(user: User) -> Position:
    return Position.objects.filter(term=_term(), party=user.party, releasable_to=[]).order_by("-stated_on")[0]


def _withdraw(client: Client, uid: Any, reason: str) -> Any:
    return client.post(f"{PAGE}positions/{uid}/withdraw/", {"reason": reason})


def test_a_withdrawn_position_stays_on_the_page_with_its_reason(olena: User, john: User) -> None:
    said = _own(olena)
    assert _withdraw(signed_in(olena), said.uid, "Wrong figure.").status_code == 302
    page = _page(john)
    assert "Wrong figure." in page
    assert said.text_en in page
    assert "The sides are <b" in page


def test_a_withdrawal_without_a_reason_is_refused_and_stays_open(olena: User) -> None:
    answer = _withdraw(signed_in(olena), _own(olena).uid, " ")
    assert (answer.status_code, PositionWithdrawal.objects.count()) == (400, 0)
    assert "<details open>" in answer.content.decode()


def test_a_withdrawal_of_the_other_side_or_twice_is_refused(olena: User, john: User) -> None:
    said = _own(olena)
    assert _withdraw(signed_in(john), said.uid, "Not yours.").status_code == 403
    assert PositionWithdrawal.objects.count() == 0
    _withdraw(signed_in(olena), said.uid, "Mine.")
    again = _withdraw(signed_in(olena), said.uid, "Once more.")
    assert (again.status_code, PositionWithdrawal.objects.get().reason) == (409, "Mine.")
    assert "Once more." not in PositionWithdrawal.objects.get().reason


def test_a_position_is_withdrawn_at_its_own_address_only(olena: User) -> None:
    said = _own(olena)
    other = f"{LIST}EX-TERM-18/positions/{said.uid}/withdraw/"
    assert signed_in(olena).post(other, {"reason": "x"}).status_code == 404
    assert signed_in(olena).get(f"{PAGE}positions/{said.uid}/withdraw/").status_code == 405
    assert PositionWithdrawal.objects.count() == 0


def test_the_term_leads_to_a_proposal_and_the_deal_leads_to_the_term(olena: User, nina: User) -> None:
    assert "/deals/EX-DEAL/proposals/new/?term=EX-TERM-17" in _page(olena)
    assert "/deals/EX-DEAL/proposals/new/?term=EX-TERM-17" not in _page(nina)
    assert f'href="{PAGE}"' in _page(olena, "/deals/EX-DEAL/")
    assert not Proposal.objects.exists()


def test_a_term_that_is_not_there_is_404(john: User) -> None:
    client = signed_in(john)
    assert client.get(f"{LIST}EX-NONE/").status_code == client.post(f"{LIST}EX-NONE/", WORDS).status_code == 404
