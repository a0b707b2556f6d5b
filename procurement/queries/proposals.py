"""What the pages of proposals show: who proposed what, old beside new, and what it would do to the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet

from portal.accounts.models import User
from procurement.models import Deal, Proposal, ProposalChange
from procurement.proposal_rules import CANCELLED, DATES, TEXTS, Value
from procurement.queries.agreed import Row, agreed_values, subject_rows
from procurement.queries.plan import Dates, Moved, effect_of
from procurement.redline import Piece, redline, side
from procurement.vocabulary import AgreedField, ProposalState, Subject

Key = tuple[str, str]
Values = Mapping[Key, Mapping[str, Value]]


@dataclass(frozen=True)
class Difference:
    """One agreed value that changes. `pieces` are the words of a text that stay, go and come."""

    field: AgreedField
    old: Value
    new: Value
    pieces: Sequence[Piece] = ()

    @property
    def is_day(self) -> bool:
        return self.field in DATES

    @property
    def gone(self) -> Sequence[Piece]:
        return side(self.pieces, new=False)

    @property
    def come(self) -> Sequence[Piece]:
        return side(self.pieces, new=True)

    @property
    def lang(self) -> str:
        return {AgreedField.TEXT_EN: "en", AgreedField.TEXT_UK: "uk"}.get(self.field, "")


@dataclass(frozen=True)
class Touched:
    """A milestone or term with everything that the proposal changes in it."""

    subject: Subject
    row: Row
    differences: Sequence[Difference]

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
        return any(one.subject == Subject.MILESTONE for one in self.touched)


@dataclass(frozen=True)
class ProposalPage(Preview):
    """The same of a proposal on record; `outdated` is what is no longer as the proposal saw it."""

    proposal: Proposal = field(kw_only=True)
    outdated: Sequence[Touched] = ()


@dataclass(frozen=True)
class Offered:
    """A milestone or term about which something is to be proposed, with what is agreed about it."""

    key: Key
    row: Row
    present: Mapping[str, Value]

    def start_from(self, answered: Proposal | None) -> dict[str, Value]:
        """What the form shows first: what is agreed, or what the answered proposal wants."""
        wanted = _values(answered, "new").get(self.key, {}) if answered else {}
        return {**self.present, **wanted}


def offered(deal: Deal, key: Key, *, user: User) -> Offered | None:
    """None when there is no such row for this person."""
    rows = subject_rows(deal, [key], user=user)
    return Offered(key, rows[key], agreed_values(rows)[key]) if key in rows else None


def preview(deal: Deal, subject: Offered, new: Values, *, user: User, status_date: date) -> Preview:
    """What would change if the values were proposed and accepted. Nothing is written."""
    touched = differences({subject.key: subject.row}, {subject.key: subject.present}, new)
    return Preview(touched, effect_of(deal, dates_of(new), user=user, status_date=status_date))


def proposals_of(user: User) -> QuerySet[Proposal]:
    """Every proposal that the person may see, newest first, with its changes."""
    changes = Prefetch("changes", queryset=ProposalChange.objects.order_by("id"))
    rows = Proposal.objects.visible_to(user).select_related("deal", "party", "opened_by", "decided_party", "decided_by")
    return rows.select_related("answers").prefetch_related(changes).order_by("deal_id", "-number")


@dataclass(frozen=True)
class ListedProposal:
    """A proposal with the milestones and terms that it changes, as far as the person may see them."""

    proposal: Proposal
    rows: Sequence[Row]


def proposals_of_deal(deal: Deal, *, user: User) -> list[ListedProposal]:
    """The deal's proposals: the open ones first, then the decided ones, each newest first."""
    found = sorted(proposals_of(user).filter(deal=deal), key=lambda one: (one.state != ProposalState.OPEN, -one.number))
    keys = {one.number: list(_values(one, "new")) for one in found}
    rows = subject_rows(deal, {key for own in keys.values() for key in own}, user=user)
    return [ListedProposal(one, [rows[key] for key in keys[one.number] if key in rows]) for one in found]


def proposal_page(deal: Deal, number: int, *, user: User, status_date: date) -> ProposalPage | None:
    """None when there is no such proposal for this person."""
    proposal = proposals_of(user).filter(deal=deal, number=number).first()
    if proposal is None:
        return None
    seen, wanted = _values(proposal, "old"), _values(proposal, "new")
    rows = subject_rows(deal, wanted, user=user)
    touched = differences(rows, seen, wanted)
    if proposal.state != ProposalState.OPEN:
        return ProposalPage(touched, proposal=proposal)
    effect = effect_of(deal, dates_of(wanted), user=user, status_date=status_date)
    return ProposalPage(touched, effect, proposal=proposal, outdated=differences(rows, seen, agreed_values(rows)))


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
