"""The agreed values of what a proposal can touch, as it names them. Each kind of subject has its reader here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from portal.accounts.models import User
from procurement.models import Deal, Milestone, MilestoneStatement, Term, TermVersion
from procurement.proposal_rules import FIELDS, Value
from procurement.queries.agreed_links import LinkRow, link_rows, link_values
from procurement.queries.agreed_orders import LotRow, OrderRow, lot_rows, lot_values, order_rows, order_values
from procurement.queries.plan import facts_of
from procurement.vocabulary import MilestoneState, Subject

Row = Milestone | Term | LinkRow | OrderRow | LotRow
Key = tuple[str, str]  # subject, and the name of the row within the deal
Values = dict[str, Value]


@dataclass(frozen=True)
class Reader:
    """How rows of one subject are found by name (hidden ones are absent), and what is agreed about each."""

    rows: Callable[..., Mapping[str, Row]]
    values: Callable[..., Mapping[str, Values]]


def subject_rows(deal: Deal, keys: Iterable[Key], *, user: User, lock: bool = False) -> dict[Key, Row]:
    """The rows that (subject, key) name, without those that the person may not see.

    `lock`: under row locks, taken in the order of subjects and names, so that two who decide at once stand in line.
    """
    wanted: dict[str, set[str]] = {}
    for subject, key in keys:
        wanted.setdefault(subject, set()).add(key)
    return {
        (subject.value, name): row
        for subject in Subject
        if subject in wanted
        for name, row in READERS[subject].rows(deal, wanted[subject], user=user, lock=lock).items()
    }


def agreed_values(rows: Mapping[Key, Row]) -> dict[Key, Values]:
    """The agreed value of each row, by field. At most one statement of SQL for a kind of subject."""
    found: dict[Key, Values] = {}
    for subject in Subject:
        own = {name: row for (kind, name), row in rows.items() if kind == subject}
        if own:
            found |= {(subject.value, name): values for name, values in READERS[subject].values(own).items()}
    return {key: found[key] for key in rows}


def _milestones(deal: Deal, codes: set[str], *, user: User, lock: bool) -> dict[str, Milestone]:
    rows: QuerySet[Milestone] = Milestone.objects.visible_to(user).filter(deal=deal, code__in=codes).order_by("code")
    return {row.code: row for row in (rows.select_for_update(of=("self",)) if lock else rows)}


def _milestone_values(rows: Mapping[str, Milestone]) -> dict[str, Values]:
    return {
        code: {
            "agreed_start": row.agreed_start.isoformat() if row.agreed_start else None,
            "agreed_finish": row.agreed_finish.isoformat() if row.agreed_finish else None,
            "cancelled": row.cancelled_on is not None,
        }
        for code, row in rows.items()
    }


def _terms(deal: Deal, codes: set[str], *, user: User, lock: bool) -> dict[str, Term]:
    rows: QuerySet[Term] = Term.objects.visible_to(user).filter(deal=deal, code__in=codes).order_by("code")
    return {row.code: row for row in (rows.select_for_update(of=("self",)) if lock else rows)}


def _term_values(rows: Mapping[str, Term]) -> dict[str, Values]:
    versions = TermVersion.objects.filter(term__in=list(rows.values())).order_by("term_id", "number")
    last = {row.term_id: row for row in versions}
    return {code: _of_term(last.get(row.pk)) for code, row in rows.items()}


def _of_term(version: TermVersion | None) -> Values:
    if version is None:
        return dict.fromkeys(FIELDS[Subject.TERM])
    return {
        "text_en": version.text_en,
        "text_uk": version.text_uk,
        "low": digits(version.low),
        "high": digits(version.high),
    }


def digits(number: Decimal | None) -> str | None:
    """A figure with the digits that it was given."""
    return None if number is None else f"{number:f}"


READERS: Mapping[str, Reader] = {
    Subject.MILESTONE: Reader(_milestones, _milestone_values),
    Subject.TERM: Reader(_terms, _term_values),
    Subject.LINK: Reader(link_rows, link_values),
    Subject.ORDER: Reader(order_rows, order_values),
    Subject.LOT: Reader(lot_rows, lot_values),
}


def state_of(milestone: Milestone, *, user: User) -> MilestoneState:
    """The state that the person sees."""
    said = MilestoneStatement.objects.visible_to(user).filter(milestone=milestone).select_related("party")
    return facts_of(milestone, list(said.order_by("id"))).state
