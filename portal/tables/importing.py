"""The two phases of every import in one place: problems first, then one transaction, which a rehearsal takes back."""

from collections.abc import Callable

from django.db import DataError, IntegrityError, transaction

from portal.history.writing import Actor, writing
from portal.tables.actions import M, Merged
from portal.tables.plan import BadFiles, Plan, TablePlan
from portal.tables.reading import Problem, Reading


def note(plan: Plan, table: str, merged: Merged[M]) -> Merged[M]:
    """Adds one merged table to the plan."""
    names = [[str(row) for row in rows] for rows in (merged.new, merged.changed, merged.gone)]
    plan.tables.append(TablePlan(table, names[0], names[1], names[2], merged.same))
    return merged


def run(reading: Reading, apply: Callable[[Plan], None], *, by: Actor, reason: str, rehearse: bool) -> Plan:
    """Applies a reading without problems. A rehearsal is the real thing, rolled back: the database judges it too.

    BadFiles when the reading has problems, or when the database finds one that the reading did not; nothing is
    written then.
    """
    if reading.problems:
        raise BadFiles(reading.problems)
    plan = Plan()
    try:
        with writing(by=by, reason=reason):
            apply(plan)
            if rehearse:
                transaction.set_rollback(True)
    except (DataError, IntegrityError) as error:
        told = " ".join(str(error).split())
        raise BadFiles([Problem("the files together", 0, "", told, "what the database accepts")]) from error
    return plan
