"""Forecast, slip, late dates, float and critical path of a plan: the schedule rules, and nothing else.

Pure: no clock, no database, no framework. All arithmetic is in whole calendar days and end-exclusive: an item of
one day that starts on 1 May finishes on 2 May; a point milestone has duration 0. Numbers in comments name the rule
in docs/guides/schedule-rules.md.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Progress(StrEnum):
    """Rule 2: what the actual dates say."""

    FINISHED = "finished"
    RUNNING = "running"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Item:
    """A milestone as the schedule sees it. `actual_finish` needs `actual_start`.

    `stated_*`: what its owner forecasts (rule 15); a start is stated together with a finish or not at all.
    """

    code: str
    duration_days: int
    baseline_start: date
    baseline_finish: date
    actual_start: date | None = None
    actual_finish: date | None = None
    stated_start: date | None = None
    stated_finish: date | None = None

    @property
    def progress(self) -> Progress:
        if self.actual_start is None:
            return Progress.OPEN
        return Progress.RUNNING if self.actual_finish is None else Progress.FINISHED


@dataclass(frozen=True, slots=True)
class Link:
    """Rule 3: what the successor has to wait for. `type` is FS, SS, FF or SF; the lag may be negative."""

    predecessor: str
    successor: str
    type: str
    lag_days: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """The schedule of one milestone. Late dates and float are None for a finished one (rules 10 and 13).

    `from_owner`: the dates come from what the owner states; by rules 4 to 7 alone they would be earlier.
    """

    code: str
    progress: Progress
    forecast_start: date
    forecast_finish: date
    start_slip_days: int
    finish_slip_days: int
    late_start: date | None
    late_finish: date | None
    total_float_days: int | None
    critical: bool
    from_owner: bool = False


def drives(link: Link, before: Line, after: Line) -> bool:
    """Rule 3 holds without a day to spare: the successor cannot come earlier because of this link."""
    bound = before.forecast_finish if link.type in {"FS", "FF"} else before.forecast_start
    held = after.forecast_start if link.type in {"FS", "SS"} else after.forecast_finish
    return bound + timedelta(days=link.lag_days) == held


class Cycle(ValueError):
    """The links run in a circle; `codes` names it in order."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = list(codes)
        super().__init__("links run in a circle: " + " > ".join([*codes, codes[0]]))


def find_cycle(links: Iterable[tuple[str, str]]) -> list[str]:
    """The names of one circle of links in order, or an empty list."""
    pairs = list(links)
    names = {name for pair in pairs for name in pair}
    if len(_in_order(names, pairs)) == len(names):
        return []
    import networkx as nx  # only a wrong plan pays for it

    return [before for before, _ in nx.find_cycle(nx.DiGraph(pairs))]


def _in_order(names: Iterable[str], pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Names with each one after all that point to it; names on or behind a circle are left out."""
    after: dict[str, list[str]] = defaultdict(list)
    waiting = dict.fromkeys(names, 0)
    for before, name in pairs:
        after[before].append(name)
        waiting[name] += 1
    ready = deque(sorted(name for name, count in waiting.items() if count == 0))
    order = []
    while ready:
        order.append(ready.popleft())
        for name in after[order[-1]]:
            waiting[name] -= 1
            if waiting[name] == 0:
                ready.append(name)
    return order


def in_order(items: Iterable[Item], links: Iterable[Link]) -> list[str]:
    """The codes, each after all that drive it. KeyError and Cycle as in `schedule`."""
    names = [item.code for item in items]
    pairs = [(link.predecessor, link.successor) for link in links]
    order = _in_order(names, pairs)
    if len(order) < len(names):
        raise Cycle(find_cycle(pairs))
    return order


def schedule(
    items: Sequence[Item], links: Sequence[Link], *, status_date: date, seen: Collection[str] | None = None
) -> dict[str, Line]:
    """The schedule of every item at the status date, by code, in the order of the links.

    `seen`: the codes that the reader sees (None: all), for rule 16; only their lines may be shown. Links to items that
    are not given are an error (KeyError); Cycle when the links run in a circle.
    """
    by_code = {item.code: item for item in items}
    order = in_order(items, links)
    plan = _Plan(by_code, links, status_date.toordinal())
    for code in order:
        plan.forecast(by_code[code])
    ends = {code: finish for code, (_, finish) in plan.dates.items() if seen is None or code in seen}
    end = max(ends.values(), default=0)  # 9, 16
    for code in reversed(order):
        plan.look_back(by_code[code], end if code in ends else None)
    return {code: plan.line(by_code[code]) for code in order}


class _Plan:
    """Day numbers while they are worked out: forecast (start, finish) and late (start, finish) by code."""

    def __init__(self, items: Mapping[str, Item], links: Sequence[Link], today: int) -> None:
        self.items = items
        self.today = today
        self.dates: dict[str, tuple[int, int]] = {}
        self.from_owner: set[str] = set()
        self.late: dict[str, tuple[int | None, int]] = {}
        self.links_in: dict[str, list[Link]] = defaultdict(list)
        self.links_out: dict[str, list[Link]] = defaultdict(list)
        for link in links:
            self.links_in[link.successor].append(link)
            self.links_out[link.predecessor].append(link)

    def forecast(self, item: Item) -> None:
        """Rules 4 to 7, and 15."""
        if item.actual_start is not None and item.actual_finish is not None:  # 4
            self.dates[item.code] = (item.actual_start.toordinal(), item.actual_finish.toordinal())
            return
        starts, finishes = self._bounds(item.code)
        if item.actual_start is not None:  # 5
            start = item.actual_start.toordinal()
            finish = max(start + item.duration_days, self.today, *finishes)
            self.dates[item.code] = (start, self._stated(item, finish, item.stated_finish))
        else:  # 6
            pushed = [finish - item.duration_days for finish in finishes]
            start = max(self.today, item.baseline_start.toordinal(), *starts, *pushed)
            start = self._stated(item, start, _stated_start(item))
            self.dates[item.code] = (start, start + item.duration_days)

    def _stated(self, item: Item, computed: int, stated: date | None) -> int:
        """Rule 15: the owner's word counts where it is later."""
        if stated is None or stated.toordinal() <= computed:
            return computed
        self.from_owner.add(item.code)
        return stated.toordinal()

    def _bounds(self, code: str) -> tuple[list[int], list[int]]:
        """Rule 3: what the links into an item ask of its start and of its finish."""
        starts: list[int] = []
        finishes: list[int] = []
        for link in self.links_in[code]:
            start, finish = self.dates[link.predecessor]
            bound = (finish if link.type in {"FS", "FF"} else start) + link.lag_days
            (starts if link.type in {"FS", "SS"} else finishes).append(bound)
        return starts, finishes

    def look_back(self, item: Item, end: int | None) -> None:
        """Rules 10 to 12, and 16: what is not seen (no `end`) has late dates only where something seen waits for it."""
        bounds = [self._late_bound(item, link) for link in self.links_out[item.code] if self._counts(item, link)]
        bounds += [] if end is None else [end]
        if item.progress is Progress.FINISHED or not bounds:
            return
        finish = min(bounds)
        self.late[item.code] = (finish - item.duration_days if item.progress is Progress.OPEN else None, finish)

    def _counts(self, item: Item, link: Link) -> bool:
        successor = self.items[link.successor].progress  # 12; what has finished has no late dates, see look_back
        if link.successor not in self.late or (successor is Progress.RUNNING and link.type in {"FS", "SS"}):
            return False
        return not (item.progress is Progress.RUNNING and link.type in {"SS", "SF"})

    def _late_bound(self, item: Item, link: Link) -> int:
        start, finish = self.late[link.successor]  # 11
        if link.type in {"FS", "SS"}:
            assert start is not None  # the successor is open: rule 12 left the others out
            bound = start
        else:
            bound = finish
        return bound - link.lag_days + (item.duration_days if link.type in {"SS", "SF"} else 0)

    def line(self, item: Item) -> Line:
        """Rules 8 and 13."""
        start, finish = self.dates[item.code]
        late_start, late_finish = self.late.get(item.code, (None, None))
        spare = None if late_finish is None else late_finish - finish
        return Line(
            code=item.code,
            progress=item.progress,
            forecast_start=date.fromordinal(start),
            forecast_finish=date.fromordinal(finish),
            start_slip_days=start - item.baseline_start.toordinal(),
            finish_slip_days=finish - item.baseline_finish.toordinal(),
            late_start=None if late_start is None else date.fromordinal(late_start),
            late_finish=None if late_finish is None else date.fromordinal(late_finish),
            total_float_days=spare,
            critical=spare == 0,
            from_owner=item.code in self.from_owner,
        )


def _stated_start(item: Item) -> date | None:
    """Rule 15: the start that the owner states, or the one that the stated finish needs."""
    if item.stated_start is None and item.stated_finish is not None:
        return item.stated_finish - timedelta(days=item.duration_days)
    return item.stated_start
