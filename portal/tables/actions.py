"""Brings a table of the database to what a file says: new rows in, changed rows changed, nothing deleted.

Rows that a file no longer names are reported as gone and left to the caller: a statement is withdrawn, a thing stays.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)
Key = Callable[[M], Hashable]


@dataclass
class Merged(Generic[M]):
    """What a merge found. `kept` holds every wanted row with its primary key, in the order it was given."""

    kept: list[M] = field(default_factory=list)
    new: list[M] = field(default_factory=list)
    changed: list[M] = field(default_factory=list)
    gone: list[M] = field(default_factory=list)

    @property
    def same(self) -> int:
        return len(self.kept) - len(self.new) - len(self.changed)


def merge(wanted: Sequence[M], existing: Sequence[M], *, key: Key[M], fields: Sequence[str]) -> Merged[M]:
    """Compares by `key` and writes what differs in `fields` (attribute names). Runs inside the caller's `writing`.

    A changed row with a `version` gets the next one. Wanted rows take the primary key of their match.
    """
    merged: Merged[M] = Merged(kept=list(wanted))
    known = {key(row): row for row in existing}
    for row in wanted:
        old = known.pop(key(row), None)
        if old is None:
            merged.new.append(row)
        else:
            _take_over(row, old)
            if any(getattr(row, name) != getattr(old, name) for name in fields):
                merged.changed.append(row)
    merged.gone = list(known.values())
    _write(merged, fields)
    return merged


def _take_over(row: M, old: M) -> None:
    row.pk = old.pk
    row._state.adding = False
    row._state.db = old._state.db
    if hasattr(old, "version"):
        row.version = old.version  # type: ignore[attr-defined]  # present on versioned rows only


def _write(merged: Merged[M], fields: Sequence[str]) -> None:
    if merged.new:
        _manager(merged.new[0]).bulk_create(merged.new, batch_size=500)
    if merged.changed:
        names = list(fields)
        if hasattr(merged.changed[0], "version"):
            names.append("version")
            for row in merged.changed:
                row.version += 1  # type: ignore[attr-defined]  # present on versioned rows only
        _manager(merged.changed[0]).bulk_update(merged.changed, names, batch_size=500)


def _manager(row: models.Model) -> Any:
    return type(row)._default_manager
