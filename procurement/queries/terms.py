"""What the pages of terms and the text of a deal show: clauses with their number, versions, positions, both sides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, pairwise

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portal.accounts.markings import MarkedQuerySet
from portal.accounts.models import Party, User
from portal.partialdate import first_day
from procurement.models import Deal, Position, Proposal, ProposalChange, Term, TermVersion, Workstream
from procurement.queries.pages import LEADS
from procurement.redline import Piece, redline
from procurement.term_rules import Between, Span, between
from procurement.vocabulary import ProposalState, Standing, Subject, TermStatus

SETTLED = frozenset({TermStatus.AGREED, TermStatus.IN_FORCE})


@dataclass(frozen=True)
class TermRow:
    """A term as it stood on a day. `said` are the positions by then that stand, oldest first."""

    term: Term
    number: str
    version: TermVersion | None = None
    said: Sequence[Position] = ()

    @property
    def shared(self) -> Sequence[Position]:
        """Without internal positions: what all parties of the deal may read."""
        return [one for one in self.said if not one.is_restricted]

    @property
    def offers(self) -> dict[str, Position]:
        """The last shared position of the seller and of the buyer, by side."""
        return {one.party.side: one for one in self.shared if one.party and one.party.side in LEADS}

    @property
    def between(self) -> Between:
        last = [self.offers.get(side) for side in LEADS]
        return between(*(Span(one.low, one.high) if one else None for one in last))

    @property
    def axis_unit(self) -> str:
        """The unit of figures that can be compared: that of the term, else the one named most, the latest of equals."""
        named = [one.unit for one in self.said if one.unit]
        return self.term.unit or max(reversed(named), key=named.count, default="")

    def is_on_axis(self, position: Position) -> bool:
        """A figure in that unit: units a year and units have no common axis."""
        has_figure = position.low is not None or position.high is not None
        return has_figure and (position.unit or self.term.unit) == self.axis_unit

    @property
    def has_other_units(self) -> bool:
        """Some figure has no place on the axis."""
        figures = [one for one in self.said if one.low is not None or one.high is not None]
        return not all(self.is_on_axis(one) for one in figures)

    @property
    def last_word(self) -> Position | None:
        """The last shared position of a side."""
        return max(self.offers.values(), key=lambda one: (one.stated_on, one.pk), default=None)

    @property
    def is_settled(self) -> bool:
        """The record says agreed or in force."""
        return self.term.status in SETTLED

    @property
    def same_figure(self) -> Between | None:
        """The figure that both sides named last: what stands in for an agreed text in a settled term without one."""
        return self.between if self.is_settled and self.between.standing == Standing.SAME else None


@dataclass(frozen=True)
class Part:
    """The terms of one workstream."""

    workstream: Workstream
    rows: Sequence[TermRow]

    @property
    def with_text(self) -> int:
        return sum(row.version is not None for row in self.rows)


def numbered(terms: QuerySet[Term]) -> QuerySet[Term]:
    """Terms with their `place` among those of their workstream that all parties see, in the order in which they came.

    A hidden term has no place, so it leaves no gap; a new one takes the next, so numbers stay.
    """
    before = Term.objects.filter(
        Q(pk__lte=OuterRef("pk")), workstream=OuterRef("workstream"), deal=OuterRef("deal"), releasable_to=[]
    ).order_by()
    count = before.values("workstream").annotate(count=Count("pk")).values("count")
    place = Coalesce(Subquery(count, output_field=IntegerField()), 0)
    return terms.annotate(place=place).select_related("deal", "workstream")


def clause_number(term: Term) -> str:
    """The number of the clause: workstream and place, 4.2; '' for a term that not all parties see."""
    return "" if term.is_restricted else f"{term.workstream.position}.{term.place}"  # type: ignore[attr-defined]


def terms_at(deal: Deal, *, user: User, on: date, for_all: bool = False) -> list[Part]:
    """The deal's terms on a day, by workstream. `for_all` leaves out every marked row. Three statements of SQL."""
    terms, positions = Term.objects.visible_to(user), Position.objects.visible_to(user)
    if for_all:
        terms, positions = terms.unmarked(), positions.unmarked()
    found = numbered(terms.filter(deal=deal)).order_by("workstream__position", "workstream_id", "pk")
    rows = _rows(list(found), positions, user=user, on=on)
    return [Part(workstream, list(own)) for workstream, own in groupby(rows, key=lambda row: row.term.workstream)]


def _rows(terms: Sequence[Term], positions: MarkedQuerySet[Position], *, user: User, on: date) -> list[TermRow]:
    said: dict[int, list[Position]] = {term.pk: [] for term in terms}
    for one in positions.filter(term__in=terms).select_related("party", "source", "withdrawal"):
        if stands(one, on):
            said[one.term_id].append(one)
    holding = TermVersion.objects.visible_to(user).filter(term__in=terms, valid_from__lte=on)
    versions = {
        row.term_id: row for row in holding.exclude(valid_to__lte=on).select_related("proposal").order_by("number")
    }
    return [TermRow(term, clause_number(term), versions.get(term.pk), in_order(said[term.pk])) for term in terms]


def in_order(positions: Iterable[Position]) -> list[Position]:
    """Oldest first; those without a date come first."""
    return sorted(positions, key=lambda one: (one.stated_on, one.pk))


def stands(position: Position, on: date) -> bool:
    """True when it was said by the day and not withdrawn by then."""
    if position.stated_on and first_day(position.stated_on) > on:
        return False
    withdrawal = getattr(position, "withdrawal", None)
    return withdrawal is None or withdrawal.withdrawn_at.date() > on


@dataclass(frozen=True)
class Amendment:
    """One version of a term with what changed from the one before it (`before` None: the first one)."""

    version: TermVersion
    before: TermVersion | None = None
    english: Sequence[Piece] = ()
    ukrainian: Sequence[Piece] = ()

    @property
    def figure_changed(self) -> bool:
        return self.before is not None and (self.before.low, self.before.high) != (self.version.low, self.version.high)

    @property
    def texts(self) -> Sequence[tuple[str, Sequence[Piece]]]:
        return [("en", self.english), ("uk", self.ukrainian)]


@dataclass(frozen=True)
class TermPage:
    """A term with all that was said and agreed of it; positions and amendments newest first."""

    row: TermRow
    positions: Sequence[Position] = ()
    amendments: Sequence[Amendment] = ()
    proposals: Sequence[Proposal] = ()
    beside: Sequence[TermRow] = ()
    own_side: Sequence[Party] = field(default_factory=list)

    @property
    def term(self) -> Term:
        return self.row.term

    @property
    def open_proposals(self) -> Sequence[Proposal]:
        return [one for one in self.proposals if one.state == ProposalState.OPEN]

    @property
    def own_codes(self) -> Sequence[str]:
        """The parties that see an internal position of the reader's."""
        return [party.code for party in self.own_side]

    @property
    def coming(self) -> Sequence[TermVersion]:
        """Versions that are accepted and begin to hold later."""
        held = self.row.version.number if self.row.version else 0
        return [one.version for one in self.amendments if one.version.number > held and one.version.valid_to is None]


def term_of(deal: Deal, code: str, *, user: User) -> Term | None:
    """The term with its place; None when it does not exist for this person."""
    return numbered(Term.objects.visible_to(user).filter(deal=deal, code=code)).first()


def term_page(deal: Deal, code: str, *, user: User, on: date) -> TermPage | None:
    """None when the term does not exist for this person. Seven statements of SQL."""
    parts = terms_at(deal, user=user, on=on)
    part = next((part for part in parts if any(row.term.code == code for row in part.rows)), None)
    if part is None:
        return None
    row = next(row for row in part.rows if row.term.code == code)
    positions = Position.objects.visible_to(user).filter(term=row.term)
    return TermPage(
        row=row,
        positions=in_order(positions.select_related("party", "source", "withdrawal"))[::-1],
        amendments=amendments_of(row.term, user=user),
        proposals=proposals_about(row.term, user=user),
        beside=[other for other in part.rows if other.term.pk != row.term.pk],
        own_side=side_of(deal, user),
    )


def amendments_of(term: Term, *, user: User) -> list[Amendment]:
    """All versions, newest first, each beside the one before it."""
    versions = list(TermVersion.objects.visible_to(user).filter(term=term).select_related("proposal__deal"))
    changed = [
        Amendment(new, old, redline(old.text_en, new.text_en), redline(old.text_uk, new.text_uk))
        for old, new in pairwise(versions)
    ]
    return changed[::-1] + [Amendment(first) for first in versions[:1]]


def proposals_about(term: Term, *, user: User) -> list[Proposal]:
    """The proposals that change the term, newest first."""
    about = ProposalChange.objects.filter(subject=Subject.TERM, subject_key=term.code, proposal__deal=term.deal_id)
    rows = Proposal.objects.visible_to(user).filter(pk__in=about.values("proposal"))
    return list(rows.select_related("deal", "party").order_by("-number"))


def side_of(deal: Deal, user: User) -> list[Party]:
    """The parties of the deal on the person's own side; none for somebody of no side that negotiates."""
    if user.party is None or user.party.side not in LEADS:
        return []
    return list(Party.objects.filter(code__in=deal.party_codes, side=user.party.side).order_by("code"))
