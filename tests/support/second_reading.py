"""The schedule rules read a second time, without the engine: day by day inequality, pushed until all hold.

Nothing of procurement.schedule is used but its shapes. There is no order of the links and no pass backwards here: dates
are pushed until every link that counts has what it asks for (rule 3), and float is found by delaying (rule 14).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from procurement.schedule import Item, Link

Days = dict[str, tuple[int, int]]  # forecast start and finish as day numbers


def forecast(
    items: Sequence[Item], links: Sequence[Link], today: date, delayed: Mapping[str, int] | None = None
) -> Days:
    """Rules 4 to 7 and 15. `delayed`: no start (of a running item: no finish) before these day numbers."""
    by_code = {item.code: item for item in items}
    days = {item.code: _alone(item, today.toordinal(), (delayed or {}).get(item.code, 0)) for item in items}
    pushed = True
    while pushed:
        pushed = False
        for link in links:
            start, finish = days[link.successor]
            missing = _asked(link, days) - (start if link.type in {"FS", "SS"} else finish)
            moved = _moved(by_code[link.successor], link, start, finish, missing)
            if missing > 0 and moved != (start, finish):
                days[link.successor], pushed = moved, True
    return days


def _alone(item: Item, today: int, floor: int) -> tuple[int, int]:
    """The earliest dates that the item itself allows."""
    if item.actual_start and item.actual_finish:
        return item.actual_start.toordinal(), item.actual_finish.toordinal()
    stated = item.stated_finish.toordinal() if item.stated_finish else 0
    if item.actual_start:
        start = item.actual_start.toordinal()
        return start, max(start + item.duration_days, today, stated, floor)
    wanted = item.stated_start.toordinal() if item.stated_start else stated - item.duration_days
    start = max(today, item.baseline_start.toordinal(), wanted, floor)
    return start, start + item.duration_days


def _asked(link: Link, days: Days) -> int:
    """Rule 3: the least day that the link allows."""
    start, finish = days[link.predecessor]
    return {"FS": finish, "FF": finish, "SS": start, "SF": start}[link.type] + link.lag_days


def _moved(item: Item, link: Link, start: int, finish: int, missing: int) -> tuple[int, int]:
    if item.actual_finish:
        return start, finish
    if item.actual_start:
        return start, finish + (missing if link.type in {"FF", "SF"} else 0)
    return start + missing, finish + missing


def end_of(days: Days, seen: Collection[str] | None = None) -> int:
    """Rules 9 and 16."""
    return max(finish for code, (_, finish) in days.items() if seen is None or code in seen)


def ends_when_delayed(
    items: Sequence[Item],
    links: Sequence[Link],
    today: date,
    code: str,
    by: Sequence[int],
    *,
    seen: Collection[str] | None = None,
) -> list[int]:
    """The end of what is seen when the item's start (a running one's finish) is so many days later than forecast."""
    running = next(item for item in items if item.code == code).actual_start is not None
    held = forecast(items, links, today)[code][1 if running else 0]
    return [end_of(forecast(items, links, today, {code: held + days}), seen) for days in by]
