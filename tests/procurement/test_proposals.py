"""Proposals: one side opens, the other decides, and an acceptance applies everything or nothing."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from portal.accounts.models import User
from portal.faults import Conflict, Fault, Invalid, Missing, Outdated, Refused
from portal.notices.models import Notice
from procurement.actions.decisions import accept_proposal, refuse_proposal
from procurement.actions.milestones import state_milestone
from procurement.actions.proposals import Wanted, checked, open_proposal, withdraw_proposal
from procurement.models import Milestone, Proposal, ProposalChange, Term, TermVersion

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
DEAL = "EX-DEAL"


def _milestone() -> Milestone:
    """One that is scheduled and released to all parties."""
    return Milestone.objects.filter(deal__code=DEAL, releasable_to=[], agreed_start__gt="2027-06-01").order_by("code")[
        0
    ]


def _term() -> Term:
    return Term.objects.filter(deal__code=DEAL, releasable_to=[]).order_by("code")[0]


def _open(by: User, *wanted: Wanted, **more: Any) -> Proposal:
    words = {"reason_code": "delay", "reason": "The engine is late.", **more}
    return open_proposal(deal_code=DEAL, wanted=wanted, by=by, at=AT, **words)


def _dates(milestone: Milestone, **values: str | bool) -> Wanted:
    return Wanted("milestone", milestone.code, {"agreed_start": "2028-01-10", "agreed_finish": "2028-02-09", **values})


def _text(term: Term, en: str, uk: str, **values: str) -> Wanted:
    return Wanted("term", term.code, {"text_en": en, "text_uk": uk, **values})


def _decide(act: Any, by: User, proposal: Proposal, *, reason: str = "", version: int = 1) -> Proposal:
    decided: Proposal = act(deal_code=DEAL, number=proposal.number, version=version, by=by, at=AT, reason=reason)
    return decided


def _everything() -> list[Any]:
    """Every row that a proposal could touch."""
    models: list[Any] = [Proposal, ProposalChange, Milestone, Term, TermVersion, Notice]
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_an_accepted_proposal_moves_the_agreed_dates(olena: User, mary: User) -> None:
    milestone = _milestone()
    proposal = _open(olena, _dates(milestone))
    milestone.refresh_from_db()
    assert milestone.version == 1
    _decide(accept_proposal, mary, proposal, reason="Fine.")
    milestone.refresh_from_db()
    proposal.refresh_from_db()
    assert (milestone.agreed_start, milestone.agreed_finish) == (date(2028, 1, 10), date(2028, 2, 9))
    assert (milestone.duration_days, milestone.version) == (30, 2)
    assert (proposal.state, proposal.decided_by, proposal.decision_reason) == ("accepted", mary, "Fine.")


def test_an_accepted_proposal_cancels_a_milestone(john: User, oksana: User) -> None:
    milestone = _milestone()
    proposal = _open(john, Wanted("milestone", milestone.code, {"cancelled": True}))
    _decide(accept_proposal, oksana, proposal)
    milestone.refresh_from_db()
    assert (milestone.cancelled_on, milestone.cancelled_by) == (AT.date(), proposal)
    with pytest.raises(Refused):
        _open(john, _dates(milestone))


def test_the_text_of_a_term_at_a_date_before_between_and_after_two_amendments(olena: User, mary: User) -> None:
    term = _term()
    known = TermVersion.objects.filter(term=term).count()
    for day, word in ((AT, "one"), (AT.replace(month=12), "two")):
        made = _open(olena, _text(term, f"Text {word}", f"Текст {word}", low="5.50", high="7"))
        accept_proposal(deal_code=DEAL, number=made.number, version=1, by=mary, at=day)
    first, second = TermVersion.objects.filter(term=term).order_by("number")[known:]
    assert (first.text_en, first.valid_from, first.valid_to) == ("Text one", date(2026, 11, 25), date(2026, 12, 25))
    assert (second.text_uk, second.valid_from, second.valid_to) == ("Текст two", date(2026, 12, 25), None)
    assert (str(second.low), str(second.high), second.number) == ("5.50", "7", first.number + 1)
    term.refresh_from_db()
    assert term.status == "agreed"


def test_two_amendments_on_one_day_hold_one_after_the_other(olena: User, mary: User) -> None:
    term = _term()
    for word in ("one", "two"):
        _decide(accept_proposal, mary, _open(olena, _text(term, word, word)))
    last = TermVersion.objects.filter(term=term).order_by("number").last()
    assert last is not None
    assert (last.text_en, last.valid_from) == ("two", date(2026, 11, 26))


def test_an_outdated_proposal_is_refused_with_both_versions(olena: User, john: User, mary: User) -> None:
    milestone = _milestone()
    old = _open(olena, _dates(milestone), _text(_term(), "New", "Нове"))
    newer = _open(olena, _dates(milestone, agreed_finish="2028-03-01"))
    _decide(accept_proposal, mary, newer)
    before = _everything()
    with pytest.raises(Outdated) as caught:
        _decide(accept_proposal, mary, old)
    assert _everything() == before
    changed: Any = caught.value.current["changed"]
    finish = next(one for one in changed if one["field"] == "agreed_finish")
    assert (finish["present"], finish["seen"]) == (
        "2028-03-01",
        milestone.agreed_finish and str(milestone.agreed_finish),
    )


def test_a_statement_about_the_milestone_makes_no_proposal_outdated(olena: User, mary: User) -> None:
    milestone = _milestone()
    proposal = _open(olena, _dates(milestone))
    state_milestone(
        milestone_code=milestone.code, kind="forecast", by=olena, at=AT, reason="late", version=1, date="2029-01-01"
    )
    assert _decide(accept_proposal, mary, proposal).state == "accepted"


def test_a_counter_proposal_settles_the_one_that_it_answers(olena: User, john: User, oksana: User) -> None:
    milestone = _milestone()
    first = _open(olena, _dates(milestone))
    second = _open(john, _dates(milestone, agreed_finish="2028-01-20"), answers=first.number)
    first.refresh_from_db()
    assert (first.state, first.decided_party, second.answers) == ("countered", john.party, first)
    notice = Notice.objects.filter(kind="proposal-opened", user=olena).get()
    assert (notice.params["number"], notice.params["answers"]) == (str(second.number), str(first.number))
    assert _decide(accept_proposal, oksana, second).state == "accepted"


def test_a_counter_proposal_about_something_else_settles_nothing(olena: User, john: User) -> None:
    """An officer decides nothing: he cannot push a proposal aside with one about another row."""
    first = _open(olena, _dates(_milestone()))
    before = _everything()
    with pytest.raises(Invalid) as told:
        _open(john, _text(_term(), "Other words", "Інші слова"), answers=first.number)
    assert (list(told.value.problems), _everything()) == (["answers"], before)


def test_the_other_side_finds_it_in_its_inbox(olena: User, john: User, mary: User, nina: User) -> None:
    proposal = _open(olena, _dates(_milestone()))
    told = Notice.objects.filter(kind="proposal-opened")
    assert {notice.user for notice in told} >= {john, mary}
    assert not told.filter(user__in=[olena, nina]).exists()
    _decide(refuse_proposal, mary, proposal, reason="Too late.")
    decided = Notice.objects.filter(kind="proposal-decided", user=olena).get()
    assert (decided.params["state"], decided.link) == ("refused", f"/deals/{DEAL}/proposals/{proposal.number}/")


@pytest.mark.parametrize(
    ("who", "act", "words", "fault"),
    [
        ("oksana", accept_proposal, {}, Refused),  # the own side
        ("john", accept_proposal, {}, Refused),  # an officer decides nothing
        ("nina", accept_proposal, {}, Refused),
        ("ivan", accept_proposal, {}, Refused),
        ("oksana", refuse_proposal, {"reason": "no"}, Refused),
        ("mary", refuse_proposal, {}, Invalid),  # why?
        ("mary", refuse_proposal, {"reason": "no", "version": 7}, Conflict),
        ("mary", withdraw_proposal, {"reason": "no"}, Refused),  # not theirs
        ("olena", withdraw_proposal, {"reason": " "}, Invalid),
    ],
)
def test_a_refused_decision_changes_nothing(
    olena: User, who: str, act: Any, words: dict[str, Any], fault: type[Fault]
) -> None:
    proposal = _open(olena, _dates(_milestone()))
    before = _everything()
    with pytest.raises(fault):
        _decide(act, User.objects.select_related("party").get(username=who), proposal, **words)
    assert _everything() == before


def test_a_decision_is_final(olena: User, mary: User) -> None:
    proposal = _open(olena, _dates(_milestone()))
    _decide(withdraw_proposal, olena, proposal, reason="A slip.")
    before = _everything()
    with pytest.raises(Refused):
        _decide(accept_proposal, mary, proposal, version=2)
    assert _everything() == before


def test_a_milestone_that_is_met_meanwhile_moves_no_more(olena: User, john: User, mary: User) -> None:
    milestone = _milestone()
    proposal = _open(john, _dates(milestone))
    at = datetime(2029, 1, 1, tzinfo=UTC)
    words: dict[str, Any] = {"milestone_code": milestone.code, "at": at, "reason": "done"}
    state_milestone(kind="reported-met", by=olena, version=1, date="2028-12-01", **words)
    state_milestone(kind="confirmed", by=mary, version=2, **words)
    before = _everything()
    oksana = User.objects.select_related("party").get(username="oksana")
    with pytest.raises(Refused, match="nothing is left to move"):
        _decide(accept_proposal, oksana, proposal)
    assert _everything() == before


@pytest.mark.parametrize(
    ("wanted", "more", "fault", "named"),
    [
        ([], {}, Invalid, "changes"),
        ([{}], {}, Invalid, "agreed_start"),  # nothing differs
        ([{"agreed_start": "soon"}], {}, Invalid, "agreed_start"),
        ([{"agreed_finish": "2027-01-01"}], {}, Invalid, "agreed_finish"),
        ([{"weight": "5"}], {}, Invalid, "weight"),
        ([{"cancelled": True}], {"reason": " "}, Invalid, "reason"),
        ([{"cancelled": True}], {"reason_code": "mood"}, Invalid, "reason_code"),
        ([{"cancelled": True}], {"answers": 99}, Missing, ""),
    ],
)
def test_bad_words_open_nothing(
    olena: User, wanted: list[dict[str, Any]], more: dict[str, Any], fault: type[Fault], named: str
) -> None:
    milestone = _milestone()
    before = _everything()
    with pytest.raises(fault) as caught:
        _open(olena, *[Wanted("milestone", milestone.code, values) for values in wanted], **more)
    assert _everything() == before
    assert named in str(caught.value)


@pytest.mark.parametrize("who", ["andrii", "nina", "audra", "sam", "adam"])
def test_only_officers_of_seller_and_buyer_propose(db: None, who: str) -> None:
    before = _everything()
    with pytest.raises((Refused, Missing)):
        _open(User.objects.select_related("party").get(username=who), _dates(_milestone()))
    assert _everything() == before


def test_a_hidden_row_is_as_absent_as_none(john: User) -> None:
    before = _everything()
    for code in ("EX-JP-04", "EX-NOT-THERE"):
        with pytest.raises(Missing):
            _open(john, Wanted("milestone", code, {"cancelled": True}))
    assert _everything() == before


def test_checking_writes_nothing(olena: User) -> None:
    milestone = _milestone()
    before = _everything()
    values = checked(deal_code=DEAL, wanted=[_dates(milestone)], by=olena)
    assert values["milestone", milestone.code]["agreed_finish"] == "2028-02-09"
    assert _everything() == before
