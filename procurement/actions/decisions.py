"""Deciding about a proposal: acceptance applies everything in one transaction, or nothing."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.accounts import roles
from portal.accounts.models import User
from portal.faults import Outdated, Refused
from portal.history.writing import writing
from procurement import proposal_rules as rules
from procurement.actions.proposals import locked_deal, need_reason, open_one, settle, tell_others
from procurement.models import Milestone, Proposal, Term, TermVersion
from procurement.proposal_rules import Value
from procurement.queries.agreed import Row, agreed_values, state_of, subject_rows
from procurement.vocabulary import ProposalState, TermStatus

Values = dict[tuple[str, str], dict[str, Value]]


def accept_proposal(*, deal_code: str, number: int, version: int, by: User, at: datetime, reason: str = "") -> Proposal:
    """Applies the proposal of the other side.

    Missing; Conflict: decided or changed since `version`; Outdated: an agreed value is no longer what the proposal
    saw, `current` has both; Refused: no right, own side, or a milestone is met by now. Nothing is written then.
    """
    with writing(by=by.actor, reason=f"proposal {number} accepted"):
        proposal = _to_decide(deal_code, number, version, by)
        old, new = values_of(proposal)
        rows = subject_rows(proposal.deal, old, user=by, lock=True)
        _check_present(old, agreed_values(rows), rows)
        for key, row in rows.items():
            _apply(row, new[key], proposal, by=by, at=at)
        settle(proposal, ProposalState.ACCEPTED, by=by, at=at, reason=reason)
        tell_others(proposal, "proposal-decided", by=by, at=at)
    return proposal


def refuse_proposal(*, deal_code: str, number: int, version: int, by: User, at: datetime, reason: str) -> Proposal:
    """Refuses the proposal of the other side, with a reason."""
    need_reason(reason)
    with writing(by=by.actor, reason=reason.strip()):
        proposal = _to_decide(deal_code, number, version, by)
        settle(proposal, ProposalState.REFUSED, by=by, at=at, reason=reason)
        tell_others(proposal, "proposal-decided", by=by, at=at)
    return proposal


def values_of(proposal: Proposal) -> tuple[Values, Values]:
    """What the proposal saw, and what it wants, by row and field."""
    old: Values = {}
    new: Values = {}
    for change in proposal.changes.order_by("id"):
        key = (change.subject, change.subject_key)
        old.setdefault(key, {})[change.field] = change.old
        new.setdefault(key, {})[change.field] = change.new
    return old, new


def _to_decide(deal_code: str, number: int, version: int, by: User) -> Proposal:
    if not by.may(roles.DECIDE) or by.party is None:
        raise Refused(_("Proposals are accepted and refused by approvers."), code="no-right")
    proposal = open_one(locked_deal(deal_code, by), number, version)
    if not rules.may_decide(by.party.side, proposer=proposal.party.side):
        raise Refused(_("A proposal is decided by the other side."), code="own-proposal")
    return proposal


def _check_present(seen: Values, present: Values, rows: Mapping[tuple[str, str], Row]) -> None:
    gone = [
        {"subject": key[0], "key": key[1], "field": name, "seen": old[name], "present": present[key][name]}
        for key, old in seen.items()
        if key in present
        for name in rules.outdated(old, present[key])
    ]
    if gone or set(seen) != set(present):
        text = _("What is agreed has changed since this proposal was made. Answer it with a counter-proposal.")
        versions = {key[1]: row.version for key, row in rows.items()}
        raise Outdated(text, current={"changed": gone, "versions": versions})


def _apply(row: Row, new: Mapping[str, Value], proposal: Proposal, *, by: User, at: datetime) -> None:
    if isinstance(row, Milestone):
        _apply_dates(row, new, proposal, by=by, at=at)
    else:
        _apply_text(row, new, proposal, today=at.date())


def _apply_dates(row: Milestone, new: Mapping[str, Value], proposal: Proposal, *, by: User, at: datetime) -> None:
    if state_of(row, user=by) in rules.SETTLED:
        text = _("%(code)s is met or cancelled by now: nothing is left to move.")
        raise Refused(text % {"code": row.code}, code="settled")
    start, finish = (date.fromisoformat(str(new[name])) for name in rules.DATES)
    row.agreed_start, row.agreed_finish, row.duration_days = start, finish, (finish - start).days
    if new[rules.CANCELLED]:
        row.cancelled_on, row.cancelled_by = at.date(), proposal
    row.version += 1
    row.save(update_fields=[*rules.DATES, "duration_days", "cancelled_on", "cancelled_by", "version"])


def _apply_text(row: Term, new: Mapping[str, Value], proposal: Proposal, *, today: date) -> None:
    """The new version holds from today, or from the day after the present one began to hold."""
    last = TermVersion.objects.filter(term=row).order_by("number").last()
    begins = today if last is None else max(today, last.valid_from + timedelta(days=1))
    if last is not None:
        last.valid_to = begins
        last.save(update_fields=["valid_to"])
    low, high = (Decimal(str(new[name])) if new[name] else None for name in rules.FIGURES)
    TermVersion(
        term=row,
        number=1 + (last.number if last else 0),
        text_en=str(new["text_en"]),
        text_uk=str(new["text_uk"]),
        low=low,
        high=high,
        valid_from=begins,
        proposal=proposal,
    ).save()
    row.status, row.version = TermStatus.AGREED, row.version + 1
    row.save(update_fields=["status", "version"])
