"""The timeline of a deal: which rows make which panel, by which years the axis is parted, what is joined to what.

Words and choice of rows only; geometry is in portal/drawing. One function makes the drawing wherever it is shown.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from portal.drawing import timeline as lines
from portal.drawing.calendar import FISCAL_NAME, Axis, Period, periods
from portal.pagekit.words import plain, title
from procurement.drawings import entries_of, entry
from procurement.queries.plan import Plan, PlanRow
from procurement.queries.summary import Summary, WorkstreamSummary
from procurement.schedule import drives
from procurement.vocabulary import MilestoneKind, Years

ORDER_ROWS = 3  # that many rows of one order make a block
ROOMY = 800  # days up to which every bar of an order has its label


@dataclass(frozen=True)
class View:
    """How the timeline is looked at: the years of its axis, its first and last day (None: the deal's), all links."""

    by: Years = Years.FISCAL
    first: date | None = None
    last: date | None = None
    links: bool = False


def keys_of(view: View) -> list[tuple[str, str]]:
    """The legend: each mark as templates/drawing/timeline_key.svg.html draws it, and what it means."""
    return [
        ("done", _("done")),
        ("running", _("under way, up to today")),
        ("forecast", _("forecast")),
        ("critical", _("critical path")),
        ("plan", _("agreed plan, where it differs")),
        ("point", _("point in time")),
        *([("link", _("dependency"))] if view.links else []),
        ("overdue", _("Overdue")),
        ("contested", _("Contested")),
    ]


def span_of(plan: Plan) -> tuple[date, date] | None:
    """The first day of the deal and the day after its last; of its milestones where it has none."""
    ends = [row.line.forecast_finish for row in plan.rows if row.line]
    starts = [row.milestone.agreed_start for row in plan.rows if row.milestone.agreed_start]
    first, last = plan.deal.starts_on or min(starts, default=None), plan.deal.ends_on or max(ends, default=None)
    return (first, last) if first and last and first < last else None


def periods_of(plan: Plan, by: Years, first: date | None = None, last: date | None = None) -> list[Period]:
    """The years (or quarters) that hold the deal, or those that hold the days from `first` to `last`."""
    span = span_of(plan)
    if span is None:
        return []
    names = {
        Years.FISCAL: FISCAL_NAME,
        Years.CALENDAR: "%(year)d",
        Years.DEAL: _("Year %(number)d"),
        Years.QUARTER: _("Q%(quarter)d \u2019%(short)02d"),
    }[by]
    begin, end = first or span[0], last + timedelta(days=1) if last else span[1]
    return periods(by.value, begin, max(end, begin + timedelta(days=1)), anchor=span[0], names=names)


def _axis(plan: Plan, view: View) -> Axis | None:
    """From the first to the last day asked for; where none is, over whole years."""
    shown = periods_of(plan, view.by, view.first, view.last)
    if not shown:
        return None
    begin = view.first or shown[0].begin
    end = view.last + timedelta(days=1) if view.last else shown[-1].end
    return Axis(begin, end, lines.LEFT, lines.RIGHT, shown)


def timeline(shown: Summary, view: View | None = None, *, whole: Plan | None = None) -> lines.Timeline | None:
    """The rows of the summary, one panel per workstream; None when none of them has dates.

    `whole` is the plan of the deal where the summary holds only some of its rows: it gives the axis.
    """
    view, plan = view or View(), whole or shown.plan
    axis = _axis(plan, view)
    if axis is None:
        return None
    roomy = axis.days <= ROOMY
    groups = [lines.Group(plain(title(w.workstream)), _blocks(w.rows, roomy=roomy), _met(w)) for w in shown.workstreams]
    drawn = lines.timeline(
        groups,
        axis=axis,
        today=plan.status_date,
        end=plan.deal.ends_on,
        joins=[join for join in _joins(shown.plan) if view.links or join.critical],
    )
    return drawn if drawn.panels else None


def _met(workstream: WorkstreamSummary) -> str:
    return _("%(met)s of %(total)s met") % {"met": len(workstream.met), "total": len(workstream.rows)}


def _blocks(rows: Sequence[PlanRow], *, roomy: bool) -> list[lines.Block]:
    """Rows that say the same after a colon are one order: “Contract signed: interceptors”. The others come first."""
    with_order = [(row, _order(row)) for row in rows]
    counts = Counter(order for _, order in with_order)
    named = [name for name, count in counts.items() if name and count >= ORDER_ROWS]
    common = [row for row, order in with_order if order not in named]
    blocks = [lines.Block(entries_of(common), _("Common") if named else "")] if common else []
    return blocks + [
        lines.Block(
            [_within_order(row, drawn, roomy) for row, order in with_order if order == name and (drawn := entry(row))],
            name,
        )
        for name in named
    ]


def _order(row: PlanRow) -> str:
    name = title(row.milestone).partition(": ")[2]
    return name[:1].upper() + name[1:]


def _within_order(row: PlanRow, drawn: lines.Entry, roomy: bool) -> lines.Entry:  # noqa: FBT001  # of this file only
    """The order is named beside its block. On a long axis checks, permits and payments are bars without a label."""
    milestone = row.milestone
    steps = {MilestoneKind.CONTRACT, MilestoneKind.PRODUCTION}
    told = milestone.kind in steps or (milestone.kind == MilestoneKind.DELIVERY and not milestone.duration_days)
    if roomy or told or drawn.overdue or drawn.contested:
        return replace(drawn, label=drawn.label.partition(": ")[0])
    return replace(drawn, label="", slip="")


def _joins(plan: Plan) -> list[lines.Join]:
    """The links among the rows, those along which the critical path runs marked and last, so that they lie on top."""
    critical = {row.milestone.code: row.line for row in plan.rows if row.line and row.line.critical}
    joins = [
        lines.Join(
            *(link.predecessor, link.successor, link.type in {"SS", "SF"}, link.type in {"FF", "SF"}),
            critical=link.predecessor in critical
            and link.successor in critical
            and drives(link, critical[link.predecessor], critical[link.successor]),
        )
        for link in plan.links
    ]
    return sorted(joins, key=lambda join: join.critical)
