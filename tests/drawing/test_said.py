"""When it was said: nothing is drawn more exactly than it is known, and nothing covers another."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal.drawing.said import LEFT, RIGHT, UNDATED, WIDTH, Said, when_said

DAYS = st.dates(date(1990, 1, 1), date(2035, 12, 31))


def _said(since: date | None, until: date | None = None) -> Said:
    return Said(since, until or since, own_word=False, label="up to 800 km")


def test_a_year_has_a_line_as_long_as_the_year() -> None:
    drawing = when_said([("Range", [_said(date(2023, 1, 1), date(2023, 12, 31)), _said(date(2024, 5, 1))])])
    assert drawing
    year, day = drawing.rows[0].dots
    assert year.span == (LEFT, drawing.years[1].x)
    assert day.span is None


def test_statements_without_a_date_stand_in_their_own_column() -> None:
    drawing = when_said([("Range", [_said(None), _said(date(2024, 5, 1)), _said(None)])])
    assert drawing
    assert [dot.x >= UNDATED for dot in drawing.rows[0].dots] == [False, True, True]


def test_without_any_date_there_is_no_drawing() -> None:
    assert when_said([]) is None
    assert when_said([("Range", [_said(None)])]) is None


@given(st.lists(st.tuples(DAYS, DAYS).map(sorted), min_size=1, max_size=20))
def test_marks_never_cover_each_other_and_years_cover_the_axis(spans: list[list[date]]) -> None:
    drawing = when_said([("Range", [_said(since, until) for since, until in spans])])
    assert drawing
    places = [dot.x for dot in drawing.rows[0].dots]
    assert all(later - earlier >= 10.9 for earlier, later in pairwise(places))
    assert drawing.years[0].x == LEFT
    assert abs(drawing.years[-1].x + drawing.years[-1].width - RIGHT) < 0.2


@given(st.integers(1, 200))
def test_the_column_of_undated_statements_never_leaves_the_drawing(count: int) -> None:
    drawing = when_said([("Range", [_said(date(2024, 1, 1)), *[_said(None)] * count])])
    assert drawing
    assert max(dot.x for dot in drawing.rows[0].dots) <= WIDTH
