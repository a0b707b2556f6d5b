"""The picture of a negotiation: every figure on the axis, open ends at its ends, words that fit."""

from hypothesis import given
from hypothesis import strategies as st

from portal.drawing.labels import width
from portal.drawing.negotiation import LEFT, LINE_WIDTH, RIGHT, WIDTH, Stand, negotiation, one_line
from portal.drawing.ranges import steps_between

numbers = st.none() | st.floats(-1e12, 1e12, allow_nan=False).map(lambda value: round(value, 3))
stands = st.builds(
    lambda a, b, shape: Stand(
        *((min(a, b), max(a, b)) if None not in (a, b) else (a, b)), shape, "1 May", "Buyer", "5"
    ),
    numbers,
    numbers,
    st.sampled_from(["seller", "buyer", "other"]),
)


@given(st.lists(stands, max_size=8))
def test_every_figure_stands_on_the_axis_and_rows_never_touch(given_stands: list[Stand]) -> None:
    drawn = negotiation(given_stands)
    if drawn is None:
        assert all(one.low is None and one.high is None for one in given_stands)
        return
    for row in drawn.rows:
        assert LEFT <= row.bar.x1 <= row.bar.x2 <= RIGHT
        assert row.bar.text_x < WIDTH
    for above, below in zip(drawn.rows, drawn.rows[1:], strict=False):
        assert above.y + above.height <= below.y
    assert drawn.rows[-1].y + drawn.rows[-1].height <= drawn.height


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12))
def test_the_axis_has_few_steps_and_holds_both_ends(one: float, other: float) -> None:
    low, high = sorted((round(one, 3), round(other, 3)))
    steps = [float(step) for step in steps_between(low, high)]
    assert 2 <= len(steps) <= 7
    assert steps[0] <= low + abs(low) * 1e-9
    assert steps[-1] >= high - abs(high) * 1e-9


def test_a_price_far_from_zero_has_an_axis_of_its_own() -> None:
    assert str(steps_between(48_000, 52_000)[0]) == "47000"
    assert str(steps_between(2, 9)[0]) == "0"


def test_the_line_of_now_shows_the_gap_between_both_sides() -> None:
    now = [Stand(5, 6, "seller"), Stand(3, 4, "buyer")]
    drawn = negotiation(now, now=now, between=(4, 5, True))
    assert drawn is not None
    assert drawn.now is not None
    assert drawn.now.area is not None
    seller, buyer = drawn.now.bars
    assert (drawn.now.area.x1, drawn.now.area.x2) == (buyer.x2, seller.x1)
    assert seller.y < buyer.y


def test_an_open_end_is_the_end_of_the_axis() -> None:
    line = one_line([Stand(None, 50, "buyer"), Stand(None, 25, "seller")], (25, 50, True))
    assert line is not None
    assert {bar.x1 for bar in line.bars} == {2.0}
    assert all(bar.less and not bar.more for bar in line.bars)
    assert line.area is not None
    assert line.area.x2 < LINE_WIDTH


def test_long_words_stand_before_the_bar_where_there_is_no_room_behind() -> None:
    long = Stand(9, 9, "seller", figure="at least 1,000,000 units/month, as stated")
    drawn = negotiation([Stand(1, 1, "buyer"), long])
    assert drawn is not None
    bar = drawn.rows[1].bar
    assert bar.is_left
    assert bar.text_x - width(long.figure) > 0


def test_nothing_is_drawn_of_words() -> None:
    assert negotiation([Stand(None, None, "seller")]) is None
    assert one_line([], None) is None
