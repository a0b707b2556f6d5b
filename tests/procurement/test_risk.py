"""Courses of a plan: each keeps the schedule rules, draws keep the stated triangle, the same seed gives the same."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.risk import Days, Spread, courses, critical_shares, day_of_share, draw, share_by
from procurement.schedule import Cycle, Item, Link, schedule
from tests.procurement.test_schedule_read_twice import random_plans

D = date(2027, 1, 1)
TODAY = D.toordinal()
WIDE = Spread(10, 20, 60)


def _item(code: str = "A", days: int = 20, *, began: int | None = None) -> Item:
    start = None if began is None else D + timedelta(days=began)
    return Item(code, days, D, D + timedelta(days=days), start)


def _finishes(items: list[Item], links: list[Link], spreads: dict[str, Spread], seed: int = 1) -> dict[str, Days]:
    return courses(items, links, spreads, today=TODAY, runs=1000, seed=seed).finishes


@settings(max_examples=60)
@given(random_plans(), st.integers(0, 5))
def test_every_course_is_the_schedule_with_the_durations_that_were_drawn(
    plan: tuple[list[Item], list[Link], date], seed: int
) -> None:
    items, links, status_date = plan
    spreads = {item.code: Spread.around(item.duration_days, less=50, more=200) for item in items[::2]}
    today = status_date.toordinal()
    found = courses(items, links, spreads, today=today, runs=4, seed=seed)
    drawn = {code: draw(item, spreads[code], today, 4, seed) for item in items if (code := item.code) in spreads}
    critical = dict.fromkeys(found.finishes, 0)
    for course in range(4):
        own = [replace(one, duration_days=int(drawn[one.code][course])) if one.code in drawn else one for one in items]
        lines = schedule(own, links, status_date=status_date)
        expected = {code: line.forecast_finish.toordinal() for code, line in lines.items()}
        assert {code: int(days[course]) for code, days in found.finishes.items()} == expected
        for code, line in lines.items():
            critical[code] += line.critical
    shares = critical_shares(items, links, found)
    assert shares == {code: 25.0 * critical[code] for code in shares}
    assert {code for code in critical if critical[code]} <= set(shares)


def test_one_of_two_ways_is_critical_in_the_courses_in_which_it_is_the_longer_one() -> None:
    items, links = [_item("A"), _item("B", 20), _item("C", 5)], [Link("A", "C", "FS", 0), Link("B", "C", "FS", 0)]
    found = courses(items, links, {"A": WIDE}, today=TODAY, runs=1000, seed=1)
    shares = critical_shares(items, links, found)
    longer = 100 * float(np.count_nonzero(found.lasts["A"] >= 20)) / 1000
    assert (shares["A"], shares["C"]) == (longer, 100.0)
    assert shares["B"] == 100 * float(np.count_nonzero(found.lasts["A"] <= 20)) / 1000


def test_without_a_spread_every_course_is_the_forecast() -> None:
    finishes = _finishes([_item("A"), _item("B", 5)], [Link("A", "B", "FS", 3)], {})
    assert {int(day) for day in finishes["B"]} == {TODAY + 28}


def test_draws_keep_the_ends_the_peak_and_the_shares_of_the_triangle() -> None:
    days = draw(_item(), WIDE, TODAY, 10_000, 7)
    assert (days.min() >= 10, days.max() <= 60) == (True, True)
    below_peak = (20 - 10) / (60 - 10)  # the share of a triangle left of its peak
    assert share_by(days, 20) / 100 == pytest.approx(below_peak, abs=0.03)
    assert float(days.mean()) == pytest.approx((10 + 20 + 60) / 3, abs=0.5)
    assert day_of_share(days, 50) == pytest.approx(60 - np.sqrt(0.5 * 50 * 40), abs=1)


def test_a_milestone_under_way_draws_only_what_is_still_possible() -> None:
    days = draw(_item(began=-30), WIDE, TODAY, 2000, 7)
    assert days.min() >= 30
    assert day_of_share(days, 50) == pytest.approx(60 - 30 * np.sqrt(0.5), abs=1)
    assert set(draw(_item(began=-90), WIDE, TODAY, 10, 7)) == {90}


@pytest.mark.parametrize("spread", [Spread(5, 5, 5), Spread(5, 5, 9), Spread(5, 9, 9), Spread(0, 0, 0)])
def test_a_peak_at_an_end_and_a_certain_duration_are_triangles_too(spread: Spread) -> None:
    days = draw(_item(), spread, TODAY, 500, 3)
    assert spread.shortest <= days.min() <= days.max() <= spread.longest


def test_the_same_seed_gives_the_same_and_another_gives_another() -> None:
    first, again, other = (_finishes([_item()], [], {"A": WIDE}, seed)["A"] for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert list(first[:5] - TODAY) == [27, 30, 23, 41, 39]  # as numpy draws them since PCG64 exists


def test_a_spread_that_is_added_changes_no_other_draw() -> None:
    items = [_item("A"), _item("B")]
    alone, beside = _finishes(items, [], {"A": WIDE}), _finishes(items, [], {"A": WIDE, "B": WIDE})
    assert np.array_equal(alone["A"], beside["A"])
    assert not np.array_equal(beside["A"], beside["B"])


def test_half_and_four_fifths_are_whole_days_by_which_so_many_have_ended() -> None:
    days = np.array([4, 1, 3, 2, 5])
    assert [day_of_share(days, percent) for percent in (0, 20, 50, 80, 100)] == [1, 1, 3, 4, 5]
    assert (share_by(days, 3), share_by(days, 0)) == (60.0, 0.0)


def test_an_assumption_goes_in_whole_days_outwards() -> None:
    assert Spread.around(45, less=10, more=30) == Spread(40, 45, 59)


def test_a_circle_is_named() -> None:
    with pytest.raises(Cycle, match="A > B > A"):
        _finishes([_item("A"), _item("B")], [Link("A", "B", "FS"), Link("B", "A", "SS")], {})
