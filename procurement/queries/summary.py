"""What a plan amounts to: counts, workstreams, what is due, late and contested. The same for pages and reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from procurement.models import Workstream
from procurement.queries.plan import Plan, PlanRow
from procurement.vocabulary import MilestoneState

SOON = timedelta(days=30)


def by_due(row: PlanRow) -> tuple[date, str]:
    """The order in which rows are expected; those without dates last."""
    return row.due_on or date.max, row.milestone.code


@dataclass(frozen=True)
class WorkstreamSummary:
    """One workstream: counts and weights of the rows shown, its last and its next milestone."""

    workstream: Workstream
    rows: Sequence[PlanRow]

    @cached_property
    def met(self) -> list[PlanRow]:
        return [row for row in self.rows if row.state == MilestoneState.MET]

    @property
    def weight(self) -> int:
        return sum(row.milestone.weight for row in self.rows)

    @property
    def weight_met(self) -> int:
        return sum(row.milestone.weight for row in self.met)

    @property
    def weight_share(self) -> int:
        """Percent of the weight that is met, rounded to the nearest whole."""
        return round(100 * self.weight_met / self.weight) if self.weight else 0

    @property
    def overdue(self) -> int:
        return sum(row.is_overdue for row in self.rows)

    @property
    def contested(self) -> int:
        return sum(row.state == MilestoneState.CONTESTED for row in self.rows)

    @property
    def last(self) -> PlanRow | None:
        """The row that ends the workstream."""
        return max((row for row in self.rows if row.line), key=by_due, default=None)

    @property
    def next(self) -> PlanRow | None:
        """The row that is expected next."""
        return min((row for row in self.rows if row.line and not row.is_done), key=by_due, default=None)


@dataclass(frozen=True)
class Summary:
    """A plan in figures. Everything is computed from the rows that its reader may see."""

    plan: Plan
    workstreams: Sequence[WorkstreamSummary]

    @property
    def total(self) -> int:
        return len(self.plan.rows)

    def count(self, state: MilestoneState) -> int:
        """How many rows are in the state."""
        return sum(row.state == state for row in self.plan.rows)

    @property
    def met(self) -> int:
        return self.count(MilestoneState.MET)

    @cached_property
    def overdue(self) -> list[PlanRow]:
        """Late rows, the next expected first."""
        return sorted((row for row in self.plan.rows if row.is_overdue), key=by_due)

    @cached_property
    def late(self) -> list[PlanRow]:
        """Rows that slip or are overdue, the next expected first."""
        late = [row for row in self.plan.rows if row.is_overdue or (row.slip_days > 0 and not row.is_done)]
        return sorted(late, key=by_due)

    @cached_property
    def contested(self) -> list[PlanRow]:
        return [row for row in self.plan.rows if row.state == MilestoneState.CONTESTED]

    @cached_property
    def due_soon(self) -> list[PlanRow]:
        """Rows expected within 30 days of the status date and not done."""
        until = self.plan.status_date + SOON
        return sorted(
            (row for row in self.plan.rows if row.due_on and not row.is_done and row.due_on <= until), key=by_due
        )

    @cached_property
    def slipping(self) -> list[PlanRow]:
        """Rows that are not done and expected later than agreed, the latest first."""
        late = [row for row in self.plan.rows if row.slip_days > 0 and not row.is_done]
        return sorted(late, key=lambda row: (-row.slip_days, *by_due(row)))

    @property
    def critical(self) -> list[PlanRow]:
        """The rows without float, in order of date."""
        return sorted((row for row in self.plan.rows if row.line and row.line.critical), key=by_due)

    @property
    def planned_end(self) -> date | None:
        """The latest agreed finish."""
        return max((row.milestone.agreed_finish for row in self.plan.rows if row.milestone.agreed_finish), default=None)

    @property
    def days_past_end(self) -> int:
        """Days by which the forecast end lies after the last day of the deal; 0 when it does not."""
        last, end = self.plan.deal.ends_on, self.plan.end
        return max(0, (end - last).days) if last and end else 0

    @property
    def end_slip(self) -> int | None:
        """Days by which the forecast end is later than the agreed end."""
        end, planned = self.plan.end, self.planned_end
        return (end - planned).days if end and planned else None


def summary_of(plan: Plan) -> Summary:
    """The summary, workstreams in their order on the page. No SQL."""
    workstreams = {row.milestone.workstream.pk: row.milestone.workstream for row in plan.rows}
    ordered = sorted(workstreams.values(), key=lambda row: (row.position, row.code))
    return Summary(
        plan, [WorkstreamSummary(w, [row for row in plan.rows if row.milestone.workstream_id == w.pk]) for w in ordered]
    )
