"""Drawings made from the body of a report: what was known then, not what is known today."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal.drawing import timeline as lines
from portal.drawing.calendar import Axis, deal_axis
from portal.drawing.steps import steps
from portal.pagekit.words import day, number, title
from reports.composers.document import Drawing

Json = Mapping[str, Any]
CURVE = 220  # pixels, the width of a curve
PAGE = 680  # pixels across a sheet of paper, so that text stays legible
Pair = tuple[date, int]


def strip(body: Json, *, width: int = 1216) -> lines.Strip | None:
    """Squares at the forecast finishes; None where no milestone has one (public record, old or missing bodies)."""
    deal, summary = body.get("deal", {}), body.get("summary", {})
    entries = [_entry(row) for row in body.get("milestones", []) if row.get("forecast_finish")]
    if not entries or not deal.get("starts_on"):
        return None
    return lines.strip(
        entries,
        axis=_axis(body, right=width - 20),
        today=_day(body["period"]["last_day"]),
        plan_end=_day(summary["planned_end"]),
        forecast_end=_day(summary["forecast_end"]),
    )


def strip_drawing(body: Json) -> Drawing | None:
    """The same as an SVG, with what it shows in words."""
    drawn = strip(body, width=PAGE)
    if drawn is None:
        return None
    ends = {"plan": day(body["summary"]["planned_end"]), "forecast": day(body["summary"]["forecast_end"])}
    words = _("planned end %(plan)s, forecast %(forecast)s") % ends
    context = {"drawing": drawn, "name": words, "end_words": words, "late": body["summary"]["end_slip_days"]}
    context["width"] = PAGE
    return Drawing(render_to_string("drawing/strip.svg.html", context), words)


def _axis(body: Json, *, right: float) -> Axis:
    return deal_axis(_day(body["deal"]["starts_on"]), _day(body["deal"]["ends_on"]), left=0, right=right)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _entry(row: Json) -> lines.Entry:
    finish, planned = _day(row["forecast_finish"]), _day(row["agreed_finish"])
    name = f"{title(row)} · {row['code']}"
    done = row["state"] == "met"
    return lines.Entry(
        row["code"], name, name, "", finish, finish, planned, planned, done=done, critical=row["critical"]
    )


def deliveries(body: Json) -> list[Drawing]:
    """A curve for each order of which something is due or done."""
    rows = [row for row in body["deliveries"] if row.get("lots") and (row["planned"] or row["accepted"])]
    return [
        _curve(
            body,
            f"{title(row['model'])}, {row['order']}",
            [(_day(lot["due_on"]), lot["planned"]) for lot in row["lots"]],
            [(_day(lot["accepted_on"]), lot["accepted"]) for lot in row["lots"] if lot["accepted_on"]],
            total=row["quantity"],
        )
        for row in rows
    ]


def payments(body: Json) -> list[Drawing]:
    """A curve for each currency, in whole units of it."""
    return [
        _curve(
            body,
            row["currency"],
            [(_day(part["due_on"]), _whole(part["amount"])) for part in row["instalments"]],
            [(_day(part["paid_on"]), _whole(part["paid"])) for part in row["instalments"] if part["paid_on"]],
            total=_whole(row["total"]),
        )
        for row in body["payments"]
        if row.get("instalments")
    ]


def production(body: Json) -> list[Drawing]:
    """A curve for each model at each site where production has begun or should have."""
    return [
        _curve(
            body,
            f"{title(row['model'])}, {title(row)}",
            [(_day(month), planned) for month, planned, _made in row["months"]],
            [(_day(month), made) for month, _planned, made in row["months"] if made is not None],
            total=row["total"],
        )
        for row in body["production"]
        if row["planned"] or row["actual"]
    ]


def _whole(amount: str) -> int:
    return int(Decimal(amount))


def _curve(body: Json, caption: str, planned: Sequence[Pair], done: Sequence[Pair], *, total: int) -> Drawing:
    today = _day(body["period"]["last_day"])
    drawn = steps(planned, done, total=total, axis=_axis(body, right=CURVE), today=today)
    so_far = sum(units for when, units in planned if when <= today)
    counts = {
        "done": number(sum(units for when, units in done if when <= today)),
        "planned": number(so_far),
        "total": number(total),
    }
    name = _("%(done)s done, plan to date %(planned)s, total %(total)s") % counts
    return Drawing(render_to_string("drawing/steps.svg.html", {"drawing": drawn, "name": name}), name, caption, drawn)
