"""The schedule of a deal in the API, with the filters of the timeline."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from procurement.api.days import DAY
from procurement.composers.lines import line_of
from procurement.filters import DayField, PlanFilter
from procurement.queries.plan import Plan

FILTERS = PlanFilter({}).fields


def asked_filter(request: Request) -> PlanFilter:
    """What the address asks for, once it could be read."""
    asked = PlanFilter(request.query_params)
    if not asked.is_valid():
        raise ValidationError({name: [str(text) for text in texts] for name, texts in asked.errors.items()})
    return asked


def asked_lines(plan: Plan, request: Request) -> list[dict[str, Any]]:
    """The lines of the rows that the filters of the address keep."""
    return [line_of(row) for row in asked_filter(request).rows(plan.rows)]


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
