"""What may be proposed, who decides, and when a proposal can be applied. Pure; read it without programming.

**What changes only by proposal.** A milestone's agreed start and finish, and whether it is cancelled. A term's text, in
English and Ukrainian together, and its figure. A proposal carries the whole agreed value of each row that it touches,
also the part that stays: the agreed dates are one value, and so are the texts and the figure of a term.

**Who.** A party of the selling side opens and a party of the buying side decides, or the other way round. An officer
opens, withdraws and answers with a counter-proposal; an approver also accepts and refuses. Nobody decides about the
proposal of his own side.

**Life.** open -> accepted (everything is applied in one transaction) | refused | withdrawn by its own side | countered
(another proposal answers it). A decision is final.

**Outdated.** What is accepted must be what was proposed against. When an agreed value is no longer what the proposal
saw, it is refused with both versions; a statement of somebody about the milestone changes no agreed value.

**Not any more.** A milestone that is met or cancelled has no agreed dates left to move.
"""

import re
from collections.abc import Mapping
from datetime import date

from procurement.term_rules import number_of
from procurement.vocabulary import MilestoneState, ProposalFault, Subject

Value = str | bool | None  # dates as YYYY-MM-DD, numbers with the digits that were typed

DATES = ("agreed_start", "agreed_finish")
TEXTS = ("text_en", "text_uk")
FIGURES = ("low", "high")
CANCELLED = "cancelled"
FIELDS: Mapping[str, tuple[str, ...]] = {
    Subject.MILESTONE: (*DATES, CANCELLED),
    Subject.TERM: (*TEXTS, *FIGURES),
}
SETTLED = frozenset({MilestoneState.MET, MilestoneState.CANCELLED})
LONGEST_TEXT = 20_000
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
Faults = dict[str, ProposalFault]


def faults_of_dates(values: Mapping[str, Value], *, earliest: date, latest: date) -> Faults:
    """What is wrong with the agreed dates of a milestone, by field."""
    days = {name: _day(values[name]) for name in DATES}
    faults: Faults = {name: ProposalFault.NO_DAY for name, day in days.items() if day is None}
    faults |= {name: ProposalFault.FAR_OFF for name, day in days.items() if day and not earliest <= day <= latest}
    start, finish = days["agreed_start"], days["agreed_finish"]
    if not faults and start and finish and finish < start:
        faults["agreed_finish"] = ProposalFault.FINISH_BEFORE_START
    if not isinstance(values[CANCELLED], bool):
        faults[CANCELLED] = ProposalFault.NO_FLAG
    return faults


def faults_of_term(values: Mapping[str, Value], old: Mapping[str, Value]) -> Faults:
    """What is wrong with the text and figure of a term, by field."""
    faults: Faults = {name: ProposalFault.NO_TEXT for name in TEXTS if not isinstance(values[name], str)}
    faults |= {name: ProposalFault.TOO_LONG for name in TEXTS if len(str(values[name] or "")) > LONGEST_TEXT}
    changed = [name for name in TEXTS if values[name] != old[name]]
    if len(changed) == 1 and not faults:
        faults[next(name for name in TEXTS if name not in changed)] = ProposalFault.ONE_LANGUAGE
    numbers = {name: number_of(str(values[name] or "")) for name in FIGURES}
    faults |= {name: ProposalFault.NO_NUMBER for name in FIGURES if values[name] and numbers[name] is None}
    low, high = numbers["low"], numbers["high"]
    if low is not None and high is not None and low > high:
        faults["high"] = ProposalFault.LOW_ABOVE_HIGH
    return faults


def _day(value: Value) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else None
    except ValueError:
        return None


def may_decide(side: str, *, proposer: str) -> bool:
    """True for the seller's side about the buyer's proposal, and the other way round."""
    return {side, proposer} == {"seller", "buyer"}


def outdated(old: Mapping[str, Value], present: Mapping[str, Value]) -> list[str]:
    """The fields that are no longer what the proposal saw."""
    return [name for name, value in old.items() if present[name] != value]
