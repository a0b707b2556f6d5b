"""Geometry: every mark on its axis, labels never on each other, plan and forecast apart."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.drawing.calendar import deal_axis
from portal.drawing.ranges import RIGHT, Bar, log_bar, log_place, range_bars, steps
from portal.drawing.steps import steps as step_lines
from portal.drawing.timeline import LANE, TAG, TICK, WIDTH, Block, Entry, Group, Join, Path, strip, timeline

START, END = date(2026, 10, 1), date(2031, 10, 1)
AXIS = deal_axis(START, END, left=168, right=1196)


@pytest.mark.parametrize(
    ("top", "last", "count"), [(830, 1000, 5), (60, 80, 5), (1000, 1500, 4), (1.5, 2, 5), (92.6, 100, 5), (0, 1, 2)]
)
def test_axes_have_round_steps(top: float, last: float, count: int) -> None:
    values = steps(top)
    assert (values[-1], len(values)) == (Decimal(str(last)), count)


@given(st.floats(0.001, 1e9))
def test_every_axis_holds_its_largest_value(top: float) -> None:
    values = steps(top)
    assert float(values[-1]) >= top
    assert 2 <= len(values) <= 5


def test_each_bound_has_its_place() -> None:
    bars = [Bar("up-to", None, 40, "a"), Bar("at-least", 20, None, "b"), Bar("exact", 30, 30, "c")]
    drawn = range_bars(bars)
    assert drawn is not None
    up_to, at_least, exact = drawn.marks
    assert up_to.x1 < exact.x1 == exact.x2 < up_to.x2
    assert at_least.x2 > RIGHT
    assert drawn.named == "a; b; c"
    assert exact.alone.y == 14
    assert exact.whiskers[0] < exact.middle < exact.whiskers[3]


def test_no_numbers_no_drawing() -> None:
    assert range_bars([]) is None
    assert log_bar(None, None, open_end=False) is None


def test_the_logarithmic_bar_stays_on_its_axis() -> None:
    assert (log_place(0.1), log_place(1), log_place(10)) == (6, 6, 47.6)
    bar = log_bar(5, 1e9, open_end=True)
    assert bar is not None
    assert bar.x1 < bar.x2 < 173


def test_bands_are_fiscal_years_and_quarters_stand_within() -> None:
    assert [band.label for band in AXIS.bands] == ["FY27", "FY28", "FY29", "FY30", "FY31"]
    assert len(AXIS.quarters) == 20
    assert (AXIS.x(START), AXIS.x(END), AXIS.x(date(2020, 1, 1))) == (168, 1196, 168)


def _entry(number: int, start: int, days: int, plan: int) -> Entry:
    begin, planned = START + timedelta(days=start), START + timedelta(days=plan)
    end = timedelta(days=days)
    return Entry(f"M-{number}", f"Milestone {number}", "name", "/", begin, begin + end, planned, planned + end)


entries = st.lists(st.tuples(st.integers(0, 1700), st.integers(0, 200), st.integers(0, 1700)), min_size=1, max_size=40)


@given(entries)
def test_bars_and_labels_in_one_lane_never_overlap(rows: list[tuple[int, int, int]]) -> None:
    drawn = timeline(
        [Group("W", [Block([_entry(n, *row) for n, row in enumerate(rows)])])], axis=AXIS, today=START, end=END
    )
    lanes: dict[float, list[tuple[float, float]]] = {}
    for bar in drawn.panels[0].bars:
        ends = (bar.x1, bar.text_x + 40) if bar.anchor == "start" else (bar.text_x - 40, bar.x2)
        lanes.setdefault(bar.y, []).append(ends)
    for spans in lanes.values():
        ordered = sorted(spans)
        assert all(before[1] <= after[0] + 1 for before, after in pairwise(ordered))


def test_the_plan_is_drawn_only_where_it_differs() -> None:
    drawn = timeline(
        [Group("W", [Block([_entry(1, 10, 5, 10), _entry(2, 40, 5, 30)])])], axis=AXIS, today=START, end=None
    )
    assert [bar.ghost is None for bar in drawn.panels[0].bars] == [True, False]
    assert drawn.panels[0].height >= LANE
    assert all(bar.x2 <= WIDTH for bar in drawn.panels[0].bars)


def test_blocks_stand_below_each_other_with_their_titles_beside() -> None:
    blocks = [
        Block([_entry(n, 10, 50, 10)], title) for n, title in enumerate(["First", "A name of two lines or so, wrapped"])
    ]
    (panel,) = timeline([Group("W", blocks, "1 of 2 met")], axis=AXIS, today=START, end=None).panels
    first, second = panel.bars
    assert first.y + LANE <= second.y
    assert [line.text for line in panel.words][:3] == ["W", "1 of 2 met", "First"]
    assert [line.y for line in panel.words] == sorted(line.y for line in panel.words)
    assert panel.words[-1].y < panel.height
    assert len(panel.words) > 4


def test_a_bar_without_a_label_takes_the_room_of_the_bar_alone() -> None:
    bare = replace(_entry(1, 10, 5, 10), label="")
    (panel,) = timeline([Group("W", [Block([bare, _entry(2, 40, 5, 40)])])], axis=AXIS, today=START, end=None).panels
    assert len({bar.y for bar in panel.bars}) == 1


def test_a_join_goes_on_in_every_panel_between_its_bars() -> None:
    groups = [Group(name, [Block([_entry(n, 100 * n, 50, 100 * n)])]) for n, name in enumerate("ABCD")]
    drawn = timeline(groups, axis=AXIS, today=START, end=None, joins=[Join("M-0", "M-2")])
    first, second, third, last = drawn.panels
    finish, start = first.bars[0].x2, third.bars[0].x1
    bottom = first.height + second.height + third.bars[0].middle
    assert first.joins == [Path(f"M{finish} {first.bars[0].middle}H{start}V{bottom}", "path")]
    assert [len(panel.joins) for panel in (second, third, last)] == [1, 1, 0]


def test_a_join_leaves_and_reaches_the_ends_that_its_type_names() -> None:
    group = Group("A", [Block([_entry(1, 10, 50, 10), _entry(2, 20, 90, 20)])])
    joins = [Join("M-1", "M-2", from_start=True, to_finish=True), Join("M-1", "gone")]
    (panel,) = timeline([group], axis=AXIS, today=START, end=None, joins=joins).panels
    before, after = panel.bars
    assert panel.joins == [Path(f"M{before.x1} {before.middle}H{after.x2}V{after.middle}", "path")]


@given(st.integers(0, 1825))
def test_the_tag_of_the_day_covers_no_name_and_stays_inside(days: int) -> None:
    drawn = timeline([], axis=AXIS, today=START + timedelta(days=days), end=None)
    tag = drawn.tag
    assert tag is not None
    assert tag + TAG <= WIDTH
    assert all(quarter.x + TICK <= tag or quarter.x >= tag + TAG for quarter in drawn.named_quarters)


def test_without_the_day_on_the_axis_every_quarter_is_named() -> None:
    drawn = timeline([], axis=AXIS, today=END, end=None)
    assert (drawn.tag, len(drawn.named_quarters)) == (None, 20)


def test_squares_of_one_day_are_stacked() -> None:
    drawn = strip([_entry(n, 10, 0, 10) for n in range(3)], axis=AXIS, today=START, plan_end=END, forecast_end=END)
    assert len({dot.x for dot in drawn.dots}) == 1
    assert len({dot.y for dot in drawn.dots}) == 3


def test_deliveries_climb_to_the_share_that_is_due() -> None:
    drawn = step_lines([(START, 5), (END, 5)], [(START, 5)], total=10, axis=AXIS, today=START + timedelta(days=9))
    assert drawn.planned.endswith("V16.0H1196.0")
    assert drawn.fill.endswith("V58.0z")
    assert "V37.0" in drawn.accepted
    assert step_lines([], [], total=0, axis=AXIS, today=END).planned == ""
