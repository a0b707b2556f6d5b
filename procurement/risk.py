"""How sure the dates of a plan are: many courses of it, each with other durations. Pure and reproducible.

Each course draws a duration for every milestone with a spread and follows the schedule rules (4 to 7, and 15) with it.
All courses run at once: a date is an array with one day number for each course.

**Durations.** Triangular between the shortest and the longest day with its peak at the most likely one, in whole days.
The three stated numbers determine it alone; a PERT curve needs a weight that nobody has stated, and takes the ends for
less likely. A milestone under way has lasted for some days already: only longer durations are drawn. Durations of
different milestones are independent of each other. A milestone without a spread lasts as long as agreed.

**The same again.** The draws of a milestone depend on the seed and its code alone, so that a spread which is added
somewhere changes no draw elsewhere, and two plans differ by their difference and not by luck. Numbers come from the
uniform stream of PCG64, which does not change between versions of numpy.

**Critical** in a course is what has no float in it (rules 9 to 13, with the durations of that course): one day more of
it moves the end of that course. The share of the courses in which a milestone is critical is its criticality index
(Van Slyke, "Monte Carlo methods and the PERT problem", Operations Research 11, 1963).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from procurement.schedule import Item, Link, Progress, in_order

Days = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Courses:
    """Of each item in each course: the forecast finish as a day number (date.toordinal), and the duration in days."""

    finishes: Mapping[str, Days]
    lasts: Mapping[str, Days]


@dataclass(frozen=True, slots=True)
class Spread:
    """Calendar days, shortest <= likely <= longest."""

    shortest: int
    likely: int
    longest: int

    @classmethod
    def around(cls, days: int, *, less: int, more: int) -> "Spread":
        """So many percent less and more than the days, in whole days outwards."""
        return cls(floor(days * (100 - less) / 100), days, ceil(days * (100 + more) / 100))


def courses(
    items: Sequence[Item],
    links: Sequence[Link],
    spreads: Mapping[str, Spread],
    *,
    today: int,
    runs: int,
    seed: int,
) -> Courses:
    """All items in so many courses. `today`: the day number of the status date.

    KeyError when a link names an item that is not given; Cycle when the links run in a circle.
    """
    by_code = {item.code: item for item in items}
    links_in: dict[str, list[Link]] = {item.code: [] for item in items}
    for link in links:
        links_in[link.successor].append(link)
    starts: dict[str, Days] = {}
    finishes: dict[str, Days] = {}
    durations: dict[str, Days] = {}
    for code in in_order(items, links):
        item = by_code[code]
        spread = None if item.progress is Progress.FINISHED else spreads.get(code)
        lasts = _constant(item.duration_days, runs) if spread is None else draw(item, spread, today, runs, seed)
        asked = [
            (link, (finishes if link.type in {"FS", "FF"} else starts)[link.predecessor]) for link in links_in[code]
        ]
        starts[code], finishes[code] = _forecast(item, lasts, asked, today)
        durations[code] = lasts
    return Courses(finishes, durations)


def critical_shares(
    items: Sequence[Item], links: Sequence[Link], found: Courses, *, seen: Collection[str] | None = None
) -> dict[str, float]:
    """Percent of the courses in which each item that is seen and has not finished is critical. `seen`: None for all."""
    open_ones = {item.code: item for item in items if item.progress is not Progress.FINISHED}
    links_out: dict[str, list[Link]] = {code: [] for code in open_ones}
    for link in links:
        if link.predecessor in open_ones and link.successor in open_ones:
            links_out[link.predecessor].append(link)
    late: dict[str, Days] = {}
    shares: dict[str, float] = {}
    ends = {code: days for code, days in found.finishes.items() if seen is None or code in seen}
    last = [np.maximum.reduce(list(ends.values()))] if ends else []  # rules 9 and 16
    for code in reversed(in_order(items, links)):
        out = [link for link in links_out.get(code, []) if link.successor in late and _binds(link, open_ones)]
        bounds = [_late_bound(link, late, found) for link in out] + (last if code in ends else [])
        if code in open_ones and bounds:
            late[code] = np.minimum.reduce(bounds)
        if code in late and code in ends:
            shares[code] = 100 * float(np.count_nonzero(late[code] == found.finishes[code])) / len(late[code])
    return shares


def _binds(link: Link, open_ones: Mapping[str, Item]) -> bool:
    """Rule 12, of a link between two items that have not finished."""
    if open_ones[link.successor].progress is Progress.RUNNING and link.type in {"FS", "SS"}:
        return False
    return not (open_ones[link.predecessor].progress is Progress.RUNNING and link.type in {"SS", "SF"})


def _late_bound(link: Link, late: Mapping[str, Days], found: Courses) -> Days:
    """Rule 11."""
    bound = late[link.successor] - link.lag_days
    if link.type in {"FS", "SS"}:
        bound = bound - found.lasts[link.successor]
    return bound + found.lasts[link.predecessor] if link.type in {"SS", "SF"} else bound


def _constant(number: int, runs: int) -> Days:
    return np.full(runs, number, dtype=np.int64)


def _forecast(item: Item, lasts: Days, asked: Sequence[tuple[Link, Days]], today: int) -> tuple[Days, Days]:
    """Rules 4 to 6, and 15."""
    runs = len(lasts)
    if item.actual_start and item.actual_finish:
        return _constant(item.actual_start.toordinal(), runs), _constant(item.actual_finish.toordinal(), runs)
    of_start = [days + link.lag_days for link, days in asked if link.type in {"FS", "SS"}]
    of_finish = [days + link.lag_days for link, days in asked if link.type in {"FF", "SF"}]
    if item.actual_start:
        start = _constant(item.actual_start.toordinal(), runs)
        stated = item.stated_finish.toordinal() if item.stated_finish else today
        return start, np.maximum.reduce([start + lasts, _constant(max(today, stated), runs), *of_finish])
    stated = item.stated_start.toordinal() if item.stated_start else today
    first = _constant(max(today, item.baseline_start.toordinal(), stated), runs)
    if item.stated_finish and not item.stated_start:
        of_finish.append(_constant(item.stated_finish.toordinal(), runs))
    start = np.maximum.reduce([first, *of_start, *(days - lasts for days in of_finish)])
    return start, start + lasts


def draw(item: Item, spread: Spread, today: int, runs: int, seed: int) -> Days:
    """Durations in whole days; of an item under way only those that are still possible."""
    stream = np.random.Generator(np.random.PCG64([seed, crc32(item.code.encode())]))
    lasted = 0
    if item.progress is Progress.RUNNING and item.actual_start:
        lasted = max(0, today - item.actual_start.toordinal())
    if lasted >= spread.longest:
        return _constant(max(lasted, spread.longest), runs)
    past = _share(spread, lasted)
    return np.rint(_quantile(spread, past + (1 - past) * stream.random(runs))).astype(np.int64)


def _share(spread: Spread, days: int) -> float:
    """The probability of at most so many days."""
    low, peak, high = spread.shortest, spread.likely, spread.longest
    if days <= low:
        return 0.0
    if days >= high:
        return 1.0
    if days <= peak:
        return (days - low) ** 2 / ((high - low) * (peak - low))
    return 1 - (high - days) ** 2 / ((high - low) * (high - peak))


def _quantile(spread: Spread, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """The days that a share of the courses does not exceed: the inverse of `_share`."""
    low, peak, high = spread.shortest, spread.likely, spread.longest
    if low == high:
        return np.full(len(shares), float(low))
    rising = low + np.sqrt(shares * (high - low) * (peak - low))
    falling = high - np.sqrt((1 - shares) * (high - low) * (high - peak))
    return np.where(shares <= (peak - low) / (high - low), rising, falling)


def day_of_share(days: Days, percent: int) -> int:
    """The first day by which at least so many percent of the courses have finished."""
    ordered = np.sort(days)
    return int(ordered[max(0, ceil(len(ordered) * percent / 100) - 1)])


def share_by(days: Days, day: int) -> float:
    """Percent of the courses that have finished by the day."""
    return 100 * float(finished_by(days, day)) / len(days)


def finished_by(days: Days, day: int) -> int:
    """How many of the courses have finished by the day."""
    return int(np.count_nonzero(days <= day))
