"""What a reader is shown tells nothing of what he does not see, beyond what has to pass through it (rule 16)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.accounts.models import User
from procurement.models import Deal, Milestone
from procurement.queries.plan import plan_for_all, plan_of
from procurement.risk import Spread, courses, critical_shares
from procurement.schedule import Item, Link, schedule
from reports.composers.body import compose
from reports.queries.collecting import collect
from reports.rules import Period
from tests.conftest import signed_in
from tests.procurement.test_schedule_read_twice import random_plans
from tests.support import factories
from tests.support.second_reading import end_of, ends_when_delayed, forecast

TODAY, END = date(2026, 11, 22), date(2031, 10, 9)
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
AT = f"status_date={TODAY}"
Network = tuple[list[Item], list[Link], date]


@st.composite
def _read_by_somebody(draw: st.DrawFn) -> tuple[Network, set[str]]:
    """A plan, and the milestones that a reader sees: at least one."""
    plan = draw(random_plans())
    codes = [item.code for item in plan[0]]
    return plan, set(draw(st.lists(st.sampled_from(codes), min_size=1)))


def _lead_to(seen: set[str], links: Sequence[Link]) -> set[str]:
    """What is seen, and what something seen waits for, however far behind."""
    found, grown = set(seen), True
    while grown:
        more = {link.predecessor for link in links if link.successor in found} - found
        found, grown = found | more, bool(more)
    return found


@settings(max_examples=200)
@given(_read_by_somebody())
def test_float_means_for_each_reader_what_rule_14_says(case: tuple[Network, set[str]]) -> None:
    (items, links, today), seen = case
    lines = schedule(items, links, status_date=today, seen=seen)
    end = end_of(forecast(items, links, today), seen)
    for code in seen:
        spare = lines[code].total_float_days
        if spare is not None:
            moved = ends_when_delayed(items, links, today, code, [spare, spare + 1], seen=seen)
            assert (spare >= 0, lines[code].critical) == (True, spare == 0)
            assert moved == [end, end + 1]


@given(_read_by_somebody())
def test_dates_are_the_same_for_every_reader(case: tuple[Network, set[str]]) -> None:
    (items, links, today), seen = case
    whole, shown = (schedule(items, links, status_date=today, seen=who) for who in (None, seen))
    dates = [(line.forecast_start, line.forecast_finish, line.start_slip_days) for line in whole.values()]
    assert dates == [(line.forecast_start, line.forecast_finish, line.start_slip_days) for line in shown.values()]
    assert schedule(items, links, status_date=today, seen={item.code for item in items}) == whole


@given(_read_by_somebody())
def test_what_leads_to_nothing_seen_changes_nothing(case: tuple[Network, set[str]]) -> None:
    (items, links, today), seen = case
    kept = _lead_to(seen, links)
    fewer = [item for item in items if item.code in kept]
    joined = [link for link in links if {link.predecessor, link.successor} <= kept]
    with_all, without = (
        schedule(rows, own, status_date=today, seen=seen) for rows, own in ((items, links), (fewer, joined))
    )
    assert {code: with_all[code] for code in seen} == {code: without[code] for code in seen}


@settings(max_examples=60)
@given(_read_by_somebody())
def test_a_criticality_index_counts_the_same_courses(case: tuple[Network, set[str]]) -> None:
    (items, links, today), seen = case
    spreads = {item.code: Spread.around(item.duration_days, less=0, more=0) for item in items}
    found = courses(items, links, spreads, today=today.toordinal(), runs=1, seed=1)
    lines = schedule(items, links, status_date=today, seen=seen)
    shares = critical_shares(items, links, found, seen=seen)
    assert shares == {code: 100.0 * lines[code].critical for code in seen if lines[code].total_float_days is not None}


def _hidden_end(olena: User, days_after: int = 40) -> Milestone:
    """An internal milestone of the seller that waits for the last one that all see, and ends after it."""
    deal = Deal.objects.get(code="EX-DEAL")
    last = Milestone.objects.get(code="EX-GV-28")
    finish = END + timedelta(days=days_after)
    made = factories.milestone(
        **{"deal": deal, "workstream": last.workstream, "owner": olena.party, "releasable_to": ["EX-UA-SELL"]},
        **{"agreed_start": finish - timedelta(days=10), "agreed_finish": finish, "duration_days": 10},
    )
    factories.dependency(predecessor=last, successor=made)
    factories.dependency(predecessor=Milestone.objects.get(code="EX-GV-09"), successor=made)
    return made


ANSWERS = [
    f"/api/v1/deals/EX-DEAL/schedule/?{AT}",
    f"/api/v1/deals/EX-DEAL/schedule/?{AT}&critical=1",
    f"/api/v1/deals/EX-DEAL/risk/?{AT}&assume=10:30",
    f"/api/v1/deals/EX-DEAL/what-if/?{AT}&move=EX-GV-09:2028-01-10",
    f"/api/v1/milestones/?deal=EX-DEAL&critical=1&{AT}&count=true",
    f"/api/v1/milestones/?deal=EX-DEAL&ends=1&{AT}&count=true",
    f"/api/v1/milestones/export/?format=csv&deal=EX-DEAL&critical=1&{AT}",
]
PAGES = [f"/deals/EX-DEAL/{page}?{AT}" for page in ("", "timeline/", "milestones/", "risk/", "slips/", "trend/")]


def _said(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


@pytest.mark.parametrize("address", ANSWERS)
def test_a_hidden_end_changes_no_answer(olena: User, john: User, address: str) -> None:
    client = signed_in(john)
    before = client.get(address)
    _hidden_end(olena)
    after = client.get(address)
    assert (before.status_code, after.status_code) == (200, 200)
    assert _said(after) == _said(before)
    assert after.headers.get("ETag") == before.headers.get("ETag")


@pytest.mark.parametrize("address", PAGES)
def test_a_hidden_end_changes_no_page(olena: User, john: User, address: str) -> None:
    client = signed_in(john)
    before, _made, after = (_main(client.get(address)), _hidden_end(olena), _main(client.get(address)))
    assert after == before


def _main(answer: Any) -> str:
    text = answer.content.decode()
    return str(text[text.index("<main") : text.index("</main>")])


def test_a_report_for_all_counts_to_the_end_that_all_see(olena: User, john: User) -> None:
    deal = Deal.objects.get(code="EX-DEAL")
    week = Period(date(2026, 11, 23), date(2026, 11, 30))
    before, _made, after = (
        compose(collect(deal.pk, week), known_at=NOW),
        _hidden_end(olena),
        compose(collect(deal.pk, week), known_at=NOW),
    )
    assert after["critical"]
    assert [name for name in before if before[name] != after[name]] == []


def test_who_sees_the_end_is_shown_the_rules_as_they_stand(olena: User, john: User) -> None:
    deal = Deal.objects.get(code="EX-DEAL")
    made = _hidden_end(olena)
    hers, his, all_see = (
        plan_of(deal, user=olena, status_date=TODAY),
        plan_of(deal, user=john, status_date=TODAY),
        plan_for_all(deal, status_date=TODAY),
    )
    assert (hers.end, his.end, all_see.end) == (made.agreed_finish, END, END)
    assert [row.milestone.code for row in hers.rows if row.line and row.line.critical] == [made.code]
    last = his.by_code["EX-GV-28"].line
    assert last is not None
    assert (last.late_finish, last.critical) == (END, True)
    assert [row.due_on for row in his.rows] == [
        hers.by_code[row.milestone.code].due_on if row.milestone.code in hers.by_code else row.due_on
        for row in his.rows
    ]
