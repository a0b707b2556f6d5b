"""Stating something about many milestones at once: each row is a statement of its own, written or refused by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.faults import Conflict, Fault, Invalid
from procurement.actions.milestones import Words, state_milestone
from procurement.models import Milestone, MilestoneStatement
from procurement.queries.since import said_since

MOST = 500  # rows of one call
SAME = ("kind", "date", "start_date", "reason", "reason_code", "quantity", "quantity_unit")  # what makes words the same


@dataclass(frozen=True)
class Row:
    """What is stated about one milestone, and the version of it that was seen (None: it was not said)."""

    milestone_code: str
    version: int | None
    words: Words


@dataclass(frozen=True)
class Outcome:
    """What became of a row: its statement, or the fault for which nothing was written.

    `repeated`: the same person had sent the same row before; the statement is the one that was written then.
    """

    row: Row
    statement: MilestoneStatement | None = None
    fault: Fault | None = None
    repeated: bool = False


def state_rows(*, rows: Sequence[Row], by: User, at: datetime, reason: str, reason_code: str = "") -> list[Outcome]:
    """States each row with `state_milestone`, each in a transaction of its own; outcomes in the order of the rows.

    `reason` and `reason_code` hold for all rows that give none. A refused row leaves the others as they are. A row
    that is sent a second time with the same words about the same version is found in the record and not written again.
    Invalid: no rows, or more than MOST. Nothing is written then.
    """
    if not 0 < len(rows) <= MOST:
        problem = _("Give from 1 to %(most)s rows at once.") % {"most": MOST}
        raise Invalid({"rows": [problem]})
    first = {row.milestone_code: row for row in reversed(rows)}
    done: dict[int, Outcome] = {}
    # In the order of the codes: within a caller's transaction every call takes its row locks in the same order.
    for number, row in sorted(enumerate(rows), key=lambda pair: (pair[1].milestone_code, pair[0])):
        why = row.words.reason.strip() or reason.strip()
        own = replace(row, words=replace(row.words, reason=why, reason_code=row.words.reason_code or reason_code))
        done[number] = _twice(row) if first[row.milestone_code] is not row else _state(own, by, at)
    return [done[number] for number in range(len(rows))]


def _twice(row: Row) -> Outcome:
    return Outcome(row, fault=Invalid({"milestone": [_("This milestone stands in more than one row: say it once.")]}))


def _state(row: Row, by: User, at: datetime) -> Outcome:
    if row.version is None:
        return Outcome(row, fault=Invalid({"version": [_("Say which version of the milestone you saw.")]}))
    words = row.words
    try:
        statement = state_milestone(
            milestone_code=row.milestone_code,
            kind=words.kind,
            by=by,
            at=at,
            reason=words.reason,
            version=row.version,
            date=words.date,
            start_date=words.start_date,
            about=words.about,
            quantity=words.quantity,
            quantity_unit=words.quantity_unit,
            reason_code=words.reason_code,
        )
    except Conflict as fault:
        before = _said_before(row, row.version, by)
        return Outcome(row, before, None if before else fault, repeated=before is not None)
    except Fault as fault:
        return Outcome(row, fault=fault)
    return Outcome(row, statement)


def _said_before(row: Row, version: int, by: User) -> MilestoneStatement | None:
    """The statement of this person with these very words, written on top of the version that the row has seen."""
    words = row.words
    milestone = Milestone.objects.visible_to(by).get(code=row.milestone_code)
    for said in said_since(milestone, version, user=by):
        same_words = all(getattr(said, name) == getattr(words, name) for name in SAME)
        if (
            same_words
            and said.by_id == by.pk
            and (words.about is None or getattr(said.about, "uid", None) == words.about)
        ):
            return said
    return None
