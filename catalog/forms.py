"""Forms of the catalog's pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from catalog.conditions import parse, units_of
from catalog.models import Capability
from catalog.vocabulary import Operator

PARTS = ("cap", "op", "v", "u")


@dataclass(frozen=True)
class ConditionForm:
    """One line of the list's form: figure, operator, number, unit. Without script it comes as four parameters."""

    capability: str
    operator: str
    number: str
    unit: str
    problem: str = ""

    @property
    def is_filled(self) -> bool:
        return bool(self.number.strip())


def condition_form(params: QueryDict, *, default_unit: str) -> ConditionForm:
    """The line as typed; range at least, in the reader's unit, when nothing is typed."""
    cap, op, number, unit = (params.get(part, "") for part in PARTS)
    return ConditionForm(cap or "range", op or Operator.AT_LEAST, number, unit or default_unit)


def with_condition(params: QueryDict, form: ConditionForm, known: Mapping[str, Capability]) -> QueryDict:
    """The address's parameters with the line's condition among the others. BadCondition when it cannot be asked."""
    left = params.copy()
    for part in (*PARTS, "page", "match"):
        left.pop(part, None)
    if form.is_filled:
        condition = parse(f"{form.capability}:{form.operator}:{form.number}:{form.unit}", known)
        if str(condition) not in left.getlist("figure"):
            left.appendlist("figure", str(condition))
    return left


def asked_units(capabilities: Iterable[Capability]) -> list[str]:
    """Every unit in which one of the capabilities can be asked for, in the order of the unit table."""
    return list(dict.fromkeys(unit for capability in capabilities for unit in units_of(capability)))
