"""Dates and numbers as each language writes them, never more precise than stated."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import translation

from portal.pagekit import words
from portal.pagekit.marking import PUBLIC, Ground, strip


@pytest.mark.parametrize(
    ("stated", "english", "ukrainian"),
    [
        ("2026-11-22", "22 Nov 2026", "22 лист. 2026"),
        ("2026-11", "Nov 2026", "лист. 2026"),
        ("2026", "2026", "2026"),
        ("", "", ""),
        (date(2026, 5, 1), "1 May 2026", "1 трав. 2026"),
    ],
)
def test_dates_keep_their_precision(stated: str | date, english: str, ukrainian: str) -> None:
    with translation.override("en"):
        assert words.day(stated).replace("\u00a0", " ") == english
    with translation.override("uk"):
        assert words.day(stated).replace("\u00a0", " ") == ukrainian


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Decimal("12000"), "12,000"), (Decimal("20.0"), "20.0"), (-5, "−5"), (None, "–"), ("1e3", "1,000")],
)
def test_numbers_keep_their_digits(value: Decimal | int | str | None, shown: str) -> None:
    with translation.override("en"):
        assert words.number(value) == shown


def test_signs_and_figures() -> None:
    with translation.override("uk"):
        assert [words.signed(n) for n in (15, 0, -14, None)] == ["+15", "0", "−14", "–"]
        assert words.figure(Decimal(12000), Decimal(14000), "USD") == "12 000–14 000 USD".replace(" ", "\u00a0")
        assert words.figure(None, None, "km") == "–"
        assert words.figure(Decimal(3), Decimal(3), "1") == "3"


@pytest.mark.parametrize(
    ("low", "high", "unit", "english", "ukrainian"),
    [
        (1, 1, "day", "1 day", "1 діб"),
        (60, 60, "day", "60 days", "60 діб"),
        (24, 36, "month", "24–36 months", "24–36 міс."),
        (2000, None, "unit/month", "2,000 units/month", "2 000 од./міс."),
        (5, 5, "km", "5 km", "5 км"),
    ],
)
def test_english_units_are_counted(low: int, high: int | None, unit: str, english: str, ukrainian: str) -> None:
    ends = (Decimal(low), None if high is None else Decimal(high))
    for language, shown in (("en", english), ("uk", ukrainian)):
        with translation.override(language):
            assert words.figure(*ends, unit).replace("\u00a0", " ") == shown


def test_moments_are_utc() -> None:
    with translation.override("en"):
        assert (
            words.moment(datetime(2026, 11, 22, 14, 5, tzinfo=UTC)).replace("\u00a0", " ") == "22 Nov 2026, 14:05 UTC"
        )
        assert words.moment("") == ""


def test_titles_fall_back_to_english() -> None:
    row = SimpleNamespace(title_en="Plan", title_uk="")
    with translation.override("uk"):
        assert words.title(row) == "Plan"
        assert words.title({"name_en": "Kite", "name_uk": "Змій"}) == "Змій"
        assert words.text({"text_en": "words", "text_uk": "слова"}, "text") == "слова"


def test_the_strip_of_a_page_is_that_of_its_most_restricted_row() -> None:
    assert strip(is_exercise=True, is_public=True) == PUBLIC
    open_page = strip(is_exercise=True, is_public=False, releases=[[], []])
    assert (open_page.ground, open_page.is_restricted) == (Ground.EXERCISE, False)
    assert strip(is_exercise=False, is_public=False, releases=[[], ["B", "A"], ["A"]]).only_for == ("A",)
