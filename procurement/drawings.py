"""Turns rows of a plan into the entries that the drawings place. Words only; geometry is in portal/drawing."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.drawing import chain as chains
from portal.drawing import curve as curves
from portal.drawing import steps as step_lines
from portal.drawing import timeline as lines
from portal.drawing.calendar import Axis, deal_axis
from portal.pagekit.words import day, short_day, signed, title
from portal.partialdate import first_day
from procurement.models import Deal
from procurement.queries.money_and_goods import OrderProgress, PaymentProgress
from procurement.queries.pages import MilestonePage, Voice
from procurement.queries.plan import PlanRow
from procurement.queries.production import Output
from procurement.queries.summary import Summary
from procurement.vocabulary import MilestoneState


def entry(row: PlanRow) -> lines.Entry | None:
    """A row as it is drawn; None without agreed dates."""
    milestone, line = row.milestone, row.line
    if line is None or milestone.agreed_start is None or milestone.agreed_finish is None:
        return None
    done = row.state == MilestoneState.MET
    return lines.Entry(
        key=milestone.code,
        label=title(milestone),
        name=_name(row),
        url=reverse("milestone-detail", args=[milestone.deal.code, milestone.code]),
        start=line.forecast_start,
        finish=line.forecast_finish,
        plan_start=milestone.agreed_start,
        plan_finish=milestone.agreed_finish,
        done=done,
        critical=line.critical,
        overdue=row.is_overdue,
        contested=row.state == MilestoneState.CONTESTED,
        slip=signed(row.slip_days) if row.slip_days else "",
        done_to=_run_up_to(row),
    )


def _run_up_to(row: PlanRow) -> date | None:
    """Up to which day a milestone that is under way has run; None before its start and after its end."""
    start, line = row.facts.actual_start, row.line
    if start is None or line is None or row.facts.actual_finish is not None or start >= row.status_date:
        return None
    return min(row.status_date, line.forecast_finish)


def _name(row: PlanRow) -> str:
    """The bar in words; it begins with its visible label."""
    milestone, line = row.milestone, row.line
    assert line is not None  # asked for by entry() only
    finish = _("actual %(day)s") if row.facts.actual_finish else _("forecast %(day)s")
    parts = [
        title(milestone),
        milestone.code,
        str(row.state.label),
        _("plan %(day)s") % {"day": day(milestone.agreed_finish)},
        finish % {"day": day(line.forecast_finish)},
    ]
    if row.is_overdue:
        parts.insert(3, _("overdue"))
    if row.slip_days:
        parts.append(_("slip %(days)s days") % {"days": signed(row.slip_days)})
    if line.total_float_days is not None:
        parts.append(_("float %(days)s days") % {"days": line.total_float_days})
    if line.critical:
        parts.append(_("critical"))
    return " · ".join(parts)


def _axis(summary: Summary, *, left: float, right: float) -> Axis | None:
    ends = [row.line.forecast_finish for row in summary.plan.rows if row.line]
    starts = [row.milestone.agreed_start for row in summary.plan.rows if row.milestone.agreed_start]
    deal = summary.plan.deal
    first, last = deal.starts_on or min(starts, default=None), deal.ends_on or max(ends, default=None)
    return deal_axis(first, last, left=left, right=right) if first and last and first < last else None


def chain(page: MilestonePage) -> chains.Chain | None:
    """The milestone between its neighbours, and the days that each side names; None without agreed dates."""
    before = [n.row for n in page.neighbours if n.before]
    after = [n.row for n in page.neighbours if not n.before]
    rows = list({row.milestone.code: row for row in [*before, page.row, *after]}.values())
    return chains.chain(
        entries_of(rows),
        own=page.milestone.code,
        sides=[chains.Side(voice.shape, voice.title, _words(voice)) for voice in page.voices],
        today=page.row.status_date,
        agreed=page.milestone.agreed_finish,
    )


def _words(voice: Voice) -> list[chains.Word]:
    said = [row for row in voice.statements if row.date]
    return [
        chains.Word(
            first_day(row.date), f"{short_day(row.date)} {str(row.get_kind_display()).lower()}", row is said[-1]
        )
        for row in said
    ]


def strip(summary: Summary) -> lines.Strip | None:
    """The deal in one line of squares; None when nothing has dates."""
    axis = _axis(summary, left=0, right=1196)
    entries = entries_of(summary.plan.rows)
    if axis is None or not entries:
        return None
    return lines.strip(
        entries,
        axis=axis,
        today=summary.plan.status_date,
        plan_end=summary.planned_end,
        forecast_end=summary.plan.end,
    )


def entries_of(rows: Sequence[PlanRow]) -> list[lines.Entry]:
    """The rows that have dates, as they are drawn."""
    return [drawn for row in rows if (drawn := entry(row))]


def _years(deal: Deal, days: Sequence[date], *, left: float, right: float) -> Axis | None:
    """The fiscal years of a deal, or those of its rows where it has no dates."""
    first, last = deal.starts_on or min(days, default=None), deal.ends_on or max(days, default=None)
    return deal_axis(first, last, left=left, right=right) if first and last and first < last else None


def deliveries(
    orders: Sequence[OrderProgress], *, deal: Deal, today: date
) -> list[tuple[OrderProgress, step_lines.Steps]]:
    """Each order with its two step lines on one common axis."""
    axis = _years(deal, [lot.due_on for progress in orders for lot in progress.lots], left=0, right=220)
    if axis is None:
        return []
    return [
        (
            progress,
            step_lines.steps(
                [(lot.due_on, lot.planned) for lot in progress.lots],
                [(lot.accepted_on, lot.accepted) for lot in progress.lots if lot.accepted_on],
                total=progress.order.quantity,
                axis=axis,
                today=today,
            ),
        )
        for progress in orders
    ]


def payments(progress: PaymentProgress, *, deal: Deal, today: date) -> curves.Curve | None:
    """What is due and paid in one currency, summed up over the years of the deal."""
    rows = [row.payment for row in progress.rows]
    axis = _years(deal, [row.due_on for row in rows], left=curves.LEFT, right=curves.RIGHT)
    if axis is None:
        return None
    paid = [(row.paid_on, row.paid_amount) for row in rows if row.paid_on and row.paid_on <= today and row.paid_amount]
    return curves.curve([(row.due_on, row.amount) for row in rows], paid, axis=axis, today=today)


def production(outputs: Sequence[Output], *, deal: Deal, today: date) -> list[tuple[Output, step_lines.Steps, str]]:
    """Each model with its planned and actual output, and the lots due as a third line; all have one axis of years."""
    days = [row.month for one in outputs for row in one.months] + [lot.due_on for one in outputs for lot in one.lots]
    axis = _years(deal, days, left=0, right=220)
    if axis is None:
        return []
    return [(one, _made(one, axis, today), _due(one, axis, today)) for one in outputs]


def _made(one: Output, axis: Axis, today: date) -> step_lines.Steps:
    return step_lines.steps(
        [(row.month, row.planned) for row in one.months],
        [(row.month, row.actual) for row in one.months if row.actual is not None and row.month <= today],
        total=max(one.planned, one.due),
        axis=axis,
        today=today,
    )


def _due(one: Output, axis: Axis, today: date) -> str:
    pairs = [(lot.due_on, lot.planned) for lot in one.lots]
    return step_lines.steps(pairs, [], total=max(one.planned, one.due), axis=axis, today=today).planned
