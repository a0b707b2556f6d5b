"""What the statements about one capability of one model amount to. Pure; read it without programming.

Each statement says in which interval the true value lies: *exact* is a point, *about* allows 5 percent either way,
*up to* has no lower end, *at least* has no upper end, a *range* has both. Converting units rounds, so each end gets 1
percent more. Statements of all sources *agree* when one value could satisfy them all; otherwise the figure is
*disputed*. One source alone is a *single source*. Words are shown as words and never judged. Nothing is averaged.

Somebody may ask for a figure: "range at least 50 km". A statement *meets* it when every value that it allows does, and
*fails* when none does: an exact 60 meets, "up to 30" fails, "up to 80" and "30 to 60" may meet. Here *about* allows 5
percent either way as above; the stated digits stand otherwise, so that an exact 50 meets "at least 50". A model *surely
meets* when every statement does, *does not meet* when every statement fails, and *may meet* when the statements
straddle the asked value or disagree about it. Without a number it is *not known*. A number that is asked for in another
unit is as precise as it is typed: 31.07 mi stands for whatever rounds to it, so that it finds what 50 km finds.
Of several conditions the worst answer counts: fails before not known before may before meets.

A party may *prefer* one statement and say why. That changes nothing above: the others stay, are shown and count.
Two sources are *independent* when their publishers differ: two pages of one publisher are one voice.
A statement is *last checked* on the newest day on which somebody looked at its source: the day that came with it or a
later check; where neither is there, the day on which it was put on record. It is *due for review* 180 days later. The
officers of its owner (of all parties, where it belongs to the public record) are reminded 14 days before, and the
approvers of every party are told when it is 30 days late.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from catalog.vocabulary import Bound, FigureState, Match, Operator

ABOUT = Decimal("0.05")
ROUNDING = Decimal("0.01")
REVIEW_AFTER = timedelta(days=180)
REMIND_BEFORE = timedelta(days=14)
ESCALATE_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Stated:
    """A statement in the capability's unit (money: in its currency). `source` tells whose word it is."""

    bound: str
    low: Decimal | None
    high: Decimal | None
    source: str
    unit: str = ""


def interval(stated: Stated) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and highest value that satisfy the statement; None = open end."""
    slack = ROUNDING + (ABOUT if stated.bound == Bound.APPROX else 0)
    low = None if stated.low is None else stated.low - abs(stated.low) * slack
    high = None if stated.high is None else stated.high + abs(stated.high) * slack
    return low, high


def can_all_hold(statements: Sequence[Stated]) -> bool:
    """True when one value satisfies every statement; statements in different units cannot be compared and may hold."""
    units = {stated.unit for stated in statements}
    return all(_overlap([s for s in statements if s.unit == unit]) for unit in units)


def _overlap(statements: Sequence[Stated]) -> bool:
    ends = [interval(stated) for stated in statements]
    lows = [low for low, _ in ends if low is not None]
    highs = [high for _, high in ends if high is not None]
    return not lows or not highs or max(lows) <= min(highs)


def figure_state(statements: Sequence[Stated]) -> FigureState:
    """Agreed, disputed, single source, in words, or unknown when nothing is stated."""
    numbers = [stated for stated in statements if stated.bound != Bound.TEXT]
    if not statements:
        return FigureState.UNKNOWN
    if not numbers:
        return FigureState.WORDS
    if not can_all_hold(numbers):
        return FigureState.DISPUTED
    return FigureState.SINGLE if len({stated.source for stated in numbers}) == 1 else FigureState.AGREED


@dataclass(frozen=True)
class Asked:
    """A condition: the allowed values from `low` to `high`, both included, in `unit`; None = open end."""

    low: Decimal | None
    high: Decimal | None
    unit: str


def asked(operator: str, value: Decimal, *, unit: str, rounding: Decimal = Decimal(0)) -> Asked:
    """The values that `>= value`, `<= value` or `= value` allows; `rounding` is what the typed number leaves open.

    "Equal" allows the rounding of a conversion (1 percent) either way.
    """
    if operator == Operator.AT_LEAST:
        return Asked(value - rounding, None, unit)
    if operator == Operator.AT_MOST:
        return Asked(None, value + rounding, unit)
    slack = max(rounding, abs(value) * ROUNDING)
    return Asked(value - slack, value + slack, unit)


def answer(statements: Iterable[Stated], condition: Asked) -> Match:
    """How what is stated about one capability answers a condition; other units (currencies) say nothing about it."""
    said = [s for s in statements if s.bound != Bound.TEXT and s.unit == condition.unit]
    answers = {_answers(stated, condition) for stated in said}
    if not answers:
        return Match.UNKNOWN
    return answers.pop() if len(answers) == 1 else Match.MAY


def _answers(stated: Stated, condition: Asked) -> Match:
    slack = ABOUT if stated.bound == Bound.APPROX else Decimal(0)
    low = None if stated.low is None else stated.low - abs(stated.low) * slack
    high = None if stated.high is None else stated.high + abs(stated.high) * slack
    if _below(high, condition.low) or _below(condition.high, low):
        return Match.FAILS
    low_holds = condition.low is None or (low is not None and low >= condition.low)
    high_holds = condition.high is None or (high is not None and high <= condition.high)
    return Match.MEETS if low_holds and high_holds else Match.MAY


def _below(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and other is not None and one < other


WORST_FIRST = (Match.FAILS, Match.UNKNOWN, Match.MAY, Match.MEETS)


def all_of(answers: Iterable[Match]) -> Match:
    """The answer to several conditions together: the worst of them. At least one is needed."""
    return min(answers, key=WORST_FIRST.index)


def last_checked(*, recorded_on: date, checks: Iterable[date | None]) -> date:
    """The newest day on which somebody looked at the source; None among `checks` are days that nobody gave."""
    return max((day for day in checks if day is not None), default=recorded_on)


def review_due(checked: date) -> date:
    """The day from which a statement last checked on `checked` waits in the queue."""
    return checked + REVIEW_AFTER


def voices(publishers: Iterable[str]) -> int:
    """How many independent sources there are: publishers whose names differ in more than case and blanks."""
    return len({publisher.strip().casefold() for publisher in publishers})
