"""Trying out other dates: right, without a trace, and without a word about what is hidden."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.accounts.models import User
from procurement.models import Deal, Milestone, Proposal
from procurement.queries.plan import effect_of, plan_of
from procurement.queries.what_if import WhatIf, what_if
from tests.conftest import signed_in

DAY = date(2026, 11, 22)
PAGE = f"/deals/EX-DEAL/what-if/?status_date={DAY}"
API = f"/api/v1/deals/EX-DEAL/what-if/?status_date={DAY}"
OPEN, RUNNING, DONE, HIDDEN = "EX-PR-32", "EX-GV-08", "EX-GV-05", "EX-JP-04"  # hidden: from the buyer


def _ask(user: User, *, move: str = "", duration: str = "") -> WhatIf:
    deal = Deal.objects.get(code="EX-DEAL")
    return what_if(deal, moves=move.split(), durations=duration.split(), user=user, status_date=DAY)


def _record() -> list[object]:
    return [list(Milestone.objects.order_by("pk").values()), Proposal.objects.count()]


def test_a_moved_start_moves_what_a_proposal_of_the_same_dates_would_move(john: User) -> None:
    found = _ask(john, move=f"{OPEN}:2028-01-10")
    days = date(2028, 1, 10), date(2028, 1, 10) + timedelta(40)
    expected = effect_of(Deal.objects.get(code="EX-DEAL"), {OPEN: days}, user=john, status_date=DAY)
    assert [(one.milestone.code, one.after) for one in found.moved] == [
        (one.milestone.code, one.after) for one in expected
    ]
    assert len(found.moved) > 3
    assert (found.changes[0].start, found.changes[0].finish) == days


def test_a_longer_critical_milestone_moves_the_end_day_by_day(olena: User) -> None:
    found = _ask(olena, duration=f"{HIDDEN}:117")
    assert (found.end_days, found.after.end) == (7, date(2031, 10, 16))
    assert found.joining == found.leaving == []


def test_the_running_one_takes_a_duration_and_start_and_duration_go_together(john: User) -> None:
    found = _ask(john, move=f"{OPEN}:2028-01-10", duration=f"{RUNNING}:100 {OPEN}:3")
    assert [(one.milestone.code, one.days) for one in found.changes] == [(OPEN, 3), (RUNNING, 100)]
    assert found.after.by_code[RUNNING].due_on == date(2026, 10, 28) + timedelta(100)


def test_what_leaves_and_joins_the_critical_path_is_told(john: User) -> None:
    found = _ask(john, move=f"{OPEN}:2031-06-01")
    assert OPEN in [milestone.code for milestone in found.joining]
    assert found.leaving
    assert found.end_days > 0


def test_nothing_is_written(john: User) -> None:
    before = _record()
    assert signed_in(john).get(f"{PAGE}&move={OPEN}:2028-01-10").status_code == 200
    assert signed_in(john).get(f"{API}&duration={OPEN}:3").status_code == 200
    assert _record() == before


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("move=EX-PR-32", "colon"),
        ("move=EX-PR-99:2028-01-10", "no milestone of this code"),
        (f"move={HIDDEN}:2028-01-10", "no milestone of this code"),
        (f"move={DONE}:2028-01-10", "has finished"),
        (f"move={RUNNING}:2028-01-10", "Change its duration"),
        (f"move={OPEN}:2028-02-30", "YYYY-MM-DD"),
        (f"move={OPEN}:9999-01-01", "YYYY-MM-DD"),
        (f"move={OPEN}:2199-12-31", "after 2199"),
        (f"move={OPEN}:2028-01-10&move={OPEN}:2028-01-11", "Remove one"),
        (f"duration={OPEN}:-3", "whole number"),
        (f"duration={OPEN}:10000", "whole number"),
        (f"duration={OPEN}:٣", "whole number"),
        ("&".join(f"duration=EX-PR-{n}:1" for n in range(21)), "At most 20"),
    ],
)
def test_bad_input_names_the_place_and_the_cure(john: User, asked: str, told: str) -> None:
    page, api = signed_in(john).get(f"{PAGE}&{asked}"), signed_in(john).get(f"{API}&{asked}")
    assert (page.status_code, api.status_code) == (400, 400)
    assert told in page.content.decode()
    assert told in api.content.decode()
    assert "What would move" not in page.content.decode()


def test_a_hidden_milestone_is_as_unknown_as_none(john: User) -> None:
    hidden, none = (signed_in(john).get(f"{API}&move={code}:2028-01-10") for code in (HIDDEN, "EX-JP-99"))
    assert hidden.json()["errors"] == {
        name: [text.replace("EX-JP-99", HIDDEN) for text in texts] for name, texts in none.json()["errors"].items()
    }
    page = signed_in(john).get(f"{PAGE}&move=EX-JP-03:2029-01-10").content.decode()
    assert HIDDEN not in page


def test_the_form_adds_to_the_address_and_takes_the_place_of_an_earlier_value(john: User) -> None:
    typed = f"&add={OPEN}&start=2028-01-10&days=12"
    answer = signed_in(john).get(f"{PAGE}&move={OPEN}:2027-01-01&duration={RUNNING}:90{typed}")
    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer["Location"]).query) == {
        "status_date": [str(DAY)],
        "move": [f"{OPEN}:2028-01-10"],
        "duration": [f"{RUNNING}:90", f"{OPEN}:12"],
    }


@pytest.mark.parametrize("typed", ["start=soon&days=12", "start=&days=", "start=2028-01-10&days=many"])
def test_the_form_keeps_what_was_typed(john: User, typed: str) -> None:
    answer = signed_in(john).get(f"{PAGE}&duration={RUNNING}:90&add={OPEN}&{typed}")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert f'<option value="{OPEN}" selected>' in page
    assert f'name="duration" value="{RUNNING}:90"' in page
    for value in typed.split("&"):
        assert f'value="{value.partition("=")[2]}"' in page


def test_an_officer_is_led_to_a_proposal_of_these_dates_and_a_reader_is_not(john: User, andrii: User) -> None:
    address = f"/deals/EX-DEAL/proposals/new/?milestone={OPEN}&agreed_start=2028-01-10&agreed_finish=2028-02-19"
    tried = f"{PAGE}&move={OPEN}:2028-01-10"
    assert address.replace("&", "&amp;") in signed_in(john).get(tried).content.decode()
    assert "agreed_start" not in signed_in(andrii).get(tried).content.decode()
    form = signed_in(john).get(address).content.decode()
    assert 'value="2028-01-10"' in form
    assert 'value="2028-02-19"' in form


def test_the_api_tells_the_same(john: User) -> None:
    told = signed_in(john).get(f"{API}&move={OPEN}:2028-01-10").json()
    found = _ask(john, move=f"{OPEN}:2028-01-10")
    assert told["changes"] == [{"code": OPEN, "start": "2028-01-10", "finish": "2028-02-19", "duration_days": 40}]
    assert [row["code"] for row in told["moved"]] == [one.milestone.code for one in found.moved]
    assert (told["end_now"], told["end_then"]) == (str(found.before.end), str(found.after.end))
    assert told["critical_now"] == [milestone.code for milestone in found.critical[0]]


def test_hidden_milestones_drive_the_answer_for_the_buyer_too(john: User, olena: User) -> None:
    sellers, buyers = (_ask(user, move="EX-JP-03:2029-01-10") for user in (olena, john))
    seen = {row.milestone.code for row in plan_of(Deal.objects.get(code="EX-DEAL"), user=john, status_date=DAY).rows}
    expected = {one.milestone.code: one.after for one in sellers.moved}
    assert all(one.after == expected.get(one.milestone.code, one.after) for one in buyers.moved)
    assert {code for code in expected if code in seen} <= {one.milestone.code for one in buyers.moved}
    assert HIDDEN in {one.milestone.code for one in sellers.moved}


def test_the_public_record_has_nothing_to_move(john: User) -> None:
    answer = signed_in(john).get("/deals/us-ua-drone-deal/what-if/")
    assert answer.status_code == 200
    assert "Nothing of this deal can move" in answer.content.decode()
