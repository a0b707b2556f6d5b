"""The milestone page: what each side says, and a form that loses nothing that was typed."""

from typing import Any

import pytest
from django.http import HttpResponse

from portal.accounts.models import User
from procurement.models import Milestone, MilestoneStatement
from tests.conftest import signed_in

PAGE = "/deals/EX-DEAL/milestones/EX-GV-04/"


def _version() -> int:
    return Milestone.objects.get(code="EX-GV-04").version


def _post(user: User, **words: Any) -> HttpResponse:
    return signed_in(user).post(PAGE, {"reason": "because", "version": _version(), **words})


def _text(user: User, path: str = PAGE) -> str:
    return signed_in(user).get(path).content.decode()


def test_a_report_a_dispute_and_its_end(john: User, olena: User, oksana: User) -> None:
    assert _post(john, kind="reported-met", date="2026-11-20").status_code == 302
    assert "Dispute the report" in _text(olena)
    assert "Dispute the report" not in _text(john)
    _post(olena, kind="disputed", reason="No signature")
    assert "Contested" in _text(john)
    assert "No signature" in _text(john)
    _post(oksana, kind="confirmed")
    assert "Met on" in _text(john)


def test_a_stale_form_is_shown_both_versions_and_keeps_what_was_typed(john: User, olena: User) -> None:
    _post(olena, kind="forecast", date="2026-12-24")
    answer = signed_in(john).post(
        PAGE, {"kind": "forecast", "date": "2026-12-31", "reason": "My long reason", "version": _version() - 1}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody was faster" in text
    assert "My long reason" in text
    assert 'value="2026-12-31"' in text


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ({"kind": "forecast", "date": "tomorrow"}, 400, "Write a day as YYYY-MM-DD."),
        ({"kind": "forecast", "date": "2027-01-01", "reason": ""}, 400, "Write why"),
        ({"kind": "dance"}, 400, "dance"),
        ({"kind": "forecast", "version": "x"}, 400, "whole number"),
        ({"kind": "reported-met", "date": "2099-01-01"}, 403, "future"),
    ],
)
def test_a_wrong_form_is_told_and_writes_nothing(john: User, words: dict[str, str], status: int, told: str) -> None:
    before = (MilestoneStatement.objects.count(), _version())
    answer = _post(john, **words)
    assert answer.status_code == status
    assert told in answer.content.decode()
    assert (MilestoneStatement.objects.count(), _version()) == before


def test_readers_see_no_form(andrii: User, audra: User) -> None:
    assert "Put it in the record" not in _text(andrii)
    assert "Put it in the record" not in _text(audra)


def test_hidden_and_absent_milestones_are_the_same(john: User) -> None:
    client = signed_in(john)
    for code in ("EX-JP-04", "EX-NOBODY", "EX-GV-06"):
        assert client.get(f"/deals/EX-DEAL/milestones/{code}/").status_code == 404
        assert client.post(f"/deals/EX-DEAL/milestones/{code}/", {"kind": "forecast", "version": 1}).status_code == 404


def test_the_marking_strip_names_who_may_see_the_page(olena: User, john: User) -> None:
    assert "Only for: EX-UA-EXPORT, EX-UA-SELL" in _text(olena, "/deals/EX-DEAL/milestones/EX-GV-06/")
    assert "Released to all parties of the deal" in _text(john)
    assert "Public record" in _text(john, "/catalog/")


def test_what_waits_for_the_reader_stands_on_the_home_page(john: User, olena: User) -> None:
    _post(john, kind="reported-met", date="2026-11-20")
    waiting = signed_in(olena).get("/").context["waiting"]
    assert "EX-GV-04" in [row.milestone.code for row in waiting]


def test_somebody_without_a_party_sees_the_public_record(ivan: User) -> None:
    text = _text(ivan, "/")
    assert "EX-" not in text
    assert "Sources name" in text
