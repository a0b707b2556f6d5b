"""How sure the dates of a deal are, for one reader: what half and four fifths of the courses of its plan keep.

Hidden milestones and their spreads drive the courses; only visible milestones are given away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from portal.accounts.models import User
from procurement.models import Deal, DurationSpread
from procurement.queries.plan import Network, Plan, PlanRow, network_of, plan_of
from procurement.risk import Days, Spread, courses, critical_shares, day_of_share, share_by
from procurement.schedule import Progress
from procurement.vocabulary import RiskFault

SEED, RUNS = 1, 1000
FEWEST, MOST, LARGEST_SEED = 100, 10_000, 2**32 - 1
MOST_LESS, MOST_MORE = 90, 500  # percent
STEPS = (10, 20, 30, 40, 50, 60, 70, 80, 90, 100)


@dataclass(frozen=True)
class Asked:
    """Seed, number of courses, and the reader's own assumption in percent less and more (None: none)."""

    seed: int = SEED
    runs: int = RUNS
    assume: tuple[int, int] | None = None


def read_asked(texts: Mapping[str, str]) -> tuple[Asked, dict[str, list[str]]]:
    """From `seed`, `runs` and `assume` ("10:30") as they stand in an address; and what is wrong, by name."""
    seed, runs = (_whole(texts.get(name) or str(usual)) for name, usual in (("seed", SEED), ("runs", RUNS)))
    assume = _percents(texts["assume"]) if texts.get("assume") else None
    faults = {
        "seed": None if seed is not None and seed <= LARGEST_SEED else RiskFault.SEED,
        "runs": None if runs is not None and FEWEST <= runs <= MOST else RiskFault.RUNS,
        "assume": RiskFault.ASSUME if texts.get("assume") and assume is None else None,
    }
    problems = {name: [str(fault.label)] for name, fault in faults.items() if fault}
    return (Asked() if problems else Asked(seed or 0, runs or RUNS, assume)), problems


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else None


def _percents(text: str) -> tuple[int, int] | None:
    less, _, more = text.partition(":")
    low, high = _whole(less), _whole(more)
    if low is None or high is None or low > MOST_LESS or high > MOST_MORE:
        return None
    return low, high


@dataclass(frozen=True)
class RiskRow:
    """A milestone that has not finished: by when half (`p50`) and four fifths (`p80`) of the courses finish it."""

    row: PlanRow
    p50: date
    p80: date
    stated: DurationSpread | None
    assumed: Spread | None
    critical: float  # percent of the courses in which it is critical
    finishes: Days = field(default_factory=lambda: np.empty(0, dtype=np.int64), repr=False, compare=False)

    @property
    def days(self) -> int:
        """Days from the forecast to the day that four fifths keep."""
        return (self.p80 - self.row.due_on).days if self.row.due_on else 0


@dataclass(frozen=True)
class Risk:
    """The courses of a plan as the reader may see them. The end is that of the rows shown."""

    plan: Plan
    asked: Asked
    rows: Sequence[RiskRow] = ()
    ends: Days = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    @cached_property
    def curve(self) -> list[tuple[int, date]]:
        """By which day so many percent of the courses have ended: 0 (the first one) to 100."""
        return [(percent, date.fromordinal(day_of_share(self.ends, percent))) for percent in range(101)]

    @property
    def table(self) -> list[tuple[int, date]]:
        """The curve in a few steps."""
        return [self.curve[percent] for percent in STEPS]

    @property
    def p50(self) -> date | None:
        return self.curve[50][1] if len(self.ends) else None

    @property
    def p80(self) -> date | None:
        return self.curve[80][1] if len(self.ends) else None

    @property
    def is_certain(self) -> bool:
        """All courses give the forecast: nothing that the reader sees depends on a spread."""
        same = all(row.p50 == row.p80 == row.row.due_on for row in self.rows)
        return same and self.p50 == self.p80 == self.plan.end

    def percent_by(self, day: date | None) -> float | None:
        """Percent of the courses that have ended by the day."""
        return share_by(self.ends, day.toordinal()) if day and len(self.ends) else None

    @property
    def percent_by_last_day(self) -> float | None:
        return self.percent_by(self.plan.deal.ends_on)

    @property
    def percent_by_forecast(self) -> float | None:
        return self.percent_by(self.plan.end)

    @property
    def stated(self) -> int:
        """Milestones shown of which the owner has stated a spread."""
        return sum(row.stated is not None for row in self.rows)


def risk_of(deal: Deal, *, user: User, status_date: date, asked: Asked) -> Risk:
    """The same answer for the same record and the same `asked`. Seven statements of SQL, whatever the size."""
    plan = plan_of(deal, user=user, status_date=status_date)
    return risk_in(plan, network_of(deal, status_date=status_date), asked)


def risk_in(plan: Plan, network: Network, asked: Asked) -> Risk:
    """The courses of a plan that was read already, driven by the whole network of its deal. No SQL."""
    spreads = {code: Spread(*_days(row)) for code, row in network.spreads.items()}
    assumed = _assumed(network, asked)
    found = courses(
        network.items,
        network.links,
        {**assumed, **spreads},
        today=plan.status_date.toordinal(),
        runs=asked.runs,
        seed=asked.seed,
    )
    shown = [row for row in plan.rows if row.line]
    if not shown:
        return Risk(plan, asked)
    seen = {row.milestone.code for row in shown}
    finishes, shares = found.finishes, critical_shares(network.items, network.links, found, seen=seen)
    ends = np.maximum.reduce([finishes[row.milestone.code] for row in shown])
    rows = []
    for row in shown:
        code = row.milestone.code
        if row.line and row.line.progress is not Progress.FINISHED:
            p50, p80 = (date.fromordinal(day_of_share(finishes[code], percent)) for percent in (50, 80))
            stated, own = network.spreads.get(code), assumed.get(code)
            rows.append(RiskRow(row, p50, p80, stated, own, shares[code], finishes[code]))
    return Risk(plan, asked, rows, ends)


def _days(row: DurationSpread) -> tuple[int, int, int]:
    return row.shortest or 0, row.likely or 0, row.longest or 0


def _assumed(network: Network, asked: Asked) -> dict[str, Spread]:
    """The reader's assumption for every milestone that lasts and of which nobody has stated a spread."""
    if asked.assume is None:
        return {}
    less, more = asked.assume
    silent = [item for item in network.items if item.duration_days and item.code not in network.spreads]
    return {item.code: Spread.around(item.duration_days, less=less, more=more) for item in silent}
