"""The timeline's table as an editor: each row is written or refused by itself, and nothing that was typed is lost."""

from typing import Any

from django.test import Client

from portal.accounts.models import User
from procurement.models import Milestone, MilestoneStatement
from tests.conftest import signed_in

PAGE = "/deals/EX-DEAL/timeline/?edit=1&q=EX-GV-"
ONE, OTHER, THIRD = "EX-GV-08", "EX-GV-09", "EX-GV-10"


def _version(code: str) -> int:
    return Milestone.objects.get(code=code).version


def _row(code: str, *, kind: str = "forecast", day: str = "2027-03-01", start: str = "", **more: Any) -> dict[str, Any]:
    version = more.get("version") or _version(code)
    return {f"kind-{code}": kind, f"day-{code}": day, f"start-{code}": start, f"version-{code}": version}


def _send(user: User | Client, *rows: dict[str, Any], reason: str = "New survey", page: str = PAGE) -> Any:
    client = user if isinstance(user, Client) else signed_in(user)
    return client.post(page, {"reason": reason, **{name: value for row in rows for name, value in row.items()}})


def _said() -> list[tuple[str, str, str, str]]:
    rows = MilestoneStatement.objects.order_by("-id").values_list("milestone__code", "kind", "date", "reason")
    return list(rows[:3])


def test_the_table_has_fields_for_those_who_may_state(john: User, nina: User, andrii: User) -> None:
    assert 'name="kind-EX-GV-08"' in signed_in(john).get(PAGE).content.decode()
    for reader in (nina, andrii):
        text = signed_in(reader).get(PAGE).content.decode()
        assert ('name="kind-' in text, "edit=1#rows" in text) == (False, False)
    assert 'name="kind-' not in signed_in(john).get("/deals/us-ua-drone-deal/timeline/?edit=1").content.decode()


def test_a_row_offers_what_the_rules_allow_now(john: User, olena: User) -> None:
    _send(john, _row(ONE, kind="reported-met", day="2026-11-20"))
    lines = signed_in(olena).get(PAGE).context["sheet"]["lines"]
    assert [kind for kind, _ in lines[ONE].choices] == ["forecast", "disputed", "confirmed"]
    assert "confirmed" not in dict(signed_in(john).get(PAGE).context["sheet"]["lines"][ONE].choices)
    assert lines["EX-GV-01"].choices == []


def test_many_rows_are_written_with_one_reason(john: User) -> None:
    before, client = {code: _version(code) for code in (ONE, OTHER)}, signed_in(john)
    answer = _send(
        client,
        _row(ONE, start="2027-01-01"),
        _row(OTHER, kind="reported-met", day="2026-11-20"),
        _row(THIRD, kind="", day=""),
    )
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert _said()[:2] == [
        (OTHER, "reported-met", "2026-11-20", "New survey"),
        (ONE, "forecast", "2027-03-01", "New survey"),
    ]
    assert {code: _version(code) - version for code, version in before.items()} == {ONE: 1, OTHER: 1}
    assert "2 statements are in the record." in client.get(PAGE).content.decode()


def test_one_kind_of_reason_holds_for_all_rows(john: User) -> None:
    rows = {**_row(ONE), **_row(OTHER), "reason": "New survey", "reason_code": "law"}
    assert signed_in(john).post(PAGE, rows).status_code == 302
    codes = MilestoneStatement.objects.order_by("-id").values_list("reason_code", flat=True)
    assert list(codes[:2]) == ["law", "law"]
    kept = signed_in(john).post(PAGE, {**_row(ONE, day="soon"), "reason": "New survey", "reason_code": "law"})
    assert (kept.status_code, '<option value="law" selected>' in kept.content.decode()) == (400, True)


def test_two_officers_at_once_the_slower_sees_both_and_keeps_what_he_typed(john: User, olena: User) -> None:
    seen = _version(ONE)
    _send(olena, _row(ONE, day="2027-01-15"), reason="Her reason")
    count = MilestoneStatement.objects.count()
    answer = _send(john, _row(ONE, version=seen, day="2027-02-02"), _row(OTHER), reason="His reason")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert f"you wrote about version {seen}; the record is at version {seen + 1} now" in text
    assert "(Her reason)" in text.split("Said since then")[1].split("Typed by you")[0]
    assert f'name="day-{ONE}" value="2027-02-02"' in text
    assert f'name="version-{ONE}" value="{seen + 1}"' in text
    assert f'name="day-{OTHER}" value=""' in text
    assert ">His reason</textarea>" in text
    assert "1 row is written, 1 not" in text
    assert (MilestoneStatement.objects.count(), _said()[0][0]) == (count + 1, OTHER)


def test_a_wrong_row_is_named_with_its_cure_and_the_others_are_written(john: User) -> None:
    before = _version(ONE)
    answer = _send(john, _row(ONE, day="1 March"), _row(OTHER), _row(THIRD, kind="", day="2027-01-01"))
    text = answer.content.decode()
    assert (answer.status_code, _version(ONE), _said()[0][0]) == (400, before, OTHER)
    assert f'<a href="#f-kind-{ONE}">{ONE}</a>: Write a day as YYYY-MM-DD.' in text
    assert f'name="day-{ONE}" value="1 March" size="10" maxlength="10" form="sheet" aria-invalid="true"' in text
    assert f'<a href="#f-kind-{THIRD}">{THIRD}</a>: Choose what you want to state.' in text


def test_without_a_reason_nothing_is_written_and_all_stays_typed(john: User) -> None:
    count = MilestoneStatement.objects.count()
    answer = _send(john, _row(ONE), _row(OTHER, start="2027-02-01"), reason=" ")
    text = answer.content.decode()
    assert (answer.status_code, MilestoneStatement.objects.count()) == (400, count)
    assert 'maxlength="5000" aria-invalid="true" aria-describedby="e-reason"' in text
    assert 'value="2027-02-01"' in text


def test_a_form_that_is_sent_twice_has_one_effect(john: User, olena: User) -> None:
    rows = [_row(ONE), _row(OTHER, kind="started", day="2026-11-20")]
    count = MilestoneStatement.objects.count()
    assert [_send(john, *rows).status_code for _ in range(3)] == [302, 302, 302]
    assert MilestoneStatement.objects.count() == count + 2
    assert _send(olena, *rows).status_code == 409
    assert MilestoneStatement.objects.count() == count + 2


def test_an_empty_sheet_says_so(john: User) -> None:
    count = MilestoneStatement.objects.count()
    answer = _send(john, _row(ONE, kind="", day=""))
    assert (answer.status_code, MilestoneStatement.objects.count()) == (400, count)
    assert "Nothing is filled in" in answer.content.decode()


def test_a_hidden_milestone_is_as_absent_as_none(john: User, olena: User) -> None:
    """EX-JP-04 is for the seller's side alone."""
    count = MilestoneStatement.objects.count()
    for code in ("EX-JP-04", "EX-JP-99"):
        answer = _send(john, _row(code, version=1))
        assert (answer.status_code, MilestoneStatement.objects.count()) == (403, count)
        assert "</a>: There is no such milestone." in answer.content.decode()


def test_a_milestone_of_another_deal_is_not_written_from_here(john: User) -> None:
    count = MilestoneStatement.objects.count()
    answer = _send(john, _row(ONE), page="/deals/us-ua-drone-deal/timeline/?edit=1")
    assert (answer.status_code, MilestoneStatement.objects.count()) == (403, count)


def test_a_reader_writes_nothing_by_hand(andrii: User) -> None:
    count = MilestoneStatement.objects.count()
    answer = _send(andrii, _row(ONE))
    assert (answer.status_code, MilestoneStatement.objects.count()) == (403, count)
    assert "not state anything about it" in answer.content.decode()


def test_a_row_that_the_filter_leaves_out_is_shown_while_it_failed(john: User) -> None:
    answer = _send(john, _row(ONE, day="x"), page="/deals/EX-DEAL/timeline/?edit=1&q=EX-GV-09")
    assert f'name="day-{ONE}" value="x"' in answer.content.decode()
