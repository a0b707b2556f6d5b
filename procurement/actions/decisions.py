"""Deciding about a proposal: acceptance applies everything in one transaction, or nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from portal.accounts import roles
from portal.accounts.models import User
from portal.faults import Outdated, Refused
from portal.history.writing import writing
from procurement import proposal_rules as rules
from procurement.actions.applying import apply
from procurement.actions.drafting import need_present
from procurement.actions.proposals import locked_deal, need_decider, need_reason, open_one, settle, tell_others
from procurement.models import Proposal
from procurement.proposal_rules import Value
from procurement.queries.agreed import Key, agreed_values, subject_rows
from procurement.queries.wholes import problems_of_whole
from procurement.vocabulary import ProposalState

Values = dict[Key, dict[str, Value]]


def accept_proposal(
    *,
    deal_code: str,
    number: int,
    version: int,
    by: User,
    at: datetime,
    reason: str = "",
    releasable_to: Sequence[str] = (),
) -> Proposal:
    """Applies the proposal of the other side; of an internal one (`releasable_to`), that of another person.

    Missing; Conflict: decided or changed since `version`; Outdated: an agreed value is no longer what the proposal
    saw, `current` has both, or the whole does not hold any more (a circle of links); Refused: no right, own side, or a
    milestone is met by now. Nothing is written then.
    """
    with writing(by=by.actor, reason=f"proposal {rules.name_of(number, releasable_to)} accepted"):
        proposal = _to_decide(deal_code, number, releasable_to, version, by)
        old, new = values_of(proposal)
        rows = subject_rows(proposal.deal, old, user=by, lock=True)
        need_present(old, agreed_values(rows), rows, _("Answer it with a counter-proposal."))
        _check_whole(proposal, old, new, by)
        for key, row in rows.items():
            apply(row, new[key], proposal, by=by, at=at)
        settle(proposal, ProposalState.ACCEPTED, by=by, at=at, reason=reason)
        tell_others(proposal, "proposal-decided", by=by, at=at)
    return proposal


def refuse_proposal(
    *,
    deal_code: str,
    number: int,
    version: int,
    by: User,
    at: datetime,
    reason: str,
    releasable_to: Sequence[str] = (),
) -> Proposal:
    """Refuses the proposal of the other side, with a reason."""
    need_reason(reason)
    with writing(by=by.actor, reason=reason.strip()):
        proposal = _to_decide(deal_code, number, releasable_to, version, by)
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


def _to_decide(deal_code: str, number: int, releasable_to: Sequence[str], version: int, by: User) -> Proposal:
    if not by.may(roles.DECIDE) or by.party is None:
        raise Refused(_("Proposals are accepted and refused by approvers."), code="no-right")
    proposal = open_one(locked_deal(deal_code, by), number, releasable_to, version, by=by)
    need_decider(proposal, by)
    return proposal


def _check_whole(proposal: Proposal, old: Values, new: Values, by: User) -> None:
    """What was accepted since may make impossible together what each proposal could do alone."""
    problems = problems_of_whole(proposal.deal, old, new, user=by)
    if problems:
        raise Outdated(" ".join(text for texts in problems.values() for text in texts), current={"problems": problems})
