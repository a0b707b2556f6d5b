"""What the drawing of 300 milestones costs the server, as a ratio within one run: `python tools/bench_timeline.py`.

The yardstick is a plain loop over two million squares (about 0.15 seconds of a usual processor). No database is asked.
"""

import os
import sys
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

import django  # the path comes first

django.setup()

from django.template.loader import render_to_string  # noqa: E402

from portal.drawing.calendar import deal_axis  # noqa: E402
from portal.drawing.timeline import LEFT, RIGHT, Block, Entry, Group, Join, timeline  # noqa: E402

START, DAY, MANY, TURNS = date(2026, 10, 1), date(2026, 11, 22), 300, 9


def _entry(number: int) -> Entry:
    begin, name = START + timedelta(days=5 * number), f"Milestone number {number}"
    end, plan = begin + timedelta(days=30), begin - timedelta(days=9)
    return Entry(f"M-{number}", name, name, "/", begin, end, plan, plan + timedelta(days=30), slip="+9")


def _draw() -> None:
    entries = [_entry(number) for number in range(MANY)]
    groups = [Group(f"Workstream {n}", [Block(entries[n::6])], "1 of 50 met") for n in range(6)]
    joins = [Join(f"M-{n}", f"M-{n + 3}", critical=n % 9 == 0) for n in range(MANY)]
    axis = deal_axis(START, date(2031, 10, 1), left=LEFT, right=RIGHT)
    drawn = timeline(groups, axis=axis, today=DAY, end=axis.end, joins=joins)
    render_to_string("drawing/timeline.svg.html", {"drawing": drawn, "status_date": DAY})


def _squares() -> None:
    sum(number * number for number in range(2_000_000))


def _cost(work: object) -> float:
    begun = process_time()
    work()  # type: ignore[operator]
    return process_time() - begun


def main() -> None:
    """Prints the ratio and both times in milliseconds of the processor."""
    _draw()  # templates are read once
    turns = [(_cost(_draw), _cost(_squares)) for _ in range(TURNS)]
    drawing, yard = (median(values) for values in zip(*turns, strict=True))
    sys.stdout.write(
        f"{drawing / yard:.2f}  {1000 * drawing:.0f} ms to draw {MANY} milestones, {1000 * yard:.0f} ms yard\n"
    )


if __name__ == "__main__":
    main()
