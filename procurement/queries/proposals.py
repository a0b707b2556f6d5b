"""What the pages of proposals show: who proposed what, old beside new, and what it would do to the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Prefetch, QuerySet

from portal.accounts.models import Party, User
from procurement.models import Deal, Proposal, ProposalChange, Term
from procurement.proposal_rules import CANCELLED, DATES, TEXTS, Value, named, one_side
from procurement.queries.agreed import Key, Row, agreed_values, subject_rows
from procurement.queries.agreed_links import LinkRow, drawn
from procurement.queries.agreed_orders import LotRow, OrderRow, lot_values, lots_of
from procurement.queries.plan import Dates, Moved, effect_of
from procurement.queries.wholes import problems_of_whole
from procurement.redline import Piece, redline, side
from procurement.vocabulary import AgreedField, LinkType, ProposalState, Subject

Values = Mapping[Key, Mapping[str, Value]]
NEW_LOTS = 2  # empty lines in the form of an order


@dataclass(frozen=True)
class Difference:
    """One agreed value that changes. `pieces` are the words of a text that stay, go and come."""

    field: AgreedField
    old: Value
    new: Value
    pieces: Sequence[Piece] = ()

    @property
    def is_day(self) -> bool:
        return self.field in (*DATES, AgreedField.DUE)

    @property
    def gone(self) -> Sequence[Piece]:
        return side(self.pieces, new=False)

    @property
    def come(self) -> Sequence[Piece]:
        return side(self.pieces, new=True)

    @property
    def link_types(self) -> Mapping[str, str]:
        return {kind.value: str(kind.label) for kind in LinkType}

    @property
    def lang(self) -> str:
        return {AgreedField.TEXT_EN: "en", AgreedField.TEXT_UK: "uk"}.get(self.field, "")


@dataclass(frozen=True)
class Touched:
    """A milestone, term or link with everything that the proposal changes in it."""

    subject: Subject
    row: Row
    differences: Sequence[Difference]

    @property
    def unit(self) -> str:
        """The unit of its figures, the currency of its price."""
        if isinstance(self.row, OrderRow):
            return self.row.order.currency
        return self.row.unit if isinstance(self.row, Term) else ""

    @property
    def plain(self) -> Sequence[Difference]:
        """Those that are no texts."""
        return [one for one in self.differences if not one.lang]


@dataclass(frozen=True)
class Preview:
    """What changes, and what the plan answers to it."""

    touched: Sequence[Touched]
    effect: Sequence[Moved] = ()

    @property
    def moves_dates(self) -> bool:
        """Whether there is anything for the plan to answer."""
        return any(one.subject in {Subject.MILESTONE, Subject.LINK} for one in self.touched)


@dataclass(frozen=True)
class ProposalPage(Preview):
    """The same of a proposal on record.

    `outdated` is what is no longer as the proposal saw it; `clashes` says why it does not fit into the record any more
    although all of it is as it was (its links would close a circle by now).
    """

    proposal: Proposal = field(kw_only=True)
    is_internal: bool = field(kw_only=True)
    outdated: Sequence[Touched] = ()
    clashes: Sequence[str] = ()

    @property
    def form(self) -> Key | None:
        """The row whose form holds the whole proposal, so that it can be answered there; None when there is none."""
        keys = {
            (Subject.ORDER.value, one.row.order.code)
            if isinstance(one.row, LotRow)
            else (one.subject.value, one.row.code)
            for one in self.touched
        }
        return keys.pop() if len(keys) == 1 else None

    @property
    def fits(self) -> bool:
        """Whether it could be accepted as the record is now."""
        return not self.outdated and not self.clashes


@dataclass(frozen=True)
class Part:
    """A lot of an order that is offered with it."""

    row: LotRow
    present: Mapping[str, Value]


@dataclass(frozen=True)
class Offered:
    """A row about which something is to be proposed, with what is agreed about it; an order comes with its lots."""

    key: Key
    row: Row
    present: Mapping[str, Value]
    is_internal: bool = False
    parts: Mapping[Key, Part] = field(default_factory=dict)

    @property
    def rows(self) -> dict[Key, Row]:
        return {self.key: self.row, **{key: part.row for key, part in self.parts.items()}}

    @property
    def old(self) -> dict[Key, Mapping[str, Value]]:
        return {self.key: self.present, **{key: part.present for key, part in self.parts.items()}}

    @property
    def is_new(self) -> bool:
        """True for a link that is not there yet."""
        return isinstance(self.row, LinkRow) and self.row.found is None

    def start_from(self, answered: Proposal | None) -> dict[Key, Mapping[str, Value]]:
        """What the form shows first, by row: what is agreed, or what the answered proposal wants."""
        wanted = _values(answered, "new") if answered else {}
        return {key: wanted.get(key, present) for key, present in self.old.items()}


def offered(deal: Deal, key: Key, *, user: User) -> Offered | None:
    """None when there is no such row for this person."""
    rows = subject_rows(deal, [key], user=user)
    if key not in rows:
        return None
    row = rows[key]
    parts = _parts(row, user) if isinstance(row, OrderRow) else {}
    return Offered(key, row, agreed_values(rows)[key], _of_one_side(row.releasable_to), parts)


def _parts(order: OrderRow, user: User) -> dict[Key, Part]:
    """The lots of the order, and room for some more."""
    lots = lots_of(order, user=user)
    last = max((lot.number for lot in lots), default=0)
    lots += [LotRow(order, last + more) for more in range(1, NEW_LOTS + 1)]
    present = lot_values({lot.code: lot for lot in lots})
    return {(Subject.LOT.value, lot.code): Part(lot, present[lot.code]) for lot in lots}


def preview(deal: Deal, subject: Offered, new: Values, *, user: User, status_date: date) -> Preview:
    """What would change if the values were proposed and accepted. Nothing is written."""
    rows = {key: row for key, row in subject.rows.items() if key in new}
    old = {key: subject.old[key] for key in new}
    touched = differences(rows, old, new)
    return Preview(touched, _effect(deal, old, new, user=user, status_date=status_date))


def _effect(deal: Deal, old: Values, new: Values, *, user: User, status_date: date) -> list[Moved]:
    """What the plan answers to these values; nothing is asked when they say nothing about it."""
    links = {name: (old[kind, name], new[kind, name]) for kind, name in new if kind == Subject.LINK}
    dates, (added, removed) = dates_of(new), drawn(links)
    if not (dates or added or removed):
        return []
    return effect_of(deal, dates, user=user, status_date=status_date, added=added, removed=removed)


def proposals_of(user: User) -> QuerySet[Proposal]:
    """Every proposal that the person may see, newest first, with its changes."""
    changes = Prefetch("changes", queryset=ProposalChange.objects.order_by("id"))
    rows = Proposal.objects.visible_to(user).select_related("deal", "party", "opened_by", "decided_party", "decided_by")
    return rows.select_related("answers").prefetch_related(changes).order_by("deal_id", "-id")


@dataclass(frozen=True)
class ListedProposal:
    """A proposal with the rows that it changes, each with its subject, as far as the person may see them."""

    proposal: Proposal
    rows: Sequence[tuple[str, Row]]


def proposals_of_deal(deal: Deal, *, user: User) -> list[ListedProposal]:
    """The deal's proposals: the open ones first, then the decided ones, each newest first."""
    found = sorted(proposals_of(user).filter(deal=deal), key=lambda one: (one.state != ProposalState.OPEN, -one.pk))
    keys = {one.pk: list(_values(one, "new")) for one in found}
    rows = subject_rows(deal, {key for own in keys.values() for key in own}, user=user)
    return [ListedProposal(one, _listed([(key[0], rows[key]) for key in keys[one.pk] if key in rows])) for one in found]


def _listed(rows: Sequence[tuple[str, Row]]) -> list[tuple[str, Row]]:
    """Lots stand in the list as their order, once."""
    named = {(row.order.code if isinstance(row, LotRow) else row.code): (subject, row) for subject, row in rows}
    return [
        (Subject.ORDER.value, row.order) if isinstance(row, LotRow) else (kind, row) for kind, row in named.values()
    ]


def proposal_named(deal: Deal, name: str, *, user: User) -> Proposal | None:
    """None when there is no proposal of this name for this person."""
    parts = named(name)
    if parts is None:
        return None
    return proposals_of(user).filter(deal=deal, number=parts[0], releasable_to=parts[1]).first()


def proposal_page(deal: Deal, name: str, *, user: User, status_date: date) -> ProposalPage | None:
    """None when there is no such proposal for this person."""
    proposal = proposal_named(deal, name, user=user)
    if proposal is None:
        return None
    seen, wanted = _values(proposal, "old"), _values(proposal, "new")
    rows = subject_rows(deal, wanted, user=user)
    touched = differences(rows, seen, wanted)
    page = ProposalPage(touched, proposal=proposal, is_internal=is_internal(proposal))
    if proposal.state != ProposalState.OPEN:
        return page
    moved = differences(rows, seen, agreed_values(rows))
    if moved:
        return replace(page, outdated=moved)
    clashes = [text for texts in problems_of_whole(deal, seen, wanted, user=user).values() for text in texts]
    effect = [] if clashes else _effect(deal, seen, wanted, user=user, status_date=status_date)
    return replace(page, effect=effect, clashes=clashes)


def is_internal(proposal: Proposal) -> bool:
    """True when only one of the two sides sees it: then that side alone decides."""
    return _of_one_side(proposal.releasable_to)


def _of_one_side(codes: Sequence[str]) -> bool:
    return bool(codes) and one_side(set(Party.objects.filter(code__in=codes).values_list("side", flat=True)))


def _values(proposal: Proposal, which: str) -> dict[Key, dict[str, Value]]:
    found: dict[Key, dict[str, Value]] = {}
    for change in proposal.changes.all():
        found.setdefault((change.subject, change.subject_key), {})[change.field] = getattr(change, which)
    return found


def differences(rows: Mapping[Key, Row], old: Values, new: Values) -> list[Touched]:
    """What differs, row by row; rows in which nothing does are left out."""
    found = [Touched(Subject(key[0]), row, _differences(old[key], new[key])) for key, row in rows.items()]
    return [one for one in found if one.differences]


def _differences(old: Mapping[str, Value], new: Mapping[str, Value]) -> list[Difference]:
    return [
        Difference(AgreedField(name), value, new[name], _pieces(name, value, new[name]))
        for name, value in old.items()
        if value != new[name]
    ]


def _pieces(name: str, old: Value, new: Value) -> list[Piece]:
    return redline(str(old or ""), str(new or "")) if name in TEXTS else []


def dates_of(wanted: Values) -> dict[str, Dates]:
    """The agreed dates that are wanted, by milestone; None = cancelled."""
    return {
        key: None if values[CANCELLED] else (_day(values[DATES[0]]), _day(values[DATES[1]]))
        for (subject, key), values in wanted.items()
        if subject == Subject.MILESTONE
    }


def _day(value: Value) -> date:
    return date.fromisoformat(str(value))
