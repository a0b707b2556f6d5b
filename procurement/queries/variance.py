"""Any two sets of dates of a plan side by side: named baselines, what is agreed today, what is forecast today."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from portal.accounts.models import User
from procurement.models import Baseline, Deal, Milestone, Workstream
from procurement.queries.baselines import baseline_rows_of, baselines_of
from procurement.queries.plan import Plan, plan_of
from procurement.variance_rules import Span, change, working_days
from procurement.vocabulary import Change, Dates, MilestoneState, VarianceOrder

Spans = Mapping[str, Span]  # by the code of the milestone


@dataclass(frozen=True)
class Standing:
    """A set of dates: `key` is its name in the address (number of a baseline, agreed, forecast)."""

    key: str
    baseline: Baseline | None = None

    @property
    def label(self) -> str:
        return self.baseline.name if self.baseline else str(Dates(self.key).label)


@dataclass(frozen=True)
class VarianceRow:
    """One milestone in both sets."""

    milestone: Milestone
    before: Span | None
    after: Span | None
    change: Change

    @property
    def pair(self) -> tuple[Span, Span] | None:
        return (self.before, self.after) if self.before and self.after else None

    @property
    def start_days(self) -> int | None:
        """Calendar days by which the second start is later; None where one set has no dates."""
        return (self.pair[1].start - self.pair[0].start).days if self.pair else None

    @property
    def finish_days(self) -> int | None:
        return (self.pair[1].finish - self.pair[0].finish).days if self.pair else None

    @property
    def start_working_days(self) -> int | None:
        """The same in working days, Monday to Friday."""
        return working_days(self.pair[0].start, self.pair[1].start) if self.pair else None

    @property
    def finish_working_days(self) -> int | None:
        return working_days(self.pair[0].finish, self.pair[1].finish) if self.pair else None


@dataclass(frozen=True)
class Moved:
    """Rows of one workstream, or of all, and what became of them."""

    workstream: Workstream | None
    rows: Sequence[VarianceRow]

    def _count(self, *, sign: int) -> int:
        return sum((row.finish_days or 0) * sign > 0 for row in self.rows)

    @property
    def later(self) -> int:
        return self._count(sign=1)

    @property
    def earlier(self) -> int:
        return self._count(sign=-1)

    @property
    def added(self) -> int:
        return sum(row.change == Change.ADDED for row in self.rows)

    @property
    def gone(self) -> int:
        return sum(row.change == Change.GONE for row in self.rows)

    @property
    def most(self) -> VarianceRow | None:
        """The row whose finish moved most to later, if one did."""
        late = [row for row in self.rows if (row.finish_days or 0) > 0]
        return max(late, key=lambda row: (row.finish_days or 0, row.milestone.code), default=None)

    def _end(self, spans: Sequence[Span | None]) -> date | None:
        return max((span.finish for span in spans if span), default=None)

    @property
    def ends(self) -> tuple[date | None, date | None]:
        """The latest finish in each set."""
        return self._end([row.before for row in self.rows]), self._end([row.after for row in self.rows])

    @property
    def end_days(self) -> int | None:
        """Days by which the last finish is later in the second set."""
        first, second = self.ends
        return (second - first).days if first and second else None


@dataclass(frozen=True)
class Variance:
    """The comparison. `all_rows` are those of every workstream; `rows` the ones asked for, in the order asked for."""

    deal: Deal
    before: Standing
    after: Standing
    known: Sequence[Standing]
    all_rows: Sequence[VarianceRow]
    rows: Sequence[VarianceRow]

    @cached_property
    def total(self) -> Moved:
        return Moved(None, self.all_rows)

    @cached_property
    def workstreams(self) -> list[Moved]:
        found: dict[Workstream, list[VarianceRow]] = {}
        for row in self.all_rows:
            found.setdefault(row.milestone.workstream, []).append(row)
        return [Moved(*pair) for pair in sorted(found.items(), key=lambda pair: (pair[0].position, pair[0].code))]


@dataclass(frozen=True)
class Asked:
    """What the address asks for: two sets, and which rows in which order."""

    before: str = ""
    after: str = ""
    workstream: str = ""
    only: bool = False
    order: str = VarianceOrder.PLAN.value

    @classmethod
    def of(cls, params: Mapping[str, str]) -> "Asked":
        """`?from=&to=&workstream=&only=differences&sort=`: the same for page and file."""
        return cls(
            before=params.get("from", ""),
            after=params.get("to", ""),
            workstream=params.get("workstream", ""),
            only=params.get("only") == "differences",
            order=params.get("sort") or VarianceOrder.PLAN.value,
        )


def standings(deal: Deal, *, user: User) -> list[Standing]:
    """The sets that can be compared: baselines, newest first (also those set aside), then agreed and forecast."""
    named = baselines_of(user).filter(deal=deal).order_by("-number")
    return [*(Standing(str(row.number), row) for row in named), *(Standing(kind.value) for kind in Dates)]


def variance(deal: Deal, asked: Asked, *, user: User, status_date: date) -> Variance | None:
    """The comparison; without names: the newest signed baseline, or what is agreed, with today's forecast.

    None when a set or workstream is not there. At most seven statements of SQL, whatever the size of the deal.
    """
    known = standings(deal, user=user)
    signed = [row.key for row in known if row.baseline and row.baseline.state == "signed"]
    names = asked.before or (signed or [Dates.AGREED.value])[0], asked.after or Dates.FORECAST.value
    sets = [next((row for row in known if row.key == name), None) for name in names]
    plan = plan_of(deal, user=user, status_date=status_date)
    streams = {row.milestone.workstream.code for row in plan.rows}
    if sets[0] is None or sets[1] is None or (asked.workstream and asked.workstream not in streams):
        return None
    spans = [_spans(one, plan, user) for one in (sets[0], sets[1])]
    rows = _compared(plan, *spans)
    return Variance(deal, sets[0], sets[1], known, rows, _chosen(rows, asked))


def _spans(standing: Standing, plan: Plan, user: User) -> Spans:
    if standing.baseline:
        rows = baseline_rows_of(user).filter(baseline=standing.baseline)
        return {code: Span(*days) for code, *days in rows.values_list("milestone__code", "start", "finish")}
    if standing.key == Dates.FORECAST:
        return {
            row.milestone.code: Span(row.line.forecast_start, row.line.forecast_finish) for row in plan.rows if row.line
        }
    return {
        row.milestone.code: Span(row.milestone.agreed_start, row.milestone.agreed_finish)
        for row in plan.rows
        if row.milestone.agreed_start and row.milestone.agreed_finish and row.state != MilestoneState.CANCELLED
    }


def _compared(plan: Plan, before: Spans, after: Spans) -> list[VarianceRow]:
    found = []
    for row in plan.rows:
        pair = before.get(row.milestone.code), after.get(row.milestone.code)
        became = change(*pair)
        if became is not None:
            found.append(VarianceRow(row.milestone, *pair, became))
    return found


def _finish(row: VarianceRow) -> date:
    span = row.after or row.before
    return span.finish if span else date.max


ORDERS: Mapping[str, Callable[[VarianceRow], tuple[object, ...]]] = {
    VarianceOrder.PLAN: lambda row: (row.milestone.workstream.position, row.milestone.workstream.code, _finish(row)),
    VarianceOrder.LATER: lambda row: (row.finish_days is None, -(row.finish_days or 0)),
    VarianceOrder.EARLIER: lambda row: (row.finish_days is None, row.finish_days or 0),
    VarianceOrder.FINISH: lambda row: (_finish(row),),
}


def _chosen(rows: Sequence[VarianceRow], asked: Asked) -> list[VarianceRow]:
    order = ORDERS.get(asked.order, ORDERS[VarianceOrder.PLAN])
    kept = [row for row in rows if not asked.workstream or row.milestone.workstream.code == asked.workstream]
    kept = [row for row in kept if not asked.only or row.change != Change.SAME]
    return sorted(kept, key=lambda row: (order(row), row.milestone.code))
