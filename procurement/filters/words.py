"""What a list of milestones can be narrowed by, and what narrows it now, in words: for the timeline and the list."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portal.pagekit.words import day, plain, title
from procurement.filters.plan import PlanFilter
from procurement.queries.plan import PlanRow


@dataclass(frozen=True)
class Choice:
    """One value of a filter: how many milestones of the deal have it."""

    code: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Chip:
    """One filter in use. `value` is as the address has it."""

    name: str
    value: str
    label: str


Facet = tuple[str, str, list[Choice]]  # its name in the address, its label, its values among the rows


def facets_of(rows: Sequence[PlanRow], asked: PlanFilter) -> list[Facet]:
    """Each list to choose from, with the values that the rows have."""
    given: Mapping[str, Any] = asked.cleaned_data if asked.is_valid() else {}
    return [
        (
            name,
            str(asked.fields[name].label),
            [Choice(code, label, count, code in given.get(name, [])) for (code, label), count in _values(rows, name)],
        )
        for name in PlanFilter.LISTS
    ]


def _values(rows: Sequence[PlanRow], name: str) -> list[tuple[tuple[str, str], int]]:
    """Each value with its label and the number of its rows; a label is made once for each value."""
    counts = Counter(code for row in rows if (code := _code(row, name)))
    one_of_each = {_code(row, name): row for row in rows}
    pairs = [((code, _label(one_of_each[code], name)), count) for code, count in counts.items()]
    return sorted(pairs, key=lambda item: item[0][1])


def _code(row: PlanRow, name: str) -> str:
    """'' where the row has no such value."""
    if name == "state":
        return row.state.value
    if name == "kind":
        return row.milestone.kind
    related = row.milestone.workstream if name == "workstream" else row.milestone.owner
    return related.code if related else ""


def _label(row: PlanRow, name: str) -> str:
    milestone = row.milestone
    if name == "state":
        return str(row.state.label)
    if name == "kind":
        return milestone.get_kind_display()
    return plain(title(milestone.workstream if name == "workstream" else milestone.owner))


def chips_of(asked: PlanFilter, facets: Sequence[Facet], *, marks: Sequence[str] = PlanFilter.FLAGS) -> list[Chip]:
    """What narrows the list; none where the filter cannot be read. `marks` are filters that are on or off."""
    if not asked.is_valid():
        return []
    labels = {(name, choice.code): choice.label for name, _label, choices in facets for choice in choices}
    return [Chip(name, value, _told(asked, name, value, labels, marks)) for name, value in asked.asked]


def _told(asked: PlanFilter, name: str, value: str, labels: Mapping[tuple[str, str], str], marks: Sequence[str]) -> str:
    """One filter in words; a code that is not among the rows is shown as it is."""
    label = str(asked.fields[name].label)
    if name in marks:
        return label
    if name == "q":
        return _("“%(words)s”") % {"words": value}
    return f"{label} {day(value)}" if name in PlanFilter.DAYS else labels.get((name, value), value)
