"""The schedule of a deal in the API, with the filters of the timeline."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from procurement.api import serializers as shapes
from procurement.api.days import DAY
from procurement.filters import DayField, PlanFilter
from procurement.queries.plan import Plan, PlanRow

FILTERS = PlanFilter({}).fields


def asked_lines(plan: Plan, request: Request) -> list[dict[str, Any]]:
    """The lines of the rows that the filters of the address keep."""
    asked = PlanFilter(request.query_params)
    if not asked.is_valid():
        raise ValidationError({name: [str(text) for text in texts] for name, texts in asked.errors.items()})
    return [_line(row) for row in asked.rows(plan.rows)]


def _line(row: PlanRow) -> dict[str, Any]:
    names = [*shapes.ScheduleLineSerializer().fields]
    known = {name: getattr(row.line, name, None) for name in names}
    flags = {name: bool(known[name]) for name in ("critical", "from_owner")}
    return {**known, "code": row.milestone.code, "state": row.state.value, **flags}


def filter_parameters() -> list[OpenApiParameter]:
    """Each filter as the description of the API tells it."""
    return [_parameter(name) for name in FILTERS]


def _parameter(name: str) -> OpenApiParameter:
    field, label = FILTERS[name], str(FILTERS[name].label)
    if isinstance(field, DayField):
        told = "rows whose plan or forecast touches the days from `from` to `to`, YYYY-MM-DD"
        return OpenApiParameter(name, str, description=told, pattern=DAY)
    many = name in PlanFilter.LISTS
    codes = [code for code, _label in getattr(field, "choices", [])]
    return OpenApiParameter(name, str, many=many, enum=codes or None, description=label)
