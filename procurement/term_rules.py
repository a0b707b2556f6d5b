"""What a position on a term may say, and how two sides stand to each other. Pure; read it without programming.

**Who.** An officer of the seller or of the buyer states a position for his party: to all parties of the deal, or to
parties of his own side only. A position is never changed; its own party withdraws it, with the reason.

**What.** English words are needed, Ukrainian ones may follow. A figure has a lower end, an upper end or both, in the
unit of the term; a term without a unit is in words only.

**Where both sides stand.** What counts is the last position of each side that is shared with all and not withdrawn.
The same ends are the *same figure*. Two figures that are open on the same side (both "up to", both "at least") are
apart by the difference of their ends. Otherwise a figure is all between its ends: what lies in both is the *overlap*,
what lies between them the *gap*. Nothing is averaged, and none of it is an agreement: only an accepted proposal is.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from procurement.vocabulary import PositionFault, Standing

LONGEST_TEXT = 5_000
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,12})?")
Faults = dict[str, PositionFault]


@dataclass(frozen=True)
class Words:
    """A position as typed; '' = left empty. `unit` may be left out: it is the unit of the term."""

    text_en: str
    text_uk: str = ""
    low: str = ""
    high: str = ""
    unit: str = ""

    @property
    def plain(self) -> "Words":
        """Without the blanks around it."""
        parts = (self.text_en, self.text_uk, self.low, self.high, self.unit)
        return Words(*(part.strip() for part in parts))

    @property
    def ends(self) -> tuple[Decimal | None, Decimal | None]:
        """The figure, with the digits that were typed."""
        return number_of(self.low), number_of(self.high)


def number_of(text: str) -> Decimal | None:
    """The number of a text such as 20 or 12.5; None for everything else."""
    return Decimal(text) if NUMBER.fullmatch(text) else None


def faults_of(words: Words, *, unit: str) -> Faults:
    """What is wrong with the words, by field; `unit` is the unit of the term, '' = it is in words."""
    faults: Faults = {} if words.text_en else {"text_en": PositionFault.NO_TEXT}
    texts = {"text_en": words.text_en, "text_uk": words.text_uk}
    faults |= {name: PositionFault.TOO_LONG for name, text in texts.items() if len(text) > LONGEST_TEXT}
    faults |= _faults_of_figure({"low": words.low, "high": words.high}, unit)
    if words.unit and words.unit != unit:
        faults["unit"] = PositionFault.OTHER_UNIT if unit else PositionFault.NO_FIGURE
    return faults


def _faults_of_figure(typed: dict[str, str], unit: str) -> Faults:
    given = {name: text for name, text in typed.items() if text}
    if not unit:
        return dict.fromkeys(given, PositionFault.NO_FIGURE)
    faults: Faults = {name: PositionFault.NO_NUMBER for name, text in given.items() if number_of(text) is None}
    low, high = number_of(typed["low"]), number_of(typed["high"])
    if low is not None and high is not None and low > high:
        faults["high"] = PositionFault.LOW_ABOVE_HIGH
    return faults


@dataclass(frozen=True)
class Span:
    """A figure that somebody named: None where it is open; both None = in words."""

    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def in_words(self) -> bool:
        return self.low is None and self.high is None


@dataclass(frozen=True)
class Between:
    """How two figures stand to each other: the same figure, the overlap, or the gap from `low` to `high`."""

    standing: Standing
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def apart(self) -> Decimal | None:
        """How wide the gap is; None where there is none."""
        if self.standing != Standing.GAP or self.low is None or self.high is None:
            return None
        return self.high - self.low


def between(seller: Span | None, buyer: Span | None) -> Between:
    """How the last words of both sides stand to each other; None = the side has not spoken."""
    if seller is None or buyer is None:
        return Between(Standing.NOBODY if seller is buyer else Standing.ONE_SIDE)
    if seller.in_words or buyer.in_words:
        return Between(Standing.WORDS)
    if seller == buyer:
        return Between(Standing.SAME, seller.low, seller.high)
    return _open_alike(seller, buyer) or _as_intervals(seller, buyer)


def _open_alike(one: Span, other: Span) -> Between | None:
    """Up to 25 and up to 50 are 25 apart, though all up to 25 lies in both."""
    ends: list[Decimal | None] = []
    if one.low is None and other.low is None:
        ends = [one.high, other.high]
    elif one.high is None and other.high is None:
        ends = [one.low, other.low]
    known = sorted(end for end in ends if end is not None)
    return Between(Standing.GAP, known[0], known[-1]) if known else None


def _as_intervals(one: Span, other: Span) -> Between:
    lows = [end for end in (one.low, other.low) if end is not None]
    highs = [end for end in (one.high, other.high) if end is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:
        return Between(Standing.GAP, high, low)
    return Between(Standing.OVERLAP, low, high)
