"""Moves of a line of dates."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from procurement.slip_rules import Dates, Said, moves

DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2036, 1, 1))


def _line(*finishes: date | None) -> list[Said[int]]:
    return [Said(n, Dates(None, day) if day else None, n) for n, day in enumerate(finishes)]


def _day(n: int) -> date:
    return date(2027, 1, 1) + timedelta(days=n)


def test_five_moves_give_five_rows_whose_days_add_up() -> None:
    found = moves(_line(*map(_day, (0, 10, 40, 35, 90, 91))))
    assert [move.days for move in found] == [10, 30, -5, 55, 1]
    assert sum(move.days or 0 for move in found) == 91


def test_the_same_date_again_is_no_move() -> None:
    assert [move.word for move in moves(_line(_day(0), _day(0), _day(3), _day(3)))] == [2]


def test_a_withdrawn_forecast_is_a_move_back() -> None:
    said = [*_line(_day(0), _day(30)), Said(2, None, 2, takes_back=1)]
    assert [(move.days, move.word) for move in moves(said)] == [(30, 1), (-30, 2)]


def test_withdrawing_what_no_longer_holds_moves_nothing() -> None:
    said = [*_line(_day(0), _day(30)), Said(2, None, 2, takes_back=0)]
    assert [move.word for move in moves(said)] == [1]


def test_with_none_left_there_is_no_date_and_no_days() -> None:
    said = [*_line(_day(0)), Said(1, None, 1, takes_back=0), Said(2, Dates(None, _day(5)), 2)]
    assert [
        (move.before and move.before.finish, move.after and move.after.finish, move.days) for move in moves(said)
    ] == [
        (_day(0), None, None),
        (None, _day(5), None),
    ]


def test_a_start_that_moves_alone_is_a_move_of_no_days() -> None:
    said = [Said(0, Dates(_day(0), _day(9)), 0), Said(1, Dates(_day(2), _day(9)), 1)]
    assert [(move.days, move.start_days) for move in moves(said)] == [(0, 2)]


def test_a_forecast_of_the_finish_alone_moves_no_start() -> None:
    said = [Said(0, Dates(_day(0), _day(9)), 0), Said(1, Dates(None, _day(9)), 1), Said(2, Dates(_day(3), _day(9)), 2)]
    assert [move.word for move in moves(said)] == [2]


@given(st.lists(DAYS, min_size=1, max_size=20))
def test_the_days_of_a_line_always_add_up(days: list[date]) -> None:
    assert sum(move.days or 0 for move in moves(_line(*days))) == (days[-1] - days[0]).days
