"""How two sets of dates of one plan differ. Pure; read it without programming.

**Two counts.** *Calendar days* count every day. *Working days* count Mondays to Fridays; holidays of either country are
not taken out, so that both sides count alike. Both have a sign: positive is later, negative is earlier.

**Working days between two days** are the Mondays to Fridays from the earlier day up to, and without, the later one:
Friday to Monday is one working day and three calendar days, Saturday to Monday is none and two. So the count of a move
back is always the count of the move there with the other sign.

**What became of a milestone.** *Added*: the first set has no dates of it, the second has. *Cancelled*: the first has,
the second has none. *Moved*: start or finish differs. A milestone without dates in both is not compared.
"""

from dataclasses import dataclass
from datetime import date

from procurement.vocabulary import Change

WEEK, WORKING = 7, 5


@dataclass(frozen=True)
class Span:
    """Start and finish of a milestone; the finish is end-exclusive, and equals the start of a point in time."""

    start: date
    finish: date


def working_days(since: date, until: date) -> int:
    """Mondays to Fridays from the earlier day up to the later one, negative when `until` is the earlier."""
    if until < since:
        return -working_days(until, since)
    weeks, rest = divmod((until - since).days, WEEK)
    return WORKING * weeks + sum((since.weekday() + day) % WEEK < WORKING for day in range(rest))


def change(before: Span | None, after: Span | None) -> Change | None:
    """What became of a milestone; None when neither set has dates of it."""
    if before is None or after is None:
        return Change.ADDED if after else Change.GONE if before else None
    return Change.SAME if before == after else Change.MOVED
