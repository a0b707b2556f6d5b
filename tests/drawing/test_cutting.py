"""A high drawing in parts: nothing is lost, nothing is doubled, nothing is cut through."""

from datetime import date, timedelta

import pytest

from portal.drawing.calendar import deal_axis
from portal.drawing.cutting import cut
from portal.drawing.timeline import LANE, LEFT, RIGHT, Block, Entry, Group, Panel, timeline

DAY = date(2027, 1, 1)
AXIS = deal_axis(DAY, date(2031, 1, 1), left=LEFT, right=RIGHT)


def _entry(number: int) -> Entry:
    name, finish = f"Milestone with a long name {number}", DAY + timedelta(days=30 + number)
    return Entry(f"M-{number}", name, name, "/", DAY, finish, DAY, finish)


def _panel(count: int, blocks: int = 1) -> Panel:
    entries = [_entry(number) for number in range(count)]
    parts = [Block(entries[n::blocks], f"Block {n}" if blocks > 1 else "") for n in range(blocks)]
    group = Group("A workstream with a title of two lines", parts, "none met")
    return timeline([group], axis=AXIS, today=DAY, end=None).panels[0]


def test_a_panel_that_fits_stays_as_it_is() -> None:
    panel = _panel(5)
    assert list(cut(panel, panel.height)) == [panel]


@pytest.mark.parametrize(("count", "blocks"), [(60, 1), (60, 7), (200, 3)])
def test_every_mark_is_in_one_part_at_its_place(count: int, blocks: int) -> None:
    panel = _panel(count, blocks)
    parts = list(cut(panel, 300))
    drawn = [bar for part in parts for bar in part.bars]
    assert sorted(drawn, key=lambda bar: bar.entry.key) == sorted(panel.bars, key=lambda bar: bar.entry.key)
    assert set(panel.words) <= {line for part in parts for line in part.words}
    assert max(part.height for part in parts) <= 300
    for part in parts:
        assert all(part.top <= bar.y and bar.y + LANE <= part.top + part.height for bar in part.bars)


def test_a_part_that_goes_on_repeats_the_title_above_its_bars() -> None:
    first, second, *_ = cut(_panel(60), 300)
    assert [line.text for line in second.words] == ["A workstream with a title", "of two lines"]
    assert max(line.y for line in second.words) < min(bar.y for bar in second.bars)
    assert first.top == 0
    assert second.top < first.top + first.height


def test_a_sheet_lower_than_a_lane_still_comes_to_an_end() -> None:
    assert sum(len(part.bars) for part in cut(_panel(4), 1)) == 4
