"""Pages of baselines, variance, moves and trend: what was typed stays, hidden rows are absent, tables say it all."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from procurement.actions.baselines import take_baseline
from procurement.actions.milestones import state_milestone
from procurement.models import Baseline, BaselineSetAside, BaselineSignature, Milestone
from tests.conftest import signed_in

LIST = "/deals/EX-DEAL/baselines/"
AT = datetime(2026, 11, 25, 9, tzinfo=UTC)


def _text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode().replace("\u00a0", " ")


def _take(by: User, name: str = "Signing") -> Baseline:
    return take_baseline(deal_code="EX-DEAL", name=name, by=by, at=AT)


def test_a_baseline_is_taken_and_signed_by_both_sides(olena: User, oksana: User, mary: User) -> None:
    answer = signed_in(olena).post(LIST, {"name": "Signing", "note": "Both delegations."})
    assert answer["Location"] == f"{LIST}1/"
    assert "Sign the baseline" not in _text(signed_in(olena), f"{LIST}1/")
    for version, approver in enumerate((oksana, mary), start=1):
        client = signed_in(approver)
        assert "Sign the baseline" in _text(client, f"{LIST}1/")
        assert client.post(f"{LIST}1/", {"step": "sign", "version": version}).status_code == 302
    page = _text(signed_in(olena), LIST)
    assert "Signed by both sides" in page
    assert "oksana" in page
    assert "Set this baseline aside" not in _text(signed_in(mary), f"{LIST}1/")


def test_what_was_typed_stays_after_a_refusal(olena: User, john: User) -> None:
    _take(olena)
    answer = signed_in(john).post(LIST, {"name": "signing", "note": "Our own words."})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "This deal has a baseline of this name." in page
    assert 'value="signing"' in page
    assert "Our own words." in page
    assert Baseline.objects.count() == 1


def test_who_signs_what_somebody_changed_meanwhile_is_told(olena: User, oksana: User, mary: User) -> None:
    _take(olena)
    signed_in(oksana).post(f"{LIST}1/", {"step": "sign", "version": 1})
    answer = signed_in(mary).post(f"{LIST}1/", {"step": "sign", "version": 1})
    assert answer.status_code == 409
    assert "signed or set aside since you opened it" in answer.content.decode()
    assert BaselineSignature.objects.count() == 1


def test_setting_aside_needs_a_reason_and_stays_on_record(olena: User, john: User) -> None:
    _take(olena)
    client = signed_in(olena)
    refused = client.post(f"{LIST}1/", {"step": "aside", "version": 1, "reason": " "})
    assert refused.status_code == 400
    assert not BaselineSetAside.objects.exists()
    client.post(f"{LIST}1/", {"step": "aside", "version": 1, "reason": "The wrong week."})
    page = _text(signed_in(john), f"{LIST}1/")
    assert "Set aside" in page
    assert "The wrong week." in page


@pytest.mark.parametrize("form", [{}, {"step": "burn", "version": 1}, {"step": "sign"}])
def test_an_incomplete_form_signs_nothing(olena: User, oksana: User, form: dict[str, Any]) -> None:
    _take(olena)
    assert signed_in(oksana).post(f"{LIST}1/", form).status_code == 400
    assert not BaselineSignature.objects.exists()


def test_a_reader_is_offered_nothing_and_can_do_nothing(olena: User, nina: User) -> None:
    _take(olena)
    client = signed_in(nina)
    assert "Take the baseline" not in _text(client, LIST)
    assert client.post(LIST, {"name": "Ours"}).status_code == 403
    assert client.post(f"{LIST}1/", {"step": "sign", "version": 1}).status_code == 403
    assert [Baseline.objects.count(), BaselineSignature.objects.count()] == [1, 0]


def test_each_side_reads_its_own_rows(olena: User, john: User) -> None:
    _take(olena)
    assert "EX-JP-04" in _text(signed_in(olena), f"{LIST}1/")
    assert "EX-JP-04" not in _text(signed_in(john), f"{LIST}1/")


PAGES = ["baselines/", "variance/", "slips/", "trend/"]


@pytest.mark.parametrize("page", [*PAGES, "baselines/1/"])
def test_the_public_record_has_no_such_pages(john: User, page: str) -> None:
    assert signed_in(john).get(f"/deals/us-ua-drone-deal/{page}").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["variance/?from=9", "variance/?workstream=x", "slips/?of=x", "slips/?milestone=EX-JP-04", "trend/?m=EX-JP-04"],
)
def test_what_is_hidden_answers_like_what_is_absent(john: User, query: str) -> None:
    assert signed_in(john).get(f"/deals/EX-DEAL/{query}").status_code == 404


def test_the_variance_says_both_counts_and_how_they_count(olena: User) -> None:
    _take(olena)
    page = _text(signed_in(olena), "/deals/EX-DEAL/variance/?from=1&to=forecast&status_date=2026-11-22&sort=later")
    assert "holidays are not taken out" in page
    assert "From “Signing” to “Forecast today”" in page
    assert page.count("calendar days") >= 2


def test_without_a_difference_the_page_says_so(olena: User) -> None:
    _take(olena)
    page = _text(signed_in(olena), "/deals/EX-DEAL/variance/?from=1&to=agreed&only=differences")
    assert "No date differs." in page


def test_the_files_of_the_variance_hold_the_rows_of_the_page(olena: User) -> None:
    _take(olena)
    client, query = signed_in(olena), "?from=1&to=forecast&only=differences&sort=later&status_date=2026-11-22"
    shown = client.get(f"/deals/EX-DEAL/variance/{query}").context["found"].rows
    answer = client.get(f"/api/v1/deals/EX-DEAL/variance/{query}&format=csv")
    heads, *lines = b"".join(answer.streaming_content).decode().splitlines()
    place = heads.split(",").index("milestone")
    assert [line.split(",")[place] for line in lines] == [row.milestone.code for row in shown]


def _forecast(by: User, finish: str, n: int) -> None:
    version = Milestone.objects.get(code="EX-GV-08").version
    at = AT.replace(day=25 + n)
    words: dict[str, Any] = {"kind": "forecast", "date": finish, "reason": f"Word {n}.", "version": version}
    state_milestone(milestone_code="EX-GV-08", by=by, at=at, **words)


def test_the_ledger_lists_each_move_with_who_and_why(olena: User, john: User) -> None:
    for n, finish in enumerate(("2028-02-09", "2028-03-10")):
        _forecast(olena, finish, n)
    page = _text(signed_in(john), "/deals/EX-DEAL/slips/?milestone=EX-GV-08")
    assert "2 moves are on record." in page
    assert "Word 0." in page
    assert "9 Feb 2028" in page
    assert ">+30<" in page


def test_the_trend_and_its_table_say_the_same(olena: User, john: User) -> None:
    for n, finish in enumerate(("2028-02-09", "2028-03-10")):
        _forecast(olena, finish, n)
    path = "/deals/EX-DEAL/trend/?m=EX-GV-08&status_date=2026-11-30"
    client = signed_in(john)
    drawing, page = client.get(path).context["drawing"], _text(client, path)
    labels = [mark.label for line in drawing.lines for mark in line.marks]
    table = page[page.index("The same as a table") :]
    assert any("stated on 26\u00a0Nov\u00a02026: 10\u00a0Mar\u00a02028" in label for label in labels)
    for text in ("25 Nov 2026", "9 Feb 2028", "26 Nov 2026", "10 Mar 2028"):
        assert text in table
    assert table.count("<tr><td></td>") == len(labels)


def test_too_many_milestones_are_not_drawn_and_it_is_said(john: User) -> None:
    codes = Milestone.objects.visible_to(john).filter(deal__code="EX-DEAL").values_list("code", flat=True)[:14]
    page = _text(signed_in(john), "/deals/EX-DEAL/trend/?" + "&".join(f"m={code}" for code in codes))
    assert "At most 12 milestones are drawn" in page
