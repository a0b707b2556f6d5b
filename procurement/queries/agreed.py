"""The agreed values of milestones and terms, as a proposal names them."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db.models import QuerySet

from portal.accounts.models import User
from procurement.models import Deal, Milestone, MilestoneStatement, Term, TermVersion
from procurement.proposal_rules import FIELDS, Value
from procurement.queries.plan import facts_of
from procurement.vocabulary import MilestoneState, Subject

Row = Milestone | Term


def subject_rows(
    deal: Deal, keys: Iterable[tuple[str, str]], *, user: User, lock: bool = False
) -> dict[tuple[str, str], Row]:
    """The rows that (subject, key) name, without those that the person may not see; locked in the order of codes."""
    wanted: dict[str, list[str]] = {Subject.MILESTONE: [], Subject.TERM: []}
    for subject, key in keys:
        wanted.setdefault(subject, []).append(key)
    milestones: QuerySet[Milestone] = Milestone.objects.visible_to(user)
    terms: QuerySet[Term] = Term.objects.visible_to(user)
    if lock:
        milestones, terms = milestones.select_for_update(of=("self",)), terms.select_for_update(of=("self",))
    found: dict[tuple[str, str], Row] = {}
    for milestone in milestones.filter(deal=deal, code__in=wanted[Subject.MILESTONE]).order_by("code"):
        found[Subject.MILESTONE, milestone.code] = milestone
    for term in terms.filter(deal=deal, code__in=wanted[Subject.TERM]).order_by("code"):
        found[Subject.TERM, term.code] = term
    return found


def agreed_values(rows: Mapping[tuple[str, str], Row]) -> dict[tuple[str, str], dict[str, Value]]:
    """The agreed value of each row, by field. One statement of SQL."""
    versions = _last_versions([row for row in rows.values() if isinstance(row, Term)])
    return {
        key: _of_milestone(row) if isinstance(row, Milestone) else _of_term(versions.get(row.pk))
        for key, row in rows.items()
    }


def _last_versions(terms: Sequence[Term]) -> dict[int, TermVersion]:
    rows = TermVersion.objects.filter(term__in=terms).order_by("term_id", "number")
    return {row.term_id: row for row in rows}


def _of_milestone(row: Milestone) -> dict[str, Value]:
    days = {name: getattr(row, name) for name in ("agreed_start", "agreed_finish")}
    return {
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "cancelled": row.cancelled_on is not None,
    }


def _of_term(version: TermVersion | None) -> dict[str, Value]:
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


def state_of(milestone: Milestone, *, user: User) -> MilestoneState:
    """The state that the person sees."""
    said = MilestoneStatement.objects.visible_to(user).filter(milestone=milestone).select_related("party")
    return facts_of(milestone, list(said.order_by("id"))).state
