"""What a report says of moves: who moved which date, how sure the end is, positions, disputes and baselines."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import F

from portal.accounts.models import User
from portal.history.writing import Actor, writing
from procurement.actions.baselines import take_baseline
from procurement.actions.milestones import state_milestone
from procurement.models import Deal, Milestone, Order
from procurement.queries.risk import Asked, risk_of
from reports.composers.body import compose
from reports.composers.chapters import chapters_of
from reports.queries.collecting import collect
from reports.rules import Period
from tests.support import factories

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WEEK = Period(date(2026, 11, 23), date(2026, 11, 30))


def _body(deal: Deal, **asked: Any) -> dict[str, Any]:
    return compose(collect(deal.pk, WEEK, **asked), known_at=NOW)


@pytest.fixture
def deal(db: None) -> Deal:
    return Deal.objects.get(code="EX-DEAL")


def test_a_forecast_of_the_week_is_in_the_ledger_with_its_reason(deal: Deal, john: User) -> None:
    version = Milestone.objects.get(code="EX-GV-04").version
    said: dict[str, Any] = {"milestone_code": "EX-GV-04", "kind": "forecast", "by": john, "at": NOW}
    state_milestone(**said, date="2027-03-01", reason="The hall is not ready", version=version)
    state_milestone(**said, date="2027-03-11", reason="Nor is the road", version=version + 1)
    moves = [row for row in _body(deal)["ledger"] if row["code"] == "EX-GV-04"]
    assert [(row["of"], row["now"], row["by"]["code"], row["reason"]) for row in moves] == [
        ("forecast", "2027-03-01", "EX-US-BUY", "The hall is not ready"),
        ("forecast", "2027-03-11", "EX-US-BUY", "Nor is the road"),
    ]
    assert (moves[1]["was"], moves[1]["days"]) == ("2027-03-01", 10)


def test_how_sure_the_end_is_is_what_the_page_of_the_deal_says(deal: Deal, john: User) -> None:
    factories.duration_spread(milestone=Milestone.objects.get(code="EX-GV-08"), shortest=10, likely=40, longest=200)
    told = _body(deal)["risk"]
    page = risk_of(deal, user=john, status_date=WEEK.last_day, asked=Asked())
    assert (told["seed"], told["runs"], told["stated"]) == (1, 1000, page.stated)
    own = _body(deal, audience="EX-US-BUY")["risk"]
    assert (own["p50"], own["p80"]) == (str(page.p50), str(page.p80))


def test_a_position_that_follows_another_of_the_same_side_has_moved(deal: Deal, john: User) -> None:
    term = factories.term(deal=deal, code="EX-TERM-90", unit="percent")
    for day, low in (("2026-10-01", "3"), ("2026-11-24", "4")):
        words = {"party": john.party, "stated_by": "", "stated_on": day, "unit": "percent"}
        factories.position(term=term, low=Decimal(low), high=Decimal(low), **words)
    (row,) = [row for row in _body(deal)["moved"] if row["code"] == "EX-TERM-90"]
    assert (row["was"]["low"], row["figure"]["low"], row["was_on"]) == ("3", "4", "2026-10-01")


def test_a_figure_that_became_disputed_in_the_week_is_told_once(deal: Deal) -> None:
    model = Order.objects.filter(deal=deal, releasable_to=[])[0].model
    capability = factories.capability()
    for at, low in ((datetime(2026, 1, 2, tzinfo=UTC), 70), (NOW, 99)):
        ends = {"low": Decimal(low), "high": Decimal(low), "bound": "exact", "unit": "km"}
        factories.claim(model=model, capability=capability, recorded_at=at, **ends)
    told = [row for row in _body(deal)["catalog"]["disputed"] if row["model"]["slug"] == model.slug]
    after = compose(collect(deal.pk, Period(date(2026, 11, 30), date(2026, 12, 7))), known_at=NOW)
    assert [row["capability"]["code"] for row in told] == [capability.code]
    assert [row for row in after["catalog"]["disputed"] if row["model"]["slug"] == model.slug] == []


def test_a_baseline_tells_what_was_agreed_anew_since(deal: Deal, olena: User) -> None:
    take_baseline(deal_code="EX-DEAL", name="Signing", by=olena, at=NOW)
    with writing(by=Actor("system:test"), reason="agreed anew"):
        later = {name: F(name) + timedelta(days=7) for name in ("agreed_start", "agreed_finish")}
        Milestone.objects.filter(code="EX-GV-08").update(**later)
    (told,) = _body(deal)["baselines"]
    assert (told["name"], told["state"], told["waits_for"]) == ("Signing", "waiting", ["seller", "buyer"])
    assert (told["moved"], told["rows"]) == (["EX-GV-08"], len(_body(deal)["milestones"]))


def test_each_new_part_has_its_chapter(deal: Deal, olena: User) -> None:
    take_baseline(deal_code="EX-DEAL", name="Signing", by=olena, at=NOW)
    keys = [chapter.key for chapter in chapters_of(_body(deal))]
    assert {"ledger", "risk", "moved", "baselines"} <= set(keys)
