"""A report in words: chapters of tables in one language. PDF, workbook and plain text lay out the same values.

A cell holds the value as the body has it (ISO day, whole number, amount as text); `shown` words it for people, and a
workbook takes the value itself. So no format can say another figure than the others. A cell that is a figure (counted,
added up or compared) is a `Told`: it names the page whose rows give it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portal.pagekit import words
from reports.composers.remarks import Remark

Json = dict[str, Any]


class Kind(StrEnum):
    """What a column holds. `word` is a text that stays narrow, `late` a signed number of days that is bad above 0."""

    TEXT = "text"
    WORD = "word"
    CODE = "code"
    DAY = "day"
    NUMBER = "number"
    SIGNED = "signed"
    LATE = "late"
    BEHIND = "behind"


FIRST_WITH_ALL_ROWS = 5  # bodies of this format and later hold the rows of each of their figures
NUMBERS = frozenset({Kind.NUMBER, Kind.SIGNED, Kind.LATE, Kind.BEHIND})


@dataclass(frozen=True)
class Told:
    """A cell whose value is a figure; `key` names it among those of reports/composers/figures.py."""

    value: Any
    key: str


@dataclass(frozen=True)
class Column:
    """`about` stands in the data dictionary of the workbook; `unit` behind the head.

    `is_own`: its numbers are no figures. Each is a value of the row itself, or the difference of two beside it.
    """

    name: str
    kind: Kind = Kind.TEXT
    about: str = ""
    unit: str = ""
    is_own: bool = False

    @property
    def is_right(self) -> bool:
        """Numbers and days stand at the right edge."""
        return self.kind in NUMBERS or self.kind == Kind.DAY

    @property
    def head(self) -> str:
        return f"{self.name}, {self.unit}" if self.unit else self.name


@dataclass(frozen=True)
class Table:
    """`link` is the page and `rows_at` the address of the API where the same rows are asked for again."""

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    link: str = ""
    rows_at: str = ""


@dataclass(frozen=True)
class Drawing:
    """An SVG as the pages draw it; `caption` stands above, `name` says in words what is seen.

    `lines` is what the SVG was drawn from, for a page that writes it itself.
    """

    svg: str
    name: str
    caption: str = ""
    lines: Any = None


@dataclass(frozen=True)
class Chapter:
    """`none` is said where no table has a row; `remarks` is what parties say to it, `key` its name in addresses."""

    title: str
    note: str = ""
    none: str = ""
    tables: Sequence[Table] = ()
    drawings: Sequence[Drawing] = field(default=())
    key: str = ""
    remarks: Sequence[Remark] = ()

    @property
    def filled(self) -> Sequence[Table]:
        return [table for table in self.tables if table.rows]


Make = Callable[[Json], Chapter | None]


def linked(body: Json, value: Any, key: str) -> Any:
    """The value with the name of its figure; alone where nothing is known, and in bodies that lack the rows."""
    return value if value is None or body.get("format", 0) < FIRST_WITH_ALL_ROWS else Told(value, key)


def value_of(cell: Any) -> Any:
    return cell.value if isinstance(cell, Told) else cell


def shown(cell: Any, kind: Kind) -> str:
    """A cell in the active language; an en dash where nothing is known."""
    value = value_of(cell)
    if value is None or value == "":
        return "–"
    if kind == Kind.DAY:
        return words.day(str(value))
    if kind in {Kind.LATE, Kind.SIGNED}:
        return words.signed(value)
    return words.number(value) if kind in NUMBERS else str(value)


def is_bad(cell: Any, kind: Kind) -> bool:
    """True for days late and for what is behind the plan."""
    value = value_of(cell)
    return kind in {Kind.LATE, Kind.BEHIND} and value not in (None, "") and Decimal(str(value)) > 0
