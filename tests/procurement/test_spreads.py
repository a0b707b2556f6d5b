"""The owner states how sure a duration is; the risk of the deal is computed from that, for each reader."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from portal.accounts.models import User
from portal.faults import Conflict, Fault, Invalid, Missing, Refused
from procurement.actions.spreads import Days, state_spread
from procurement.models import Deal, DurationSpread, Milestone
from procurement.queries.plan import plan_of
from procurement.queries.risk import Asked, Risk, read_asked, risk_of
from tests.conftest import signed_in
from tests.support import factories

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
OWN, HIDDEN, DONE = "EX-PR-35", "EX-JP-04", "EX-GV-05"  # of the selling agency; hidden from the buyer; met
MILESTONE = f"/deals/EX-DEAL/milestones/{OWN}/"
PAGE = f"/deals/EX-DEAL/risk/?status_date={DAY}"
API = f"/api/v1/deals/EX-DEAL/risk/?status_date={DAY}"
WORDS = {"shortest": "10", "likely": "14", "longest": "90", "spread_reason": "The annex is long."}


def _version(code: str = OWN) -> int:
    return Milestone.objects.get(code=code).version


def _state(by: User, code: str = OWN, days: Days | None = None, **words: object) -> DurationSpread:
    given = {"reason": "The annex is long.", **words}
    if "version" not in given:
        given["version"] = _version(code)
    return state_spread(milestone_code=code, by=by, at=NOW, days=days or Days(10, 14, 90), **given)


def _record() -> list[object]:
    return [list(Milestone.objects.order_by("pk").values()), list(DurationSpread.objects.order_by("pk").values())]


def _risk(user: User, **asked: object) -> Risk:
    return risk_of(Deal.objects.get(code="EX-DEAL"), user=user, status_date=DAY, asked=Asked(**asked))


def test_an_officer_of_the_owner_states_replaces_and_takes_back(olena: User) -> None:
    before = _version()
    _state(olena)
    _state(olena, days=Days(5, 10, 20))
    taken = _state(olena, days=Days())
    rows = DurationSpread.objects.filter(milestone__code=OWN).order_by("id")
    assert [row.likely for row in rows] == [14, 10, None]
    assert taken.is_taken_back
    assert (_version(), rows[0].party.code, rows[0].person) == (before + 3, "EX-UA-SELL", "olena")


@pytest.mark.parametrize(
    ("name", "code", "fault"),
    [
        ("john", OWN, Refused),
        ("andrii", OWN, Refused),
        ("petro", OWN, Refused),
        ("ivan", OWN, Missing),
        ("john", HIDDEN, Missing),
        ("olena", "EX-NO-01", Missing),
        ("olena", DONE, Refused),
    ],
)
def test_nobody_else_states_it_and_nothing_is_written(db: None, name: str, code: str, fault: type[Fault]) -> None:
    before = _record()
    version = getattr(Milestone.objects.filter(code=code).first(), "version", 1)
    with pytest.raises(fault):
        _state(User.objects.select_related("party").get(username=name), code, version=version)
    assert _record() == before


@pytest.mark.parametrize(
    ("days", "reason", "field"),
    [
        (Days(10, None, 20), "x", "likely"),
        (Days(10, 5, 20), "x", "likely"),
        (Days(10, 20, 15), "x", "likely"),
        (Days(10, 20, 10_000), "x", "longest"),
        (Days(-1, 20, 30), "x", "shortest"),
        (Days(10, 20, 30), " ", "spread_reason"),
    ],
)
def test_bad_days_are_refused_by_field(olena: User, days: Days, reason: str, field: str) -> None:
    before = _record()
    with pytest.raises(Invalid) as fault:
        _state(olena, days=days, reason=reason)
    assert list(fault.value.problems) == [field]
    assert _record() == before


def test_who_saw_an_older_version_is_refused_with_what_is_stated_now(olena: User) -> None:
    seen = _version()
    _state(olena)
    before = _record()
    with pytest.raises(Conflict) as fault:
        _state(olena, days=Days(1, 2, 3), version=seen)
    assert fault.value.current["spread"] == {"shortest": 10, "likely": 14, "longest": 90}
    assert _record() == before


def test_there_is_nothing_to_take_back_where_nothing_is_stated(olena: User) -> None:
    with pytest.raises(Refused):
        _state(olena, days=Days())


def test_the_database_keeps_the_order_and_the_row(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.duration_spread(shortest=20, likely=10, longest=30)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.duration_spread(shortest=None)
    row = factories.duration_spread()
    with pytest.raises(DatabaseError), transaction.atomic():
        DurationSpread.objects.filter(pk=row.pk).update(longest=31)


def test_without_a_spread_half_and_four_fifths_are_the_forecast_and_the_page_says_so(john: User) -> None:
    risk = _risk(john)
    assert risk.is_certain
    assert risk.p50 == risk.p80 == risk.plan.end == date(2031, 10, 9)
    page = signed_in(john).get(PAGE).content.decode()
    assert "nobody has stated yet how sure the durations are" in page
    assert "on its page" in page


def test_a_stated_spread_moves_what_follows_it_and_nothing_else(olena: User, john: User) -> None:
    _state(olena)
    rows = {one.row.milestone.code: one for one in _risk(john).rows}
    own = rows[OWN]
    assert own.row.due_on is not None
    assert own.row.due_on < own.p50 < own.p80
    assert rows["EX-PR-36"].p80 > rows["EX-PR-36"].p50
    assert rows["EX-PR-32"].p50 == rows["EX-PR-32"].p80 == rows["EX-PR-32"].row.due_on


def test_hidden_milestones_drive_the_courses_and_are_not_told(john: User, petro: User) -> None:
    assert Milestone.objects.get(code=HIDDEN).owner_id == petro.party_id
    _state(petro, HIDDEN, days=Days(100, 150, 400))
    risk = _risk(john)
    assert risk.p80 is not None
    assert risk.p80 > date(2031, 10, 9)
    assert (risk.stated, risk.is_certain) == (0, False)
    for address in (PAGE, API, "/api/v1/duration-spreads/?count=true"):
        assert HIDDEN not in signed_in(john).get(address).content.decode()
    assert {one.row.milestone.code for one in risk.rows} <= plan_of(
        risk.plan.deal, user=john, status_date=DAY
    ).by_code.keys()


def test_two_readers_have_one_date_for_a_milestone(john: User, petro: User, olena: User) -> None:
    _state(petro, HIDDEN, days=Days(100, 150, 400))
    marked = Milestone.objects.get(code=OWN)
    factories.duration_spread(milestone=marked, party=olena.party, releasable_to=["EX-UA-SELL"], longest=900)
    days = [{one.row.milestone.code: (one.p50, one.p80) for one in _risk(user).rows} for user in (john, olena)]
    both = days[0].keys() & days[1].keys()
    assert [days[0][code] for code in both] == [days[1][code] for code in both]


def test_a_spread_counts_from_the_day_on_which_it_was_stated(olena: User, john: User) -> None:
    _state(olena)
    deal = Deal.objects.get(code="EX-DEAL")
    earlier = risk_of(deal, user=john, status_date=DAY - timedelta(1), asked=Asked())
    assert (earlier.stated, _risk(john).stated) == (0, 1)


def test_an_assumption_is_marked_as_the_readers_own_and_gives_way_to_a_statement(olena: User, john: User) -> None:
    _state(olena)
    rows = {one.row.milestone.code: one for one in _risk(john, assume=(10, 30)).rows}
    assert rows[OWN].stated
    assert rows[OWN].assumed is None
    assert rows["EX-PR-32"].assumed is not None
    page = signed_in(john).get(f"{PAGE}&assume=10:30").content.decode()
    assert "Your assumption, stated by nobody" in page
    assert "assumed by you" in page


def test_the_same_address_gives_the_same_page_and_the_api_the_same_figures(john: User) -> None:
    asked = "&assume=10:30&seed=5&runs=300"
    first, again = (signed_in(john).get(PAGE + asked).content.decode() for _ in range(2))
    start, end = first.index("<h1"), first.index("</main>")
    assert first[start:end] == again[again.index("<h1") : again.index("</main>")]
    told = signed_in(john).get(API + asked).json()
    risk = _risk(john, assume=(10, 30), seed=5, runs=300)
    assert (told["end_p50"], told["end_p80"]) == (str(risk.p50), str(risk.p80))
    assert [row["p80"] for row in told["milestones"]] == [str(one.p80) for one in risk.rows]
    assert (told["seed"], told["runs"], told["assume"]) == (5, 300, "10:30")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        *[("seed=-1", "seed"), ("seed=4294967296", "seed"), ("seed=x", "seed"), ("runs=99", "runs")],
        *[("runs=10001", "runs"), ("runs=1e3", "runs"), ("assume=10", "assume"), ("assume=10:", "assume")],
        *[("assume=91:0", "assume"), ("assume=0:501", "assume"), ("assume=٣:4", "assume")],
    ],
)
def test_what_cannot_be_computed_is_named_with_its_cure(john: User, asked: str, field: str) -> None:
    page, api = signed_in(john).get(f"{PAGE}&{asked}"), signed_in(john).get(f"{API}&{asked}")
    assert (page.status_code, api.status_code) == (400, 400)
    assert f'href="#f-{field}"' in page.content.decode()
    assert list(api.json()["errors"]) == [field]
    assert read_asked(dict([asked.split("=")]))[0] == Asked()


def test_the_form_on_the_page_of_the_milestone_states_it(olena: User, john: User) -> None:
    client = signed_in(olena)
    assert "State the spread" in client.get(MILESTONE).content.decode()
    assert "State the spread" not in signed_in(john).get(MILESTONE).content.decode()
    answer = client.post(f"{MILESTONE}spread/", {**WORDS, "version": _version()}, follow=True)
    page = answer.content.decode()
    assert "Shortest 10, most likely 14, longest 90 days." in page
    assert "The annex is long." in page


@pytest.mark.parametrize(
    ("words", "status"),
    [({"likely": "soon"}, 400), ({"likely": "5"}, 400), ({"spread_reason": ""}, 400), ({"version": "1"}, 409)],
)
def test_a_refused_form_keeps_what_was_typed(olena: User, words: dict[str, str], status: int) -> None:
    _state(olena, days=Days(1, 2, 3))
    before = _record()
    sent = {**WORDS, "version": _version(), **words}
    answer = signed_in(olena).post(f"{MILESTONE}spread/", sent)
    page = answer.content.decode()
    assert answer.status_code == status
    assert f'name="likely" value="{sent["likely"]}"' in page
    assert 'name="longest" value="90"' in page
    assert _record() == before


def test_the_api_states_it_once_and_lists_it(olena: User, john: User) -> None:
    client = signed_in(olena)
    etag = client.get(f"/api/v1/milestones/{OWN}/").headers["ETag"]
    body = {"milestone": OWN, "shortest": 10, "likely": 14, "longest": 90, "reason": "long annex"}
    send = {"content_type": "application/json", "headers": {"If-Match": etag, "Idempotency-Key": "spread-1"}}
    answers = [client.post("/api/v1/duration-spreads/", body, **send) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    stale = client.post("/api/v1/duration-spreads/", body, content_type="application/json", headers={"If-Match": etag})
    assert (stale.status_code, stale.json()["current"]["spread"]["likely"]) == (412, 14)
    assert client.post("/api/v1/duration-spreads/", body, content_type="application/json").status_code == 428
    listed = signed_in(john).get(f"/api/v1/duration-spreads/?milestone={OWN}").json()["results"]
    assert [(row["likely"], row["party"], row["person"]) for row in listed] == [(14, "EX-UA-SELL", "olena")]
