"""Cells of a report's tables on its page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template

from reports.composers.document import NUMBERS, Kind, Table, Told, is_bad, shown
from reports.composers.remarks import Remark, Remarks

register = template.Library()


@dataclass(frozen=True)
class Cell:
    """`key` names the figure that it is, if it is one."""

    text: str
    classes: str
    key: str = ""


@register.filter
def cells(table: Table) -> list[list[Cell]]:
    """The rows of a table as they are shown in the active language."""
    kinds = [column.kind for column in table.columns]
    return [[_cell(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in table.rows]


def _cell(value: object, kind: Kind) -> Cell:
    text = shown(value, kind)
    is_one_code = kind == Kind.CODE and "," not in text
    classes = ["r"] if kind in NUMBERS or kind == Kind.DAY else ["nb"] if is_one_code else []
    key = value.key if isinstance(value, Told) else ""
    return Cell(text, " ".join(classes + (["late"] if is_bad(value, kind) else [])), key)


@register.filter
def said_of(remarks: Remarks, section: str) -> Sequence[Remark]:
    """What parties say to one section."""
    return remarks.get(section, ())
