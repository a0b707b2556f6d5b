"""A line of the schedule as data: the same in the API and inside papers."""

from dataclasses import fields
from typing import Any

from procurement.queries.plan import PlanRow
from procurement.schedule import Line

NAMES = [field.name for field in fields(Line) if field.name not in {"code", "progress"}]  # the state says more
FLAGS = ("critical", "from_owner")


def line_of(row: PlanRow) -> dict[str, Any]:
    """A milestone without agreed dates has nothing but its state."""
    known = {name: getattr(row.line, name, None) for name in NAMES}
    flags = {name: bool(known[name]) for name in FLAGS}
    return {"code": row.milestone.code, "state": row.state.value, **known, **flags}
