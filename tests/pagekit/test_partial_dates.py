"""Dates as precise as stated, within the years that the calendar of the portal knows."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.partialdate import first_day, last_day, validate_partial_date, whole_day


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_of_the_years_is_itself(day: date) -> None:
    text = day.isoformat()
    assert first_day(text) == last_day(text) == whole_day(text) == day
    assert first_day(text[:7]) == day.replace(day=1)
    assert last_day(text[:4]) == date(day.year, 12, 31)


@pytest.mark.parametrize(
    "text", ["", "1899", "2200-01-01", "0001-01-01", "9999-12-31", "2026-02-30", "2026-2-1", "2026-W47-7", "2026\n"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        validate_partial_date(text)


@pytest.mark.parametrize("text", ["2026", "2026-05", "20260501"])
def test_a_month_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        whole_day(text)
