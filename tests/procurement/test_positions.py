"""Stating and withdrawing positions: rights, release, notices, and refusals that change nothing."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from portal.accounts.models import User
from portal.faults import Conflict, Fault, Invalid, Missing, Refused
from portal.notices.models import Notice
from procurement.actions.positions import state_position, withdraw_position
from procurement.models import Position, PositionWithdrawal, Term
from procurement.queries.terms import term_page
from procurement.term_rules import Words
from tests.support import factories

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
TERM = "EX-TERM-17"
OURS = ["EX-UA-SELL", "EX-UA-EXPORT"]


def _state(by: User, **words: Any) -> Position:
    names = {"deal_code": words.pop("deal", "EX-DEAL"), "term_code": words.pop("term", TERM)}
    to = words.pop("to", ())
    said = Words(**{"text_en": "Four is enough.", "low": "4.0", "high": "4", **words})
    return state_position(**names, words=said, releasable_to=to, by=by, at=AT)


def _everything() -> list[Any]:
    models: list[Any] = [Position, PositionWithdrawal, Notice, Term]
    return [list(model.objects.order_by("pk").values()) for model in models]


def _refused(kind: type[Fault], act: Callable[[], object]) -> Any:
    before = _everything()
    with pytest.raises(kind) as caught:
        act()
    assert _everything() == before
    return caught.value


def _told(kind: str) -> set[str]:
    return {notice.user.username for notice in Notice.objects.filter(kind=kind).select_related("user")}


def test_a_position_is_on_record_with_its_digits(olena: User) -> None:
    made = _state(olena, text_uk=" Досить чотирьох. ")
    made.refresh_from_db()
    assert (made.party, made.stated_on, made.recorded_at) == (olena.party, "2026-11-25", AT)
    assert (str(made.low), str(made.high), made.text_uk, made.releasable_to) == ("4.0", "4", "Досить чотирьох.", [])


def test_the_other_side_finds_a_shared_position_in_its_inbox(olena: User) -> None:
    _state(olena)
    assert _told("position-stated") == {"john", "mary", "ruth", "petro"}


def test_an_internal_position_is_told_to_the_own_side_only(olena: User, john: User) -> None:
    made = _state(olena, to=OURS)
    assert made.releasable_to == sorted(OURS)
    assert _told("position-stated") == {"petro"}
    assert not Position.objects.visible_to(john).filter(pk=made.pk).exists()


def test_the_negotiation_stands_on_shared_positions_only(olena: User, john: User) -> None:
    term = Term.objects.select_related("deal").get(code=TERM)
    before = _between(term, john)
    _state(olena, to=OURS, low="3", high="4")
    assert _between(term, olena) == _between(term, john) == before
    _state(olena, low="3", high="4")
    assert _between(term, olena) == _between(term, john) == "same-figure"


def _between(term: Term, user: User) -> str:
    page = term_page(term.deal, term.code, user=user, on=AT.date())
    assert page is not None
    return page.row.between.standing.value


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"text_en": " "}, "text_en"),
        ({"text_en": "x" * 5001}, "text_en"),
        ({"low": "four"}, "low"),
        ({"low": "5", "high": "4"}, "high"),
        ({"unit": "USD"}, "unit"),
        ({"term": "EX-TERM-11"}, "low"),
        ({"to": ["EX-US-BUY"]}, "releasable_to"),
        ({"to": ["EX-UA-EXPORT"]}, "releasable_to"),
        ({"to": [*OURS, "EX-US-BUY"]}, "releasable_to"),
    ],
)
def test_wrong_words_are_named_by_field(olena: User, words: dict[str, Any], field: str) -> None:
    assert field in _refused(Invalid, lambda: _state(olena, **words)).problems


def test_the_same_words_twice_are_one_position(olena: User) -> None:
    _state(olena)
    assert "text_en" in _refused(Invalid, lambda: _state(olena)).problems
    _state(olena, to=OURS)
    _state(olena, text_en="Four, and no more.")
    _state(olena)


@pytest.mark.parametrize("name", ["andrii", "nina", "sam", "audra", "adam"])
def test_who_does_not_negotiate_states_nothing(db: None, name: str) -> None:
    person = User.objects.select_related("party").get(username=name)
    assert _refused(Refused, lambda: _state(person)).code == "no-right"


def test_a_hidden_term_is_as_absent_as_none(john: User) -> None:
    stream = Term.objects.select_related("workstream").get(code=TERM).workstream
    hidden = factories.term(workstream=stream, releasable_to=OURS, unit="%")
    faults = [_refused(Missing, lambda code=code: _state(john, term=code)) for code in (hidden.code, "EX-NONE")]
    assert faults[0].message == faults[1].message
    assert _refused(Missing, lambda: _state(john, deal="EX-NONE"))


def test_a_position_on_a_hidden_term_is_told_to_nobody_else(olena: User) -> None:
    stream = Term.objects.select_related("workstream").get(code=TERM).workstream
    hidden = factories.term(workstream=stream, releasable_to=["EX-UA-SELL"], unit="%")
    _state(olena, term=hidden.code)
    assert not Notice.objects.exists()


def test_the_public_record_takes_no_position(olena: User) -> None:
    _refused(Refused, lambda: _state(olena, deal="us-ua-drone-deal", term="contract-value"))


def _withdraw(by: User, uid: Any, reason: str = "Slip of the pen.") -> PositionWithdrawal:
    return withdraw_position(uid=uid, by=by, at=AT, reason=reason)


def test_a_withdrawn_position_counts_no_more_and_stays_readable(olena: User, john: User) -> None:
    term = Term.objects.select_related("deal").get(code=TERM)
    before = _between(term, john)
    made = _state(olena, low="3", high="4")
    assert _withdraw(olena, made.uid).reason == "Slip of the pen."
    assert _between(term, john) == before
    page = term_page(term.deal, term.code, user=john, on=AT.date())
    assert page is not None
    assert page.positions[0].withdrawal.reason == "Slip of the pen."
    assert _told("position-withdrawn") == {"john", "mary", "ruth", "petro"}


def test_a_withdrawal_needs_a_reason(olena: User) -> None:
    made = _state(olena)
    assert "reason" in _refused(Invalid, lambda: _withdraw(olena, made.uid, " ")).problems


def test_nobody_withdraws_for_another_party(olena: User, john: User, petro: User) -> None:
    made = _state(olena)
    for other in (john, petro):
        assert _refused(Refused, lambda who=other: _withdraw(who, made.uid)).code == "not-own"


def test_nobody_withdraws_twice(olena: User) -> None:
    made = _state(olena)
    _withdraw(olena, made.uid)
    assert _refused(Conflict, lambda: _withdraw(olena, made.uid)).current["reason"] == "Slip of the pen."


def test_a_position_that_is_hidden_is_as_absent_as_none(olena: User, john: User) -> None:
    made = _state(olena, to=OURS)
    faults = [_refused(Missing, lambda uid=uid: _withdraw(john, uid)) for uid in (made.uid, uuid4())]
    assert faults[0].message == faults[1].message


def test_a_public_statement_is_nobodys_to_withdraw(olena: User) -> None:
    said = Position.objects.exclude(source=None)[0]
    assert _refused(Refused, lambda: _withdraw(olena, said.uid)).code == "not-own"


def test_a_reader_withdraws_nothing(olena: User, andrii: User) -> None:
    made = _state(olena)
    assert _refused(Refused, lambda: _withdraw(andrii, made.uid)).code == "no-right"
