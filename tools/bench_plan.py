"""What the schedule of a large plan costs, against bringing its links into order with networkx in the same run."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from time import process_time

import networkx as nx

from procurement.risk import Spread, courses
from procurement.schedule import Item, Link, schedule

MILESTONES, LINKS, RUNS, TURNS = 2_000, 6_000, 1_000, 7
START = date(2026, 10, 1)


def plan() -> tuple[list[Item], list[Link]]:
    """The same random plan each time: a tenth finished, some running, links of all types that lead forward."""
    chance = random.Random(2026)  # no secret
    items = [_item(number, chance) for number in range(MILESTONES)]
    links = []
    for _ in range(LINKS):
        before, after = sorted(chance.sample(range(MILESTONES), 2))
        kind = chance.choices(["FS", "SS", "FF", "SF"], [75, 15, 8, 2])[0]
        links.append(Link(f"M{before}", f"M{after}", kind, chance.randint(-10, 20)))
    return items, links


def _item(number: int, chance: random.Random) -> Item:
    days, start = chance.randint(0, 120), START + timedelta(days=number + chance.randint(0, 60))
    finish = start + timedelta(days=days)
    actual = (start, finish if number < MILESTONES // 10 else None) if number < MILESTONES // 8 else (None, None)
    return Item(f"M{number}", days, start, finish, *actual)


def _order(items: Sequence[Item], links: Sequence[Link]) -> None:
    graph = nx.DiGraph()
    graph.add_nodes_from(item.code for item in items)
    graph.add_edges_from((link.predecessor, link.successor) for link in links)
    list(nx.topological_sort(graph))


def _courses(items: Sequence[Item], links: Sequence[Link], today: date) -> None:
    spreads = {item.code: Spread.around(item.duration_days, less=10, more=30) for item in items}
    courses(items, links, spreads, today=today.toordinal(), runs=RUNS, seed=1)


def _best(work: Callable[[], object]) -> float:
    """Milliseconds of the processor in the cheapest of some turns: the one that was disturbed least."""
    times = []
    for _ in range(TURNS):
        begun = process_time()
        work()
        times.append(1000 * (process_time() - begun))
    return min(times)


def report() -> Iterator[str]:
    """The lines of the table."""
    items, links = plan()
    today = START + timedelta(days=200)
    yard = _best(lambda: _order(items, links))
    costs = {
        "forecast, float and critical path": _best(lambda: schedule(items, links, status_date=today)),
        f"{RUNS} courses of the forecast": _best(lambda: _courses(items, links, today)),
    }
    yield f"{MILESTONES} milestones, {LINKS} links; yardstick: networkx brings them into order, {yard:.1f} ms"
    yield f"{'ratio':>7} {'ms':>7}  what"
    for name, cost in costs.items():
        yield f"{cost / yard:7.2f} {cost:7.1f}  {name}"
