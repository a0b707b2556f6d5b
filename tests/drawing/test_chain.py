"""A milestone between its neighbours: every row on the axis, names in lines, words that cover nothing."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal.drawing.chain import LEFT, NAME, WIDTH, Chain, Side, Word, chain
from portal.drawing.labels import width, wrap
from portal.drawing.timeline import Entry

START = date(2026, 10, 1)


def _entry(number: int, start: int, days: int) -> Entry:
    begin = START + timedelta(days=start)
    end = begin + timedelta(days=days)
    return Entry(
        f"M-{number}", "A milestone with quite a long name of several lines", "name", "/", begin, end, begin, end
    )


def _drawn(rows: list[tuple[int, int]], days: list[int]) -> Chain:
    words = [Word(START + timedelta(days=day), "15 Oct reported met") for day in days]
    drawn = chain(
        [_entry(number, *row) for number, row in enumerate(rows)],
        own="M-0",
        sides=[Side("seller", "Seller", words)],
        today=START,
        agreed=START,
    )
    assert drawn is not None
    return drawn


rows = st.lists(st.tuples(st.integers(0, 1800), st.integers(0, 300)), min_size=1, max_size=9)


@given(rows, st.lists(st.integers(0, 60), max_size=8))
def test_rows_follow_each_other_on_the_axis(places: list[tuple[int, int]], days: list[int]) -> None:
    drawn = _drawn(places, days)
    assert all(LEFT <= row.x1 <= row.x2 <= WIDTH for row in drawn.rows)
    assert all(before.y + before.height <= after.y for before, after in pairwise(drawn.rows))
    assert [row.own for row in drawn.rows] == [number == 0 for number in range(len(places))]
    assert 0 < len(drawn.ticks) <= 13
    assert drawn.ticks[0].named_year


@given(rows, st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_words_of_one_line_do_not_cover_each_other(places: list[tuple[int, int]], days: list[int]) -> None:
    (side,) = _drawn(places, days).sides
    lines: dict[float, list[tuple[float, float]]] = {}
    for word in side.words:
        ends = (word.text_x, word.text_x + width(word.text))
        lines.setdefault(word.y, []).append(
            ends if word.anchor == "start" else (2 * word.text_x - ends[1], word.text_x)
        )
    for spans in map(sorted, lines.values()):
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_nothing_with_dates_is_no_drawing() -> None:
    assert chain([], own="M-0", sides=[], today=START, agreed=None) is None


@given(st.text(st.characters(categories=["Ll"]), min_size=1, max_size=60), st.integers(1, 12))
def test_a_name_is_broken_between_words_only(word: str, times: int) -> None:
    text = " ".join([word] * times)
    lines = wrap(text, NAME)
    assert " ".join(lines) == text
    assert all(width(line) <= NAME or " " not in line for line in lines)
