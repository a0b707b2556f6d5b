"""Two parties speak about a milestone: states follow, refusals change nothing."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from portal.accounts.models import User
from portal.faults import Conflict, Fault, Invalid, Missing, Refused
from procurement.actions.milestones import state_milestone
from procurement.models import Milestone, MilestoneStatement
from procurement.queries.plan import facts_of

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
CODE = "EX-GV-04"  # running, owned by the release office


def _say(by: User, kind: str, **words: Any) -> MilestoneStatement:
    code = words.pop("milestone_code", CODE)
    milestone = Milestone.objects.filter(code=code).first()
    words = {"reason": "because", "version": milestone.version if milestone else 1, **words}
    return state_milestone(milestone_code=code, kind=kind, by=by, at=NOW, **words)


def _state(code: str = CODE) -> str:
    milestone = Milestone.objects.get(code=code)
    return facts_of(milestone, list(milestone.statements.select_related("party").order_by("id"))).state.value


def test_reported_by_one_side_and_confirmed_by_the_other_is_met(john: User, oksana: User) -> None:
    _say(john, "reported-met", date="2026-11-20")
    assert _state() == "reported"
    _say(oksana, "confirmed")
    assert _state() == "met"


def test_a_dispute_contests_until_it_is_withdrawn(john: User, olena: User) -> None:
    report = _say(john, "reported-met", date="2026-11-20")
    dispute = _say(olena, "disputed", about=report.uid)
    assert _state() == "contested"
    _say(olena, "withdrawn", about=dispute.uid)
    assert _state() == "reported"


def test_a_dispute_ends_when_its_party_confirms(john: User, olena: User, oksana: User) -> None:
    report = _say(john, "reported-met", date="2026-11-20")
    _say(olena, "disputed", about=report.uid)
    _say(oksana, "confirmed", about=report.uid)
    assert _state() == "met"


def test_each_statement_raises_the_version_and_names_its_speaker(john: User) -> None:
    before = Milestone.objects.get(code=CODE).version
    said = _say(john, "forecast", date="2026-12-24")
    assert Milestone.objects.get(code=CODE).version == before + 1
    assert (said.person, said.party.code if said.party else "", said.stated_on) == ("john", "EX-US-BUY", "2026-11-22")


def test_an_internal_milestone_is_confirmed_by_a_second_person(olena: User, oksana: User) -> None:
    code = "EX-SU-01"
    _say(olena, "reported-met", date="2026-11-20", milestone_code=code)
    with pytest.raises(Refused, match="second person"):
        _say(olena, "confirmed", milestone_code=code)
    _say(oksana, "confirmed", milestone_code=code)
    assert _state(code) == "met"


def _unchanged(fault: type[Fault], match: str, by: User, kind: str, **words: Any) -> None:
    before = (MilestoneStatement.objects.count(), list(Milestone.objects.values_list("version", flat=True)))
    with pytest.raises(fault, match=match):
        _say(by, kind, **words)
    after = (MilestoneStatement.objects.count(), list(Milestone.objects.values_list("version", flat=True)))
    assert after == before


def test_a_reader_an_analyst_and_an_administrator_state_nothing(andrii: User, nina: User, adam: User) -> None:
    for person in (andrii, nina, adam):
        _unchanged(Refused, "may read", person, "forecast", date="2026-12-24")


def test_a_hidden_milestone_is_missing_like_an_absent_one(john: User) -> None:
    for code in ("EX-JP-04", "EX-NOBODY"):
        _unchanged(Missing, "no such milestone", john, "forecast", date="2027-01-01", milestone_code=code)


def test_the_own_side_does_not_confirm(olena: User, petro: User) -> None:
    _say(olena, "reported-met", date="2026-11-20")
    _unchanged(Refused, "other side", petro, "confirmed")
    _unchanged(Refused, "other side", olena, "confirmed")


def test_a_stale_version_is_told_the_present_one_and_all_that_was_said_since(john: User, olena: User) -> None:
    seen = Milestone.objects.get(code=CODE).version
    _say(olena, "forecast", date="2026-12-20", reason="first")
    report = _say(john, "reported-met", date="2026-11-20", reason="second")
    with pytest.raises(Conflict) as fault:
        _say(john, "forecast", date="2026-12-24", version=seen)
    current: Any = fault.value.current
    assert (current["state"], current["version"], current["seen_version"]) == ("reported", seen + 2, seen)
    assert [said["reason"] for said in current["said_since"]] == ["first", "second"]
    assert current["said_since"][1]["id"] == str(report.uid)


@pytest.mark.parametrize(
    ("kind", "words", "match"),
    [
        ("forecast", {"date": ""}, "Give the day"),
        ("forecast", {"date": "soon"}, "YYYY-MM-DD"),
        ("forecast", {"date": "2026-12-01", "reason": " "}, "Write why"),
        ("forecast", {"date": "2026-12-01", "start_date": "2026-12-02"}, "start is after"),
        ("partly-met", {}, "Give the quantity"),
        ("happened", {}, "Choose what"),
    ],
)
def test_incomplete_words_are_told_by_field(john: User, kind: str, words: dict[str, str], match: str) -> None:
    _unchanged(Invalid, match, john, kind, **words)


@pytest.mark.parametrize(
    ("kind", "words", "match"),
    [
        ("reported-met", {"date": "2026-11-23"}, "future"),
        ("reported-met", {"date": "2026-10-01"}, "before it started"),
        ("started", {"date": "2026-10-01"}, "takes no statement"),
        ("withdrawn", {"about": uuid4()}, "not there"),
    ],
)
def test_what_the_rules_refuse_changes_nothing(john: User, kind: str, words: dict[str, Any], match: str) -> None:
    _unchanged(Refused, match, john, kind, **words)


def test_nobody_disputes_or_withdraws_across_the_table(john: User, olena: User) -> None:
    report = _say(john, "reported-met", date="2026-11-20")
    _unchanged(Refused, "own report", john, "disputed", about=report.uid)
    _unchanged(Refused, "party that made it", olena, "withdrawn", about=report.uid)


def test_the_public_record_is_not_stated_by_parties(john: User) -> None:
    _unchanged(Refused, "public record", john, "forecast", date="2027-01-01", milestone_code="squads-equipped")
