"""What is wrong with a cell, kept as codes: it is worded when somebody reads it, in the reader's language."""

from dataclasses import astuple, dataclass
from typing import Any

from catalog.stated import Unclear

SHOWN = 80  # characters of a found cell that a problem repeats


@dataclass(frozen=True, order=True)
class CellProblem:
    """Place, what stands there and why it is wrong. `column` is a heading; `means` names the column where none is."""

    sheet: str
    row: int
    column: str
    means: str
    found: str
    why: str
    readings: tuple[str, ...] = ()

    def kept(self) -> list[Any]:
        """As it is kept with the upload."""
        return [*astuple(self)[:-1], list(self.readings)]


def reason(fault: Unclear) -> tuple[str, tuple[str, ...]]:
    """Code and parameters of what a reader refused."""
    return fault.why.value, tuple(fault.readings)
