"""The milestone page: what each side says, and a form that loses nothing that was typed."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

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
    assert "Dispute the report" not in _text(olena)
    _post(oksana, kind="confirmed")
    assert "Met on" in _text(john)


def test_a_part_is_reported_with_its_quantity_and_confirmed(john: User, olena: User) -> None:
    assert _post(john, kind="partly-met", quantity="12.50").status_code == 302
    assert "Partly met</b> 12.50" in _text(olena)
    assert "Reported" in _text(olena)
    _post(olena, kind="confirmed")
    assert "Partly met</b> 12.50" in _text(john)
    assert "Partly met" in _text(john).split('class="lead"')[1].split("</p>")[0]


def test_a_forecast_names_the_kind_of_its_reason_and_a_part_its_unit(john: User, olena: User) -> None:
    assert _post(john, kind="forecast", date="2026-12-24", reason_code="law").status_code == 302
    assert "Law or permit · because" in _text(olena)
    assert "<b>Law or permit</b> · because" in _text(olena, "/deals/EX-DEAL/slips/?milestone=EX-GV-04")
    assert _post(olena, kind="partly-met", quantity="3", quantity_unit="guides").status_code == 302
    assert "Partly met</b> 3\u00a0guides" in _text(john)


def test_a_wrong_kind_of_reason_is_told_and_nothing_is_lost(john: User) -> None:
    before = MilestoneStatement.objects.count()
    answer = _post(john, kind="forecast", date="2026-12-24", reason_code="weather", reason="My long reason")
    text = answer.content.decode()
    assert (answer.status_code, MilestoneStatement.objects.count()) == (400, before)
    assert 'id="e-reason_code"' in text
    assert "My long reason" in text


def test_an_internal_milestone_is_met_when_a_second_person_confirms(olena: User, oksana: User, john: User) -> None:
    path = "/deals/EX-DEAL/milestones/EX-SU-01/"
    version = Milestone.objects.get(code="EX-SU-01").version
    words = {"kind": "reported-met", "date": "2026-11-20", "reason": "done", "version": version}
    assert signed_in(olena).post(path, words).status_code == 302
    alone = signed_in(olena).post(path, {"kind": "confirmed", "version": version + 1})
    assert (alone.status_code, "second person" in alone.content.decode()) == (403, True)
    assert signed_in(john).post(path, {"kind": "confirmed", "version": version + 1}).status_code == 404
    assert signed_in(oksana).post(path, {"kind": "confirmed", "version": version + 1}).status_code == 302
    assert "Met on" in _text(olena, path)


def test_a_stale_form_is_shown_both_versions_and_keeps_what_was_typed(john: User, olena: User) -> None:
    _post(olena, kind="forecast", date="2026-12-24")
    answer = signed_in(john).post(
        PAGE, {"kind": "forecast", "date": "2026-12-31", "reason": "My long reason", "version": _version() - 1}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody was faster" in text
    since, typed = text.split("Said since then")[1].split("Typed by you, not written")
    assert "24\u00a0Dec\u00a02026" in since
    assert "because" in since
    assert "My long reason" in typed
    assert 'value="2026-12-31"' in text
    assert f'name="version" value="{_version()}"' in text


def test_words_are_kept_even_where_no_form_holds_them_any_more(john: User, olena: User, oksana: User) -> None:
    """While olena typed her dispute, the report was confirmed: the milestone is met, and nothing is left to answer."""
    _post(john, kind="reported-met", date="2026-11-20")
    seen = _version()
    _post(oksana, kind="confirmed")
    answer = signed_in(olena).post(PAGE, {"kind": "disputed", "reason": "My dispute", "version": seen})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "My dispute" in text
    assert "Confirmed" in text
    assert "takes no such statement" in text


def test_a_statement_goes_to_the_milestone_of_this_deal_only(john: User) -> None:
    before = (MilestoneStatement.objects.count(), _version())
    words = {"kind": "forecast", "date": "2026-12-24", "reason": "x", "version": _version()}
    assert signed_in(john).post("/deals/us-ua-drone-deal/milestones/EX-GV-04/", words).status_code == 404
    assert (MilestoneStatement.objects.count(), _version()) == before


def test_each_side_has_its_last_word_beside_what_is_agreed(john: User, olena: User) -> None:
    _post(olena, kind="forecast", date="2026-12-24", reason="Late text")
    says = _text(john).split('<div class="says">')[1].split("</div></div>")[0]
    assert says.index("Seller") < says.index("Late text") < says.index("Buyer") < says.index("Agreed")


def test_the_portals_own_words_are_translated_and_nobody_elses(olena: User) -> None:
    _post(olena, kind="forecast", date="2026-12-24", reason="Late")
    text = _text(olena, PAGE + "?lang=uk")
    assert "Спільний запис обох сторін" in text
    assert "Імпорт навчального прикладу" in text
    assert "Late" in text
    assert "Joint record" not in text


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
    assert 'class="marking' not in _text(john, "/account/")


@pytest.mark.parametrize("lang", ["en", "uk"])
def test_every_page_of_the_exercise_says_that_it_is_one(olena: User, lang: str) -> None:
    word = {"en": "Exercise", "uk": "Навчальний приклад"}[lang]
    for path in ("/", "/deals/", "/deals/EX-DEAL/", "/deals/EX-DEAL/timeline/", PAGE, "/reports/"):
        text = _text(olena, f"{path}?lang={lang}")
        strip = text[text.index('class="marking') : text.index("</div>", text.index('class="marking'))]
        assert word in strip or (path == "/reports/" and "EX-DEAL" not in text), path


def test_what_waits_for_the_reader_stands_on_the_home_page(john: User, olena: User) -> None:
    _post(john, kind="reported-met", date="2026-11-20")
    today = timezone.now().date().isoformat()  # what the page writes is stated today
    assert "EX-GV-04" in _todo(olena, "answer", today)
    _post(olena, kind="disputed", reason="No signature")
    assert "EX-GV-04" in _todo(john, "settle", today)
    assert "EX-GV-04" not in _todo(olena, "answer", today) + _todo(olena, "settle", today)


def _todo(user: User, kind: str, day: str = "2026-11-25") -> list[str]:
    waiting = signed_in(user).get(f"/?status_date={day}").context["waiting"]
    return [(item.row.milestone if item.row else item.term).code for item in waiting if item.todo == kind]


def test_own_late_milestones_and_unanswered_offers_wait(olena: User, john: User, audra: User) -> None:
    assert _todo(olena, "report") == ["EX-GV-10"]
    assert _todo(olena, "answer") == ["EX-TERM-18", "EX-TERM-03", "EX-TERM-22", "EX-TERM-04", "EX-TERM-17"]
    assert set(_todo(john, "answer")).isdisjoint(_todo(olena, "answer"))
    assert _todo(audra, "answer") == []


def test_the_home_page_says_where_slips_begin(olena: User) -> None:
    origins = signed_in(olena).get("/?status_date=2026-11-22").context["origins"]
    first = origins[0]
    assert (first.row.milestone.code, first.row.slip_days, first.end_days) == ("EX-GV-08", 15, 15)
    assert first.reach == max(origin.reach for origin in origins) > 20
    moved = {row.milestone.code for row in first.moved}
    assert all(origin.row.milestone.code not in moved for origin in origins)


def test_short_lots_and_payments_stand_on_the_home_page(olena: User) -> None:
    context = signed_in(olena).get("/?status_date=2026-11-25").context
    assert [(order.code, lot.number, lot.shortfall) for order, lot in context["short_lots"]] == [("EX-ORD-01", 3, 3)]
    assert [(row.code, row.shortfall) for row in context["short_payments"]] == [("EX-PAY-01-2", 288000)]


def test_somebody_without_a_party_sees_the_public_record(ivan: User) -> None:
    text = _text(ivan, "/")
    assert "EX-" not in text
    assert "US-Ukraine Drone Deal" in text
    assert "Sources name 20 milestones" in text
