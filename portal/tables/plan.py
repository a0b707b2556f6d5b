"""What an import does or would do, for people: counts and names per table, or the list of problems."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from portal.faults import Fault
from portal.tables.reading import Problem


class BadFiles(Fault):
    """The files have problems; nothing was written."""

    code = "bad-files"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join([*map(str, self.problems), f"{len(problems)} problems; nothing was written."]))


@dataclass(frozen=True)
class TablePlan:
    """One table: names of new, changed and gone rows, and how many are the same."""

    table: str
    new: list[str]
    changed: list[str]
    gone: list[str]
    same: int

    @property
    def changes_nothing(self) -> bool:
        return not (self.new or self.changed or self.gone)


@dataclass
class Plan:
    """All tables of one import."""

    tables: list[TablePlan] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        return all(table.changes_nothing for table in self.tables)

    def lines(self, *, names: int = 5) -> Iterator[str]:
        """The plan in words; at most `names` names of each group."""
        for table in self.tables:
            counts = f"{len(table.new)} new, {len(table.changed)} changed, {table.same} same, {len(table.gone)} gone"
            yield f"{table.table}: {counts}"
            for word, group in (("changed", table.changed), ("gone", table.gone)):
                for name in group[:names]:
                    yield f"  {word}: {name}"
                if len(group) > names:
                    yield f"  {word}: and {len(group) - names} more"
