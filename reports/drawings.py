"""The deal in one line, drawn from the body of a report: what was known then, not what is known today."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.drawing import timeline as lines
from portal.drawing.calendar import deal_axis
from portal.pagekit.words import title

Json = Mapping[str, Any]


def strip(body: Json) -> lines.Strip | None:
    """Squares at the forecast finishes; None where no milestone has one (public record, old or missing bodies)."""
    deal, summary = body.get("deal", {}), body.get("summary", {})
    entries = [_entry(row) for row in body.get("milestones", []) if row.get("forecast_finish")]
    if not entries or not deal.get("starts_on"):
        return None
    return lines.strip(
        entries,
        axis=deal_axis(_day(deal["starts_on"]), _day(deal["ends_on"]), left=0, right=1196),
        today=_day(body["period"]["last_day"]),
        plan_end=_day(summary["planned_end"]),
        forecast_end=_day(summary["forecast_end"]),
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _entry(row: Json) -> lines.Entry:
    finish, planned = _day(row["forecast_finish"]), _day(row["agreed_finish"])
    name = f"{title(row)} · {row['code']}"
    done = row["state"] == "met"
    return lines.Entry(
        row["code"], name, name, "", finish, finish, planned, planned, done=done, critical=row["critical"]
    )
