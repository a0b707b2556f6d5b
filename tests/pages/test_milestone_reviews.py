"""The queue of milestones and its one click, on pages and over the API; the rights and the markings on both."""

from datetime import date

import pytest

from portal.accounts.models import User
from procurement.models import Milestone, MilestoneCheck, MilestoneStatement
from procurement.queries.reviews import reviews_of
from tests.api.conftest import Caller
from tests.conftest import signed_in

QUEUE = "/deals/EX-DEAL/stale/?status_date=2027-06-01"
OWN, THEIRS, RESTRICTED = "EX-GV-10", "EX-GV-11", "EX-JP-04"  # the last: of the Ukrainian side, for it alone
CHECK = f"/deals/EX-DEAL/milestones/{OWN}/check/"


def _record() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Milestone, MilestoneStatement, MilestoneCheck)]


def _text(user: User, path: str) -> str:
    return signed_in(user).get(path).content.decode()


def test_the_click_leads_back_to_the_queue_and_the_page_shows_it(olena: User) -> None:
    client = signed_in(olena)
    answer = client.post(CHECK, {"back": QUEUE})
    assert (answer.status_code, answer.headers["Location"]) == (302, QUEUE)
    check = MilestoneCheck.objects.get()
    assert (check.milestone.code, check.party.code, check.person) == (OWN, "EX-UA-SELL", "olena")
    assert "olena, EX-UA-SELL" in _text(olena, f"/deals/EX-DEAL/milestones/{OWN}/")


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "", "x" * 300])
def test_the_click_never_leads_out_of_the_portal(olena: User, back: str) -> None:
    answer = signed_in(olena).post(CHECK, {"back": back})
    assert answer.headers["Location"] == f"/deals/EX-DEAL/milestones/{OWN}/"


def test_the_click_is_offered_for_own_milestones_to_officers(olena: User, andrii: User, john: User) -> None:
    owners = {"olena": "EX-UA-SELL", "john": "EX-US-BUY"}
    for user in (olena, john):
        page = signed_in(user).get(QUEUE)
        own = [one for one in page.context["page"] if one.milestone.owner.code == owners[user.username]]
        assert 0 < len(own) == page.content.decode().count("/check/") < len(page.context["page"])
    assert "/check/" not in _text(andrii, QUEUE)
    assert "/check/" not in _text(andrii, f"/deals/EX-DEAL/milestones/{OWN}/")
    assert "/check/" in _text(olena, f"/deals/EX-DEAL/milestones/{OWN}/")


def test_who_may_not_click_is_told_and_nothing_changes(andrii: User, john: User, ivan: User, olena: User) -> None:
    before = _record()
    for user in (andrii, john):
        answer = signed_in(user).post(CHECK)
        assert (answer.status_code, "officer of its owner" in answer.content.decode()) == (403, True)
    assert signed_in(ivan).post(CHECK).status_code == 404
    for deal, code in (("EX-DEAL", "EX-NOBODY"), ("us-ua-drone-deal", OWN), ("nothing", OWN)):
        assert signed_in(olena).post(f"/deals/{deal}/milestones/{code}/check/").status_code == 404
    assert signed_in(john).post(f"/deals/EX-DEAL/milestones/{RESTRICTED}/check/").status_code == 404
    public = Milestone.objects.select_related("deal").get(code="squads-equipped")
    assert signed_in(olena).post(f"/deals/{public.deal.code}/milestones/{public.code}/check/").status_code == 403
    assert signed_in(olena).get(CHECK).status_code == 405
    assert _record() == before


def test_what_is_marked_for_others_is_absent_and_not_counted(olena: User, john: User) -> None:
    pages = {user.username: signed_in(user).get(QUEUE) for user in (olena, john)}
    deal = pages["john"].context["deal"]
    every = {user: _codes(deal, user) for user in (olena, john)}
    assert RESTRICTED in every[olena] - every[john]
    for user in (olena, john):
        found = pages[user.username].context["found"]
        assert found.due + found.soon == found.page.paginator.count == len(every[user])
    for number in range(1, pages["john"].context["page"].paginator.num_pages + 1):
        assert RESTRICTED not in _text(john, f"{QUEUE}&page={number}")


def _codes(deal: object, user: User) -> set[str]:
    day = date(2027, 6, 1)
    return {one.milestone.code for one in reviews_of(deal, user=user, status_date=day) if (one.due - day).days <= 7}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "soon", "%00"])
def test_strange_days_and_pages_break_nothing(olena: User, day: str) -> None:
    path = f"/deals/EX-DEAL/stale/?status_date={day}&page=-3"
    assert signed_in(olena).get(path).status_code in {200, 400}


def test_the_public_record_has_no_queue(olena: User, ivan: User) -> None:
    assert "No milestone waits for review." in _text(ivan, "/deals/us-ua-drone-deal/stale/")
    assert "/deals/us-ua-drone-deal/stale/" not in _text(olena, "/deals/us-ua-drone-deal/")
    assert "/deals/EX-DEAL/stale/" in _text(olena, "/deals/EX-DEAL/")
    assert "/deals/EX-DEAL/stale/" in _text(olena, "/")


def test_over_the_api_once_per_key_and_per_day(olena: User) -> None:
    machine = Caller(olena)
    before = machine.get(f"/milestones/{OWN}/").headers["ETag"]
    answers = [machine.post(f"/milestones/{OWN}/check/", {}, **{"Idempotency-Key": key}) for key in ("a", "a", "b")]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[1].headers["Idempotency-Replayed"] == "true"
    assert (answers[0].json()["party"], answers[0].json()["person"]) == ("EX-UA-SELL", "olena")
    assert MilestoneCheck.objects.count() == 1
    assert machine.get(f"/milestones/{OWN}/").headers["ETag"] == before


def test_refusals_over_the_api_change_nothing(john: User, andrii: User, ivan: User, olena: User) -> None:
    machine = Caller(john)
    before = _record()
    tried = [(machine, OWN, 403), (Caller(andrii), OWN, 403), (Caller(ivan), OWN, 404), (machine, RESTRICTED, 404)]
    tried += [(Caller(olena, read_only=True), OWN, 403), (Caller(olena), "squads-equipped", 403)]
    for who, code, status in tried:
        answer = who.post(f"/milestones/{code}/check/", {})
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json"), code
    assert machine.post("/milestones/EX-NOBODY/check/", {}).status_code == 404
    assert _record() == before
