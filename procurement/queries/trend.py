"""The milestone trend: which date was stated when, for some milestones of a deal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.accounts.models import Party, User
from procurement.models import Deal, Milestone
from procurement.queries.plan import DONE, Plan, finishes_on, plan_of
from procurement.queries.slips import BEGIN, Line, lines_of
from procurement.slip_rules import held
from procurement.vocabulary import Trending

KEY, MOST = 5, 12  # milestones shown when nobody has chosen, and at most
REPORTS = 40  # so many days at most for which the forecast is computed anew
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Point:
    """On this day this finish was stated; None = none stood any more."""

    on: date
    finish: date | None


@dataclass(frozen=True)
class TrendLine:
    """One line of the chart: a milestone's agreed finish, a party's forecast, or what the rules computed."""

    milestone: Milestone
    kind: Trending
    party: Party | None
    points: Sequence[Point]
    releasable_to: list[str]

    @property
    def table(self) -> list[tuple[Point, int | None]]:
        """Each point with the days since the point before."""
        before = [None, *(point.finish for point in self.points)]
        return [
            (point, (point.finish - last).days if point.finish and last else None)
            for point, last in zip(self.points, before, strict=False)
        ]

    @property
    def days(self) -> int | None:
        """Days between the first and the last date of the line."""
        finishes = [point.finish for point in self.points]
        return (finishes[-1] - finishes[0]).days if finishes[0] and finishes[-1] else None


@dataclass(frozen=True)
class Trend:
    """Lines of the chosen milestones, in the order of the plan. `step` is the distance of computed points."""

    plan: Plan
    chosen: Sequence[Milestone]
    lines: Sequence[TrendLine]
    step: timedelta
    too_many: bool


def trend(deal: Deal, codes: Sequence[str], *, user: User, status_date: date) -> Trend | None:
    """The trend of these milestones; of the key ones when none is named: critical first, then the heaviest.

    None when one of them is not there for this person. Ten statements of SQL at most.
    """
    plan = plan_of(deal, user=user, status_date=status_date)
    if not set(codes) <= plan.by_code.keys():
        return None
    asked = list(dict.fromkeys(codes)) or key_milestones(plan)
    chosen = [plan.by_code[code].milestone for code in asked[:MOST]]
    said = lines_of(deal, user=user, codes=[row.code for row in chosen])
    days, step = report_days(deal, status_date)
    computed = finishes_on(deal, days, user=user)
    lines = [line for row in chosen for line in _lines(row, said, computed.get(row.code, []), status_date)]
    return Trend(plan, chosen, lines, step, len(asked) > MOST)


def key_milestones(plan: Plan) -> list[str]:
    """Codes of those without float first, the heaviest of them first, then the heaviest of the others."""
    rows = [row for row in plan.rows if row.line and row.state not in DONE]
    rows.sort(key=lambda row: (not (row.line and row.line.critical), -row.milestone.weight, row.milestone.code))
    return [row.milestone.code for row in rows[:KEY]]


def report_days(deal: Deal, until: date) -> tuple[list[date], timedelta]:
    """The days for which the forecast is computed: back from the status date in whole weeks to the deal's first day."""
    first = min(deal.starts_on or until, until)
    weeks = 1 + (until - first).days // WEEK.days
    step = WEEK * (1 + weeks // REPORTS)
    count = 1 + (until - first) // step
    return [until - step * n for n in reversed(range(count))], step


def _lines(row: Milestone, said: Sequence[Line], computed: Sequence[tuple[date, date]], until: date) -> list[TrendLine]:
    own = [line for line in said if line.milestone == row]
    lines = [
        TrendLine(row, Trending(line.moving.value), line.party, _points(line, until), line.releasable_to)
        for line in own
    ]
    steady = [Point(*pair) for place, pair in enumerate(computed) if not place or computed[place - 1][1] != pair[1]]
    return [
        line for line in [*lines, TrendLine(row, Trending.COMPUTED, None, steady, row.releasable_to)] if line.points
    ]


def _points(line: Line, until: date) -> list[Point]:
    """One point a day: what stood at its end. The first entry stands on its day, at the latest before the next one."""
    by_day: dict[date, date | None] = {}
    own = [one for one in line.said if one.number != BEGIN]  # a party did not say what was agreed before it spoke
    first, *others = (one.word.on for one in own)
    on = min([first, *(other - timedelta(days=1) for other in others)])
    for dates, word in held(own):
        on = max(on, word.on) if by_day else on
        if on <= until:
            by_day[on] = dates.finish if dates else None
    return [Point(*pair) for pair in by_day.items()]
