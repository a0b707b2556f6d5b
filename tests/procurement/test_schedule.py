"""The schedule rules, by number, on small plans and on the exercise deal against an independent calculation."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.schedule import Cycle, Item, Line, Link, drives, find_cycle, schedule

D = date(2027, 1, 1)


def _day(number: int) -> date:
    return D + timedelta(days=number)


def _item(code: str, days: int, start: int, *, began: int | None = None, ended: int | None = None) -> Item:
    actual_start = None if began is None else _day(began)
    actual_finish = None if ended is None else _day(ended)
    return Item(code, days, _day(start), _day(start + days), actual_start, actual_finish)


def _numbers(line: Line) -> tuple[int, int, int | None]:
    return (line.forecast_start - D).days, (line.forecast_finish - D).days, line.total_float_days


@pytest.mark.parametrize(
    ("kind", "lag", "start"), [("FS", 0, 10), ("FS", 3, 13), ("SS", 4, 4), ("FF", 2, 7), ("SF", 9, 4), ("FS", -6, 4)]
)
def test_each_link_type_pushes_an_open_item(kind: str, lag: int, start: int) -> None:
    lines = schedule([_item("P", 10, 0), _item("S", 5, 4)], [Link("P", "S", kind, lag)], status_date=D)
    assert _numbers(lines["S"])[:2] == (start, start + 5)


@pytest.mark.parametrize(("kind", "lag"), [("FS", 0), ("SS", 4), ("FF", 2), ("SF", 16)])
def test_a_link_drives_what_it_leaves_no_day_to_spare(kind: str, lag: int) -> None:
    tight, loose = Link("P", "S", kind, lag), Link("P", "S", kind, lag - 1)
    lines = schedule([_item("P", 10, 0), _item("S", 5, 2)], [tight], status_date=D)
    assert drives(tight, lines["P"], lines["S"])
    assert not drives(loose, lines["P"], lines["S"])


def test_an_open_item_never_starts_before_the_status_date() -> None:
    line = schedule([_item("A", 3, 0)], [], status_date=_day(8))["A"]
    assert (_numbers(line), line.start_slip_days, line.finish_slip_days) == ((8, 11, 0), 8, 8)


def test_a_running_item_ends_at_the_earliest_on_the_status_date() -> None:
    line = schedule([_item("A", 3, 0, began=1)], [], status_date=_day(8))["A"]
    assert (_numbers(line), line.late_start, line.critical) == ((1, 8, 0), None, True)


def test_links_into_finished_and_running_items_are_ignored_as_the_rules_say() -> None:
    items = [_item("P", 10, 0), _item("F", 5, 0, began=0, ended=4), _item("R", 5, 0, began=2)]
    links = [Link("P", "F", "FS"), Link("P", "R", "FS"), Link("P", "R", "FF", 1)]
    lines = schedule(items, links, status_date=_day(3))
    assert (_numbers(lines["F"])[:2], _numbers(lines["R"])[:2]) == ((0, 4), (2, 14))
    assert lines["F"].total_float_days is None


def test_float_is_the_delay_that_moves_the_end_by_nothing() -> None:
    items = [_item("A", 10, 0), _item("B", 4, 0), _item("C", 5, 0)]
    lines = schedule(items, [Link("A", "C", "FS"), Link("B", "C", "FS")], status_date=D)
    assert {code: line.total_float_days for code, line in lines.items()} == {"A": 0, "B": 6, "C": 0}


def test_a_circle_is_refused_with_its_names() -> None:
    links = [Link("A", "B", "FS"), Link("B", "C", "FS"), Link("C", "A", "SS")]
    with pytest.raises(Cycle, match="circle"):
        schedule([_item(code, 1, 0) for code in "ABC"], links, status_date=D)
    assert sorted(find_cycle([("A", "B"), ("B", "C"), ("C", "A"), ("C", "D")])) == ["A", "B", "C"]


@st.composite
def _plans(draw: st.DrawFn) -> tuple[list[Item], list[Link], int]:
    count = draw(st.integers(2, 7))
    today = draw(st.integers(0, 12))
    items = []
    for number in range(count):
        began = draw(st.none() | st.integers(0, today))
        ended = None if began is None else draw(st.none() | st.integers(began, max(began, today)))
        items.append(_item(f"M{number}", draw(st.integers(0, 8)), draw(st.integers(0, 15)), began=began, ended=ended))
    pairs = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=10))
    links = [
        Link(f"M{a}", f"M{b}", draw(st.sampled_from(["FS", "SS", "FF", "SF"])), draw(st.integers(-4, 5)))
        for a, b in pairs
        if a < b
    ]
    return items, links, today


def _end_when_delayed(items: list[Item], links: list[Link], today: int, code: str, days: int) -> date:
    """The end of the plan when one item's start (running: its finish) is delayed, by the meaning of float (rule 14)."""
    forecast = schedule(items, links, status_date=_day(today))[code]
    moved = []
    for item in items:
        if item.code != code:
            moved.append(item)
        elif item.actual_start:
            longer = (forecast.forecast_finish - item.actual_start).days + days
            moved.append(Item(code, longer, item.baseline_start, item.baseline_finish, item.actual_start))
        else:
            start = forecast.forecast_start + timedelta(days=days)
            moved.append(Item(code, item.duration_days, start, item.baseline_finish))
    return max(line.forecast_finish for line in schedule(moved, links, status_date=_day(today)).values())


@given(_plans())
def test_float_means_what_rule_14_says(plan: tuple[list[Item], list[Link], int]) -> None:
    items, links, today = plan
    lines = schedule(items, links, status_date=_day(today))
    end = max(line.forecast_finish for line in lines.values())
    for code, line in lines.items():
        if line.total_float_days is not None:
            spare = line.total_float_days
            assert spare >= 0
            assert _end_when_delayed(items, links, today, code, spare) == end
            assert _end_when_delayed(items, links, today, code, spare + 1) == end + timedelta(days=1)
