"""Freshness of milestones (M15): with the clock moved, reminder, escalation and queue entry come on set days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from portal.accounts.models import Party, User
from portal.faults import Fault, Missing, Refused
from portal.jobs import running
from portal.notices.models import Notice
from procurement.actions.reviews import check_milestone, tell_of_reviews
from procurement.models import Deal, Milestone, MilestoneCheck, MilestoneStatement
from procurement.queries.reviews import Review, reviews_of
from procurement.review_rules import counted_from, review_due
from tests.conftest import signed_in
from tests.support import factories

START = date(2027, 1, 1)  # of the deal of these tests
DUE = START + timedelta(90)
CODE = "EX-FAR"


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)


@pytest.fixture
def deal(db: None) -> Deal:
    """A deal of the exercise's two leading parties, with one far milestone of the selling agency."""
    parties = ["EX-UA-SELL", "EX-US-BUY"]
    row = factories.a_deal(code="EX-NEW", party_codes=parties, starts_on=START, ends_on=date(2031, 12, 31))
    _milestone(row, code=CODE)
    return row


def _milestone(deal: Deal, *, party: str = "EX-UA-SELL", day: date = date(2029, 1, 1), **values: object) -> Milestone:
    stream = deal.workstreams.first() or factories.workstream(deal=deal)
    owner = Party.objects.get(code=party)
    return factories.milestone(workstream=stream, owner=owner, agreed_start=day, agreed_finish=day, **values)


def _say(day: date, party: str = "EX-US-BUY", **values: object) -> MilestoneStatement:
    values = {"milestone": Milestone.objects.get(code=CODE), "party": Party.objects.get(code=party), **values}
    return factories.milestone_statement(stated_on=day.isoformat(), date="2029-01-01", **values)


def _told(user: User) -> list[str]:
    rows = Notice.objects.filter(user=user, key__contains=":EX-NEW:").order_by("id")
    return [kind.removeprefix("milestone-review-") for kind in rows.values_list("kind", flat=True)]


def _review(deal: Deal, user: User, *, on: date) -> Review:
    return next(one for one in reviews_of(deal, user=user, status_date=on) if one.milestone.code == CODE)


def test_reminder_queue_entry_and_escalation_come_on_their_days(
    deal: Deal, olena: User, oksana: User, andrii: User, petro: User, john: User, mary: User
) -> None:
    tell_of_reviews(at=_at(DUE - timedelta(8)))
    assert _told(olena) == []
    tell_of_reviews(at=_at(DUE - timedelta(7)))
    assert (_told(olena), _told(oksana), _told(andrii), _told(petro), _told(john)) == (["due"], ["due"], [], [], [])
    assert [_review(deal, olena, on=DUE + timedelta(n)).is_due for n in (-1, 0)] == [False, True]
    tell_of_reviews(at=_at(DUE + timedelta(13)))
    assert _told(oksana) == ["due"]
    tell_of_reviews(at=_at(DUE + timedelta(14)))
    assert (_told(olena), _told(oksana), _told(john), _told(mary)) == (["due"], ["due", "late"], [], [])


def test_a_day_that_was_missed_is_made_up_for_and_nobody_is_told_twice(deal: Deal, olena: User) -> None:
    for day in (DUE, DUE, DUE + timedelta(1)):
        running.sweep(clock=lambda day=day: _at(day))
    assert _told(olena) == ["due"]


def _record() -> list[object]:
    """All that a check must leave as it is."""
    rows = Milestone.objects.order_by("pk").values()
    said = MilestoneStatement.objects.order_by("pk").values()
    events = Milestone.objects.get(code=CODE).events.count()
    return [list(rows), list(said), list(Deal.objects.order_by("pk").values()), events]


def test_one_click_resets_without_changing_anything_else(deal: Deal, olena: User) -> None:
    before = _record()
    first = check_milestone(milestone_code=CODE, by=olena, at=_at(DUE))
    assert check_milestone(milestone_code=CODE, by=olena, at=_at(DUE) + timedelta(hours=9)) == first
    assert (_record(), MilestoneCheck.objects.count()) == (before, 1)
    assert (first.party.code, first.person, first.checked_on) == ("EX-UA-SELL", "olena", DUE)
    assert _review(deal, olena, on=DUE - timedelta(1)).heard is None
    review = _review(deal, olena, on=DUE)
    assert (review.heard, review.due) == (DUE, DUE + timedelta(90))
    tell_of_reviews(at=_at(DUE))
    assert _told(olena) == []
    assert _review(deal, olena, on=DUE - timedelta(1)).due == DUE  # as it was the day before


def test_a_check_is_never_changed_and_has_its_history(deal: Deal, olena: User) -> None:
    check = check_milestone(milestone_code=CODE, by=olena, at=_at(DUE))
    check.person = "mallory"
    for write in (check.save, check.delete):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            write()
    (event,) = check.events.all()
    assert (event.person, event.pgh_actor, event.pgh_reason) == ("olena", "user:olena", "Still true")


def test_what_a_party_says_counts_and_what_is_said_for_some_does_not(deal: Deal, olena: User, john: User) -> None:
    _say(START + timedelta(10))
    _say(START + timedelta(20), "EX-UA-SELL", releasable_to=["EX-UA-SELL"])
    dues = [_review(deal, user, on=START + timedelta(30)).due for user in (olena, john)]
    assert dues == [START + timedelta(100)] * 2


def test_what_comes_soon_is_reviewed_sooner(deal: Deal, olena: User) -> None:
    near = _milestone(deal, day=START + timedelta(210))
    later = _milestone(deal, day=START + timedelta(211))
    due = {one.milestone.pk: one.due for one in reviews_of(deal, user=olena, status_date=START)}
    assert (due[near.pk], due[later.pk]) == (START + timedelta(30), DUE)


def test_met_cancelled_and_public_milestones_are_not_reviewed(deal: Deal, olena: User) -> None:
    source = factories.source()
    factories.milestone_statement(
        milestone=Milestone.objects.get(code=CODE), kind="happened", party=None, person="", source=source
    )
    by_proposal = {"cancelled_on": START, "cancelled_by": factories.proposal(deal=deal)}
    _milestone(deal, **by_proposal)
    assert reviews_of(deal, user=olena, status_date=DUE) == []
    for public in Deal.objects.filter(is_public=True):
        assert reviews_of(public, user=olena, status_date=DUE) == []


@pytest.mark.parametrize(
    ("heard", "deal_start", "expected"),
    [
        (None, START, START),
        (None, None, date(2028, 7, 5)),  # 180 days before the agreed start
        (None, DUE + timedelta(1), date(2028, 7, 5)),
        (START + timedelta(5), START, START + timedelta(5)),
        (START - timedelta(5), START, START - timedelta(5)),
    ],
)
def test_from_which_day_a_review_is_counted(heard: date | None, deal_start: date | None, expected: date) -> None:
    agreed = date(2029, 1, 1)
    assert counted_from(heard, deal_start=deal_start, agreed_start=agreed, on=DUE) == expected


def test_how_long_after() -> None:
    soon, late = START + timedelta(30), START + timedelta(90)
    finishes = [START - timedelta(9), soon + timedelta(180), soon + timedelta(181)]
    assert [review_due(START, finish=finish) for finish in finishes] == [soon, soon, late]


def _unchanged(fault: type[Fault], match: str, by: User, code: str = CODE) -> None:
    before = (_record(), MilestoneCheck.objects.count())
    with pytest.raises(fault, match=match):
        check_milestone(milestone_code=code, by=by, at=_at(DUE))
    assert (_record(), MilestoneCheck.objects.count()) == before


def test_only_an_officer_of_the_owner_checks(deal: Deal, john: User, andrii: User, mary: User, nina: User) -> None:
    for person in (john, andrii, mary, nina):
        _unchanged(Refused, "officer of its owner", person)


def test_other_deals_are_missing_and_what_is_settled_is_refused(
    deal: Deal, petro: User, ruth: User, ivan: User, olena: User
) -> None:
    for person in (petro, ruth, ivan):
        _unchanged(Missing, "no such milestone", person)
    _unchanged(Missing, "no such milestone", olena, "EX-NOBODY")
    _unchanged(Refused, "public record", olena, "squads-equipped")
    _unchanged(Refused, "met or cancelled", olena, "EX-GV-01")


def test_a_restricted_batch_reaches_only_parties_that_may_see_it(deal: Deal, olena: User, john: User) -> None:
    _milestone(deal, party="EX-US-BUY", releasable_to=["EX-UA-SELL"])
    _milestone(deal, party="EX-UA-SELL", releasable_to=["EX-UA-SELL"])
    tell_of_reviews(at=_at(DUE + timedelta(14)))
    assert (_told(olena), _told(john)) == (["due"], [])
    assert Notice.objects.get(user=olena, kind="milestone-review-due", key__contains="EX-NEW").params["count"] == 2


def test_an_owner_outside_of_the_deal_is_not_told(deal: Deal, petro: User, ruth: User) -> None:
    _milestone(deal, party="EX-UA-EXPORT")
    tell_of_reviews(at=_at(DUE))
    assert (_told(petro), _told(ruth)) == ([], [])


def test_the_notices_say_it_and_lead_to_the_queue(deal: Deal, oksana: User) -> None:
    tell_of_reviews(at=_at(DUE + timedelta(14)))
    client = signed_in(oksana)
    text = client.get("/account/").content.decode()
    assert "1 milestone of your party in EX-NEW is due for review on 1\u00a0Apr\u00a02027." in text
    assert "Nobody of your party has reviewed 1 milestone in EX-NEW" in text
    (link,) = set(Notice.objects.filter(user=oksana, key__contains="EX-NEW").values_list("link", flat=True))
    assert client.get(link).status_code == 200
