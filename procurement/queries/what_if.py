"""What would move if some milestones had another start or another duration. Asked in an address; nothing is written.

A change is a text as it stands in the address: `M-7:2027-03-01` (the start) or `M-7:45` (the days). A hidden
milestone is as unknown as one that does not exist, and drives the answer all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from portal.accounts.models import User
from portal.partialdate import LAST_YEAR, whole_day
from procurement.models import Deal, Milestone
from procurement.queries.plan import Moved, Plan, PlanRow, moved_between, plan_if, plan_of
from procurement.schedule import Progress
from procurement.vocabulary import WhatIfFault

MOST_CHANGES = 20
LONGEST = 9999  # days
LATEST = date(LAST_YEAR, 12, 31)
MOVE, DURATION = "move", "duration"


@dataclass(frozen=True)
class Change:
    """A milestone with the agreed dates that it has now (`row`) and those that it would have."""

    row: PlanRow
    start: date
    finish: date

    @property
    def milestone(self) -> Milestone:
        return self.row.milestone

    @property
    def days(self) -> int:
        return (self.finish - self.start).days


@dataclass(frozen=True)
class WhatIf:
    """The plan as it is and as it would be. With `problems` (texts by parameter) both are the same."""

    before: Plan
    after: Plan
    changes: Sequence[Change] = ()
    problems: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def moved(self) -> list[Moved]:
        return moved_between(self.before, self.after)

    @property
    def end_days(self) -> int:
        """Days by which the end that the person sees would be later (negative: earlier)."""
        return (self.after.end - self.before.end).days if self.after.end and self.before.end else 0

    @cached_property
    def critical(self) -> tuple[list[Milestone], list[Milestone]]:
        """The milestones without float now and then, each in order of date."""
        return _critical(self.before), _critical(self.after)

    @property
    def joining(self) -> list[Milestone]:
        """Milestones that would come onto the critical path."""
        return _without(self.critical[1], self.critical[0])

    @property
    def leaving(self) -> list[Milestone]:
        """Milestones that would leave the critical path."""
        return _without(self.critical[0], self.critical[1])


def _critical(plan: Plan) -> list[Milestone]:
    rows = [row for row in plan.rows if row.line and row.line.critical]
    return [row.milestone for row in sorted(rows, key=lambda row: (row.due_on or date.max, row.milestone.code))]


def _without(milestones: Sequence[Milestone], others: Sequence[Milestone]) -> list[Milestone]:
    known = {milestone.code for milestone in others}
    return [milestone for milestone in milestones if milestone.code not in known]


def what_if(deal: Deal, *, moves: Sequence[str], durations: Sequence[str], user: User, status_date: date) -> WhatIf:
    """The effect of the changes, all or nothing. Three statements of SQL, six with changes."""
    before = plan_of(deal, user=user, status_date=status_date)
    wanted, problems = _read(before, moves, durations)
    if problems or not wanted:
        return WhatIf(before, before, problems=problems)
    changes = [_change(before.by_code[code], asked) for code, asked in wanted.items()]
    dates = {change.milestone.code: (change.start, change.finish) for change in changes}
    return WhatIf(before, plan_if(deal, dates, user=user, status_date=status_date), changes)


def may_change(row: PlanRow) -> bool:
    """Whether there is anything left to move."""
    return row.line is not None and row.line.progress is not Progress.FINISHED


class _Wrong(ValueError):
    """A change that cannot be computed, and why."""

    def __init__(self, fault: WhatIfFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass
class _Asked:
    """What is asked for one milestone: its values by parameter, the start as a day, the duration as days."""

    start: date | None = None
    days: int | None = None


def _read(plan: Plan, moves: Sequence[str], durations: Sequence[str]) -> tuple[dict[str, _Asked], dict[str, list[str]]]:
    """What is asked for each milestone, and what is wrong, by parameter."""
    if len(moves) + len(durations) > MOST_CHANGES:
        return {}, {MOVE: [WhatIfFault.TOO_MANY.label % {"what": MOST_CHANGES}]}
    wanted: dict[str, _Asked] = {}
    problems: dict[str, list[str]] = {}
    rows = plan.by_code
    for name, text in [*((MOVE, text) for text in moves), *((DURATION, text) for text in durations)]:
        try:
            _take(name, text, rows, wanted)
        except _Wrong as wrong:
            problems.setdefault(name, []).append(wrong.fault.label % {"what": text[:80]})
    return wanted, problems


def _take(name: str, text: str, rows: Mapping[str, PlanRow], wanted: dict[str, _Asked]) -> None:
    """Adds one change to what is wanted."""
    code, colon, value = text.rpartition(":")
    if not colon:
        raise _Wrong(WhatIfFault.NO_PAIR)
    if code not in rows:
        raise _Wrong(WhatIfFault.UNKNOWN)
    _check_state(name, rows[code])
    asked = wanted.setdefault(code, _Asked())
    if (asked.start if name == MOVE else asked.days) is not None:
        raise _Wrong(WhatIfFault.TWICE)
    if name == MOVE:
        asked.start = _start(value)
    else:
        asked.days = _days(value)
    if _change(rows[code], asked).finish > LATEST:
        raise _Wrong(WhatIfFault.FAR_OFF)


def _check_state(name: str, row: PlanRow) -> None:
    if row.line is None:
        raise _Wrong(WhatIfFault.NO_DATES)
    if row.line.progress is Progress.FINISHED:
        raise _Wrong(WhatIfFault.FINISHED)
    if name == MOVE and row.line.progress is Progress.RUNNING:
        raise _Wrong(WhatIfFault.RUNNING)


def _start(value: str) -> date:
    try:
        return whole_day(value)
    except ValueError:
        raise _Wrong(WhatIfFault.NO_DAY) from None


def _days(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) <= 6 and int(value) <= LONGEST):
        raise _Wrong(WhatIfFault.NO_NUMBER)
    return int(value)


def _change(row: PlanRow, asked: _Asked) -> Change:
    """The agreed dates with what is asked; what is not asked for stays."""
    agreed = row.milestone.agreed_start
    assert agreed is not None  # its state was checked
    start = asked.start or agreed
    days = row.milestone.duration_days if asked.days is None else asked.days
    return Change(row, start, start + timedelta(days=days))
