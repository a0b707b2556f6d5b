"""A drawing that is higher than a sheet of paper, in parts: between two lanes, so that no bar and no word is cut."""

from collections.abc import Iterator
from dataclasses import replace

from portal.drawing.labels import LINE, wrap
from portal.drawing.timeline import LANE, MARGIN, Panel, Words

ABOVE = 10  # from the top of a line of words to its foot


def cut(panel: Panel, most: float) -> Iterator[Panel]:
    """Parts of at most `most` pixels, as far as bars and words allow. Each mark is in one of them, with its place.

    A part that goes on begins with the title of the workstream.
    """
    title = [Words(line, 0, "bd") for line in wrap(panel.title, MARGIN)]
    top, head = 0.0, 0.0
    while top < panel.height:
        foot = _foot(panel, top, most - head)
        named = [replace(line, y=top - head + LINE * (number + 1)) for number, line in enumerate(title)] if head else []
        yield replace(
            panel,
            bars=[bar for bar in panel.bars if top <= bar.y < foot],
            words=[*named, *(line for line in panel.words if top <= line.y < foot)],
            top=top - head,
            height=foot - top + head,
        )
        top, head = foot, float(LINE * len(title) + 5)


def _foot(panel: Panel, top: float, most: float) -> float:
    """Where the part that begins at `top` ends: the last free place within reach, else the first one beyond."""
    if panel.height - top <= most:
        return panel.height
    taken = [(bar.y, bar.y + LANE * (2 if bar.under else 1)) for bar in panel.bars]
    taken += [(line.y - ABOVE, line.y + 4) for line in panel.words]
    ends = sorted({end for _, end in taken if end > top})
    free = [place for place in ends if not any(begin < place < end for begin, end in taken)] or [panel.height]
    return max((place for place in free if place <= top + most), default=free[0])
