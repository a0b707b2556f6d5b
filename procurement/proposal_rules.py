"""What may be proposed, who decides, and when a proposal can be applied. Pure; read it without programming.

**What changes only by proposal.** A milestone's agreed start and finish, and whether it is cancelled. A term's text, in
English and Ukrainian together, and its figure. A link between two milestones: its kind and its lag; a link that is not
there has neither, so drawing a link and taking one away are changes like any other. An order's quantity and unit price.
A lot's day and planned quantity; a lot that is not there has neither. A proposal carries the whole agreed value of each
row that it touches, also the part that stays: the agreed dates are one value, and so are the texts and the figure of a
term.

**What must hold of the whole.** Links never run in a circle; two milestones have one link of a kind. The lots of an
order add up to its quantity, so one proposal carries the order and its lots together.

**Who.** A party of the selling side opens and a party of the buying side decides, or the other way round. An officer
opens, withdraws and answers with a counter-proposal; an approver also accepts and refuses. Nobody decides about the
proposal of his own side. Rows that only one side sees are that side's own affair: there a second person of the side,
an approver, decides, and never the one who proposed. One proposal touches rows of one release list only.

**Life.** open -> accepted (everything is applied in one transaction) | refused | withdrawn by its own side | countered
(another proposal about some of the same rows answers it). A decision is final.

**Outdated.** What is accepted must be what was proposed against. When an agreed value is no longer what the proposal
saw, it is refused with both versions; a statement of somebody about the milestone changes no agreed value.

**Not any more.** A milestone that is met or cancelled has no agreed dates left to move.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from procurement.term_rules import number_of
from procurement.vocabulary import LinkType, MilestoneState, ProposalFault, Subject

Value = str | bool | None  # dates as YYYY-MM-DD, numbers with the digits that were typed

DATES = ("agreed_start", "agreed_finish")
TEXTS = ("text_en", "text_uk")
FIGURES = ("low", "high")
CANCELLED = "cancelled"
LINK = ("type", "lag_days")
ORDER = ("quantity", "unit_price")
LOT = ("due_on", "planned")
FIELDS: Mapping[str, tuple[str, ...]] = {
    Subject.MILESTONE: (*DATES, CANCELLED),
    Subject.TERM: (*TEXTS, *FIGURES),
    Subject.LINK: LINK,
    Subject.ORDER: ORDER,
    Subject.LOT: LOT,
}
LONGEST_LAG = 3660
MOST_UNITS = 10**9
CENT = Decimal("0.01")
LEADS = frozenset({"seller", "buyer"})
NAME_PATTERN = r"(?:(?P<parties>[\w+-]{1,600})\.)?(?P<number>[0-9]{1,6})"
NAME = re.compile(NAME_PATTERN, re.ASCII)
WHOLE = re.compile("[+-]?[0-9]{1,9}")
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


def faults_of_link(values: Mapping[str, Value]) -> Faults:
    """What is wrong with the kind and lag of a link, by field. Neither of them: there is no link."""
    kind, lag = (values[name] for name in LINK)
    if kind is None and lag is None:
        return {}
    faults: Faults = {} if kind in LinkType.values else {"type": ProposalFault.NO_LINK_TYPE}
    days = whole(lag)
    return faults if days is not None and abs(days) <= LONGEST_LAG else {**faults, "lag_days": ProposalFault.NO_LAG}


def faults_of_order(values: Mapping[str, Value]) -> Faults:
    """What is wrong with the quantity and unit price of an order, by field."""
    quantity = whole(values["quantity"])
    faults: Faults = {} if quantity and 0 < quantity <= MOST_UNITS else {"quantity": ProposalFault.NO_QUANTITY}
    return faults if _price(values["unit_price"]) is not None else {**faults, "unit_price": ProposalFault.NO_PRICE}


def faults_of_lot(values: Mapping[str, Value], *, received: int, earliest: date, latest: date) -> Faults:
    """What is wrong with the day and planned quantity of a lot, by field. Neither of them: there is no such lot."""
    if values["due_on"] is None and values["planned"] is None:
        return {"planned": ProposalFault.RECEIVED} if received else {}
    faults: Faults = {}
    day, planned = _day(values["due_on"]), whole(values["planned"])
    if day is None:
        faults["due_on"] = ProposalFault.NO_DAY
    elif not earliest <= day <= latest:
        faults["due_on"] = ProposalFault.FAR_OFF
    if planned is None or not 0 < planned <= MOST_UNITS:
        faults["planned"] = ProposalFault.NO_QUANTITY
    elif planned < received:
        faults["planned"] = ProposalFault.RECEIVED
    return faults


def normal(subject: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """The same values in the one spelling in which they are kept and compared. What is wrong stays as it is."""
    spelt = dict(values)
    if subject == Subject.LINK:
        lag = whole(values["lag_days"])
        spelt["lag_days"] = str(lag) if lag is not None else values["lag_days"] or "0"
        if values["type"] is None:
            spelt["lag_days"] = None
    for name in ("quantity", "planned"):
        number = whole(spelt.get(name))
        spelt |= {} if number is None else {name: str(number)}
    price = _price(spelt.get("unit_price"))
    return spelt if price is None else {**spelt, "unit_price": f"{price:.2f}"}


def _price(value: Value) -> Decimal | None:
    """An amount of money as the record keeps it: not negative, two decimals."""
    price = number_of(str(value or ""))
    if price is None or not 0 <= price < 10**12 or price != price.quantize(CENT):
        return None
    return price


def whole(value: Value) -> int | None:
    """A whole number as it was typed, or None."""
    return int(value) if isinstance(value, str) and WHOLE.fullmatch(value) else None


def _day(value: Value) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else None
    except ValueError:
        return None


def may_decide(side: str, *, proposer: str, internal: bool = False) -> bool:
    """True for the seller's side about the buyer's proposal, and the other way round; `internal`: for the own side."""
    return {side, proposer} == ({proposer} & LEADS if internal else LEADS)


def one_side(sides: Collection[str]) -> bool:
    """True for rows released to parties of these sides, when only one of seller and buyer is among them."""
    return bool(sides) and len(LEADS.intersection(sides)) < len(LEADS)


def name_of(number: int, releasable_to: Sequence[str]) -> str:
    """What a proposal is called in its deal: 7, or EX-UA-SELL.7 when only that party may see it.

    Numbers run on for each release list by itself: a gap would tell others that there is a hidden proposal.
    """
    return f"{'+'.join(sorted(releasable_to))}.{number}".lstrip(".")


def named(text: str) -> tuple[int, list[str]] | None:
    """Number and release list of the proposal that is called so; None for what is no name."""
    match = NAME.fullmatch(text)
    if match is None:
        return None
    parties = match["parties"].split("+") if match["parties"] else []
    return (int(match["number"]), parties) if parties == sorted(set(parties)) else None


def spoken_of(rows: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """What people call these rows (subject, name): a lot is its order, and a link its two ends, whatever its kind."""
    parents = {Subject.LOT.value: (Subject.ORDER.value, "."), Subject.LINK.value: (Subject.LINK.value, ":")}
    found = set()
    for subject, name in rows:
        parent, mark = parents.get(subject, (subject, ""))
        found.add((parent, name.rpartition(mark)[0] if mark else name))
    return found


def outdated(old: Mapping[str, Value], present: Mapping[str, Value]) -> list[str]:
    """The fields that are no longer what the proposal saw."""
    return [name for name, value in old.items() if present[name] != value]
