"""Moves of dates: what somebody said first, and every time that it became another date. Pure.

**The ledger.** The dates of one line (the agreed dates of a milestone, or the forecast of one party about it) are read
in the order in which they were recorded. The first ones are where the line begins and no move. Whenever the dates that
hold differ from those that held before, that is one move: from, to, who, when, why. So the days of all moves of a line
add up to its present date minus its first one.

**Where a line begins.** The agreed dates begin with what the record first held. The forecast of a party begins with
what was agreed when that party first spoke: the first forecast that names another day is its first move.

**Withdrawn.** A forecast that its party withdraws leaves the one that it said before standing: that is a move back, on
the day of the withdrawal. Nothing disappears from the ledger. A cancelled milestone has no agreed date: that move has
an `after` of None and no days.

**A start that is not named** differs from nothing: a forecast of the finish alone says nothing about the start.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Dates:
    """What is said of a milestone. A forecast may name the finish alone."""

    start: date | None
    finish: date


@dataclass(frozen=True)
class Said(Generic[T]):
    """One entry of a line. `takes_back` is the number of the entry that it withdraws; None dates say “no date”."""

    number: int
    dates: Dates | None
    word: T
    takes_back: int | None = None


@dataclass(frozen=True)
class Move(Generic[T]):
    """One move of a line; `word` is the entry that made it."""

    before: Dates | None
    after: Dates | None
    word: T

    @property
    def days(self) -> int | None:
        """Calendar days by which the finish became later (negative: earlier)."""
        return (self.after.finish - self.before.finish).days if self.before and self.after else None

    @property
    def start_days(self) -> int | None:
        """The same for the start, where both name one."""
        if not (self.before and self.after and self.before.start and self.after.start):
            return None
        return (self.after.start - self.before.start).days


def differ(one: Dates | None, other: Dates | None) -> bool:
    """True when both cannot hold at once."""
    if one is None or other is None:
        return one is not other
    return one.finish != other.finish or (one.start or other.start) != (other.start or one.start)


def held(said: Iterable[Said[T]]) -> Iterator[tuple[Dates | None, T]]:
    """After each entry of a line: the dates that hold then, and the entry."""
    standing: list[Said[T]] = []
    for one in said:
        if one.takes_back is None:
            standing.append(one)
        else:
            standing = [other for other in standing if other.number != one.takes_back]
        yield (standing[-1].dates if standing else None), one.word


def moves(said: Sequence[Said[T]]) -> list[Move[T]]:
    """The moves of a line, oldest first. What comes before its first date is none."""
    found: list[Move[T]] = []
    present: Dates | None = None
    begun = False
    for dates, word in held(said):
        if begun and differ(present, dates):
            found.append(Move(present, dates, word))
        begun, present = begun or dates is not None, _known(present, dates)
    return found


def _known(present: Dates | None, dates: Dates | None) -> Dates | None:
    """What holds now, with the start that was named last."""
    if dates and not dates.start and present:
        return Dates(present.start, dates.finish)
    return dates
