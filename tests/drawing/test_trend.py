"""The milestone trend: later dates stand higher, every stated date has its mark, names never cover each other."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal.drawing.trend import BOTTOM, LEFT, RIGHT, TOP, Course, Mark, Subject, trend

FIRST = date(2026, 10, 1)
TODAY = date(2027, 10, 1)


def _subject(*stated: date | None, name: str = "Line accepted") -> Subject:
    marks = [Mark(FIRST + timedelta(days=7 * n), day, "words") for n, day in enumerate(stated)]
    return Subject(name, "EX-1", "/", [Course("path", "seller", marks)])


def test_a_line_that_keeps_its_date_is_flat_and_one_that_slips_rises() -> None:
    drawing = trend([_subject(date(2028, 1, 1), date(2028, 1, 1), date(2028, 3, 1))], today=TODAY)
    assert drawing
    first, second, third = drawing.lines[0].marks
    assert first.y == second.y > third.y
    assert first.x < second.x < third.x
    assert drawing.lines[0].path.endswith(f"H{drawing.today}")


def test_where_no_date_stands_the_line_has_a_gap() -> None:
    drawing = trend([_subject(date(2028, 1, 1), None, date(2028, 3, 1))], today=TODAY)
    assert drawing
    assert drawing.lines[0].path.count("M") == 2
    assert len(drawing.lines[0].marks) == 2


def test_the_diagonal_is_drawn_only_where_both_axes_have_the_day() -> None:
    near, far = trend([_subject(date(2027, 3, 1))], today=TODAY), trend([_subject(date(2031, 3, 1))], today=TODAY)
    assert near
    assert far
    assert near.diagonal
    assert not far.diagonal


def test_without_any_date_there_is_no_drawing() -> None:
    assert trend([], today=TODAY) is None
    assert trend([_subject(None)], today=TODAY) is None


DAYS = st.dates(date(2026, 10, 1), date(2032, 1, 1))


@given(st.lists(st.lists(DAYS, min_size=1, max_size=6), min_size=1, max_size=12))
def test_everything_stays_in_its_place_and_names_never_cover_each_other(stated: list[list[date]]) -> None:
    drawing = trend([_subject(*days, name="A long name of a milestone " * 3) for days in stated], today=TODAY)
    assert drawing
    marks = [mark for line in drawing.lines for mark in line.marks]
    assert len(marks) == sum(map(len, stated))
    assert all(LEFT <= mark.x <= RIGHT and TOP <= mark.y <= BOTTOM for mark in marks)
    assert all(one.y + one.height <= two.y + 0.01 for one, two in pairwise(drawing.names))
    assert drawing.names[-1].y + drawing.names[-1].height <= drawing.height
