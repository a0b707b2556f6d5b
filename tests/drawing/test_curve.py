"""Sums over the years: round scale, steps on their days, nothing done after today."""

from datetime import date
from decimal import Decimal

from portal.drawing.calendar import deal_axis
from portal.drawing.curve import BASE, LEFT, RIGHT, TOP, curve

AXIS = deal_axis(date(2026, 10, 1), date(2031, 9, 30), left=LEFT, right=RIGHT)
DUE = [(date(2027, 10, 1), Decimal(30)), (date(2026, 12, 1), Decimal(50))]


def test_the_scale_has_round_steps_above_the_larger_sum() -> None:
    drawn = curve(DUE, [], axis=AXIS, today=date(2026, 11, 22), bound=[(date(2030, 1, 1), Decimal(170))])
    assert drawn is not None
    assert [int(tick.value) for tick in drawn.ticks] == [0, 50, 100, 150, 200]
    assert (drawn.ticks[0].y, drawn.ticks[-1].y) == (BASE, TOP)
    assert (drawn.done, drawn.bound != "") == ("", True)


def test_a_line_rises_on_its_days_in_their_order() -> None:
    drawn = curve(DUE, [], axis=AXIS, today=date(2026, 11, 22))
    assert drawn is not None
    first, second = AXIS.x(date(2026, 12, 1)), AXIS.x(date(2027, 10, 1))
    assert drawn.planned == f"M{first} {BASE}H{first}V106.0H{second}V58.0H{RIGHT}"
    assert drawn.fill.endswith(f"V{BASE}z")


def test_what_is_done_ends_today_and_the_mark_stands_within_the_axis() -> None:
    today = date(2027, 1, 15)
    drawn = curve(DUE, [(date(2026, 12, 5), Decimal(20))], axis=AXIS, today=today)
    assert drawn is not None
    assert drawn.done.endswith(f"H{AXIS.x(today)}")
    assert drawn.today == AXIS.x(today)
    later = curve(DUE, [], axis=AXIS, today=date(2040, 1, 1))
    assert later is not None
    assert later.today is None


def test_nothing_to_add_up_is_no_drawing() -> None:
    assert curve([], [], axis=AXIS, today=date(2026, 11, 22)) is None
