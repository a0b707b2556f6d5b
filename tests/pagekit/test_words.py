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
    ("low", "high", "unit", "en", "uk"),
    [
        ("8", "8", "unit", "8 units", "8 од."),
        ("1", "1", "unit", "1 unit", "1 од."),
        (None, "1", "month", "1 month", "1 міс."),
        ("1.0", "1.0", "year", "1.0 years", "1,0 р."),
        ("1", "2", "person", "1–2 persons", "1–2 ос."),
        ("0", "0", "day", "0 days", "0 діб"),
        ("500", "500", "unit/month", "500 units/month", "500 од./міс."),
        ("1", "1", "ston", "1 short ton", "1 кор. т"),
        ("20", "20", "m/s", "20 m/s", "20 м/с"),
        ("250", "250", "g", "250 g", "250 г"),
        ("48", None, "in", "48 in", "48 дюйм."),
    ],
)
def test_units_bend_with_the_number_in_english(low: str | None, high: str | None, unit: str, en: str, uk: str) -> None:
    ends = [Decimal(end) if end else None for end in (low, high)]
    for language, shown in (("en", en), ("uk", uk)):
        with translation.override(language):
            assert words.figure(ends[0], ends[1], unit).replace("\u00a0", " ") == shown


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
