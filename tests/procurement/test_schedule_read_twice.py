"""Every milestone of the exercise, and random plans, against a second reading of the rules (tests/support)."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.models import Deal
from procurement.queries.plan import plan_of_party
from procurement.schedule import Item, Line, Link, schedule
from tests.support.second_reading import end_of, ends_when_delayed, forecast

EXERCISE = Path(__file__).resolve().parents[2] / "data" / "exercise"
STATUS_DATES = [date(2026, 11, 22), date(2027, 8, 15), date(2029, 2, 1)]
D = date(2027, 1, 1)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (EXERCISE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.fixture(scope="module")
def plan() -> tuple[list[Item], list[Link]]:
    """The exercise as its files give it."""
    items = [
        Item(
            row["code"],
            int(row["duration_days"]),
            date.fromisoformat(row["baseline_start"]),
            date.fromisoformat(row["baseline_finish"]),
            _date(row["actual_start"]),
            _date(row["actual_finish"]),
        )
        for row in _rows("milestones.csv")
    ]
    links = [
        Link(row["predecessor"], row["successor"], row["type"], int(row["lag_days"]))
        for row in _rows("dependencies.csv")
    ]
    return items, links


def _check_dates(line: Line, item: Item, expected: tuple[int, int]) -> None:
    """Rules 4 to 8."""
    start, finish = expected
    assert (line.forecast_start.toordinal(), line.forecast_finish.toordinal()) == (start, finish), item
    assert line.start_slip_days == start - item.baseline_start.toordinal(), item
    assert line.finish_slip_days == finish - item.baseline_finish.toordinal(), item


def _check_late(line: Line, item: Item) -> None:
    """Rules 10, 11 and 13: what late dates and float have to do with each other and with the state."""
    if item.actual_finish:
        assert (line.late_start, line.late_finish, line.total_float_days, line.critical) == (None, None, None, False)
        return
    assert line.late_finish is not None
    assert line.total_float_days is not None
    assert line.late_finish == line.forecast_finish + timedelta(days=line.total_float_days), item
    late_start = None if item.actual_start else line.late_finish - timedelta(days=item.duration_days)
    assert (line.late_start, line.critical) == (late_start, line.total_float_days == 0), item


def _check_all(items: list[Item], links: list[Link], today: date, lines: dict[str, Line]) -> None:
    expected = forecast(items, links, today)
    end = end_of(expected)
    for item in items:
        line = lines[item.code]
        _check_dates(line, item, expected[item.code])
        _check_late(line, item)
        if line.total_float_days is not None:  # 14
            spare = [line.total_float_days, line.total_float_days + 1]
            assert ends_when_delayed(items, links, today, item.code, spare) == [end, end + 1], item


@pytest.mark.parametrize("today", STATUS_DATES, ids=str)
def test_all_159_milestones_of_the_exercise_follow_the_rules(
    plan: tuple[list[Item], list[Link]], deal: Deal, today: date
) -> None:
    plans = [plan_of_party(deal, code, status_date=today) for code in deal.party_codes]
    lines = {row.milestone.code: row.line for one in plans for row in one.rows if row.line}
    assert len(lines) == 159
    assert all(row.line == lines[row.milestone.code] for one in plans for row in one.rows)
    _check_all(*plan, today, lines)


@pytest.fixture
def deal(db: None) -> Deal:
    return Deal.objects.get(code="EX-DEAL")


def _day(number: int) -> date:
    return D + timedelta(days=number)


@st.composite
def _items(draw: st.DrawFn, code: str, today: int) -> Item:
    duration, planned = draw(st.integers(0, 8)), draw(st.integers(0, 15))
    began = draw(st.none() | st.integers(0, today))
    ended = None if began is None else draw(st.none() | st.integers(began, max(began, today)))
    finish = draw(st.none() | st.integers(0, 30))
    start = None if finish is None else draw(st.none() | st.integers(0, finish))
    dates = [None if number is None else _day(number) for number in (began, ended, start, finish)]
    return Item(code, duration, _day(planned), _day(planned + duration), *dates)


@st.composite
def random_plans(draw: st.DrawFn) -> tuple[list[Item], list[Link], date]:
    """Up to nine items in all states, with owners' forecasts, and all types of links in a mixed order."""
    count, today = draw(st.integers(1, 9)), draw(st.integers(0, 12))
    items = [draw(_items(f"M{number}", today)) for number in range(count)]
    numbers = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(numbers, numbers), max_size=16))
    kinds, lags = st.sampled_from(["FS", "SS", "FF", "SF"]), st.integers(-9, 6)
    links = [Link(f"M{a}", f"M{b}", draw(kinds), draw(lags)) for a, b in pairs if a < b]
    return draw(st.permutations(items)), links, _day(today)


@settings(max_examples=300)
@given(random_plans())
def test_random_plans_with_owners_forecasts_follow_the_rules(plan: tuple[list[Item], list[Link], date]) -> None:
    items, links, today = plan
    _check_all(items, links, today, schedule(items, links, status_date=today))


@given(random_plans())
def test_a_date_comes_from_the_owner_when_the_plan_without_his_word_is_earlier(
    plan: tuple[list[Item], list[Link], date],
) -> None:
    items, links, today = plan
    lines = schedule(items, links, status_date=today)
    for item in items:
        silent = Item(*(getattr(item, name) for name in list(Item.__slots__)[:6]))
        without = forecast([silent if one is item else one for one in items], links, today)[item.code]
        line = lines[item.code]
        dates = line.forecast_start.toordinal(), line.forecast_finish.toordinal()
        assert line.from_owner == (dates != without)
        assert dates >= without
