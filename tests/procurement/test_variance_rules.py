"""Days between dates, counted by hand; and what the rules of working days promise for any two days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.variance_rules import Span, change, working_days

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1))
FRI, SAT, SUN, MON = (date(2026, 11, day) for day in (20, 21, 22, 23))


@pytest.mark.parametrize(
    ("since", "until", "calendar", "working"),
    [
        (FRI, FRI, 0, 0),
        (FRI, SAT, 1, 1),
        (FRI, MON, 3, 1),
        (SAT, SUN, 1, 0),
        (SAT, MON, 2, 0),
        (SUN, MON, 1, 0),
        (MON, date(2026, 11, 24), 1, 1),
        (MON, date(2026, 11, 30), 7, 5),
        (FRI, date(2026, 12, 4), 14, 10),
        (SAT, date(2026, 12, 9), 18, 12),  # two whole weeks, then Mon 7 and Tue 8
        (date(2026, 12, 24), date(2027, 1, 4), 11, 7),  # holidays are not taken out
        (MON, FRI, -3, -1),
        (date(2026, 11, 30), MON, -7, -5),
        (date(2028, 2, 28), date(2028, 3, 1), 2, 2),  # a leap year
    ],
)
def test_days_counted_by_hand(since: date, until: date, calendar: int, working: int) -> None:
    assert ((until - since).days, working_days(since, until)) == (calendar, working)


@given(DAYS, DAYS)
def test_working_days_are_the_weekdays_one_by_one(since: date, until: date) -> None:
    first, last = sorted((since, until))
    counted = sum((first + timedelta(days=n)).weekday() < 5 for n in range((last - first).days))
    assert working_days(first, last) == counted
    assert working_days(last, first) == -counted


@given(DAYS, DAYS, DAYS)
def test_two_moves_make_the_move_of_both(one: date, two: date, three: date) -> None:
    first, second, third = sorted((one, two, three))
    assert working_days(first, second) + working_days(second, third) == working_days(first, third)


def test_what_became_of_a_milestone() -> None:
    plan, later = Span(FRI, MON), Span(FRI, date(2026, 11, 24))
    cases = [(plan, plan), (plan, later), (None, plan), (plan, None)]
    assert [change(*pair) for pair in cases] == ["same", "moved", "added", "gone"]
    assert change(None, None) is None
