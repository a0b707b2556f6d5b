"""Opening a proposal, answering it with another one, and taking it back (what may be proposed: proposal_rules.py)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from portal.accounts import roles
from portal.accounts.models import Party, User
from portal.faults import Conflict, Invalid, Missing, Refused
from portal.history.writing import writing
from portal.notices.actions import tell
from portal.partialdate import FIRST_YEAR, LAST_YEAR
from procurement import proposal_rules as rules
from procurement.models import Deal, Milestone, Proposal, ProposalChange
from procurement.proposal_rules import Value
from procurement.queries.agreed import Row, agreed_values, state_of, subject_rows
from procurement.queries.pages import LEADS
from procurement.vocabulary import ProposalState, ReasonCode, Subject

EARLIEST, LATEST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
MOST_SUBJECTS = 50


@dataclass(frozen=True)
class Wanted:
    """What somebody wants of one row, as typed: values by field; a field that is left out stays as it is."""

    subject: str
    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


def open_proposal(
    *,
    deal_code: str,
    wanted: Sequence[Wanted],
    reason_code: str,
    by: User,
    at: datetime,
    reason: str,
    answers: int | None = None,
) -> Proposal:
    """Opens a proposal of the person's party; with `answers` it is the counter-proposal to that number.

    Missing: no such deal or row for this person. Refused: no right, or the row takes no proposal now. Invalid names
    each field (`<key>.<field>`, reason, reason_code, changes). Nothing is written then.
    """
    party = proposing_party(by)
    problems = _problems_of_reason(reason_code, reason)
    with writing(by=by.actor, reason=reason.strip() or "proposal"):
        deal = locked_deal(deal_code, by)
        changes = drafted(deal, wanted, by=by, problems=problems)
        if problems:
            raise Invalid(problems)
        proposal = Proposal(
            deal=deal,
            number=1 + (deal.proposals.aggregate(last=Max("number"))["last"] or 0),
            party=party,
            opened_by=by,
            opened_at=at,
            reason_code=reason_code,
            reason=reason.strip(),
            answers=_answered(deal, answers, party, by, at),
        )
        proposal.save()
        for change in changes:
            change.proposal = proposal
        ProposalChange.objects.bulk_create(changes)
        tell_others(proposal, "proposal-opened", by=by, at=at)
    return proposal


def checked(*, deal_code: str, wanted: Sequence[Wanted], by: User) -> dict[tuple[str, str], dict[str, Value]]:
    """The whole values that would be proposed, by row and field. Faults as of `open_proposal`; nothing is written."""
    proposing_party(by)
    problems: dict[str, list[str]] = {}
    changes = drafted(found_deal(deal_code, by), wanted, by=by, problems=problems)
    if problems:
        raise Invalid(problems)
    values: dict[tuple[str, str], dict[str, Value]] = {}
    for change in changes:
        values.setdefault((change.subject, change.subject_key), {})[change.field] = change.new
    return values


def withdraw_proposal(*, deal_code: str, number: int, version: int, by: User, at: datetime, reason: str) -> Proposal:
    """Takes an open proposal of the own party back. The reason is required."""
    party = proposing_party(by)
    need_reason(reason)
    with writing(by=by.actor, reason=reason.strip()):
        proposal = open_one(locked_deal(deal_code, by), number, version)
        if proposal.party.side != party.side:
            raise Refused(_("A proposal is withdrawn by the side that made it."), code="not-own")
        settle(proposal, ProposalState.WITHDRAWN, by=by, at=at, reason=reason)
        tell_others(proposal, "proposal-decided", by=by, at=at)
    return proposal


def proposing_party(by: User) -> Party:
    """The party of a person who may propose; Refused for everybody else."""
    if not by.may(roles.PROPOSE) or by.party is None or by.party.side not in LEADS:
        raise Refused(_("Proposals are made by officers of the seller and of the buyer."), code="no-right")
    return by.party


def need_reason(reason: str) -> None:
    """Invalid without a reason."""
    if not reason.strip():
        raise Invalid({"reason": [_("Write why: the other party reads it.")]})


def locked_deal(code: str, by: User) -> Deal:
    """The deal under its row lock: proposals of one deal are opened and decided one after another."""
    return found_deal(code, by, lock=True)


def found_deal(code: str, by: User, *, lock: bool = False) -> Deal:
    """The deal; Missing when the person sees none of this code, Refused when nobody can propose in it."""
    rows = Deal.objects.visible_to(by).filter(code=code)
    deal = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if deal is None:
        raise Missing(_("There is no such deal."))
    if deal.is_public:
        raise Refused(_("The public record has sources instead of parties: nobody proposes anything here."))
    return deal


def open_one(deal: Deal, number: int, version: int | None = None) -> Proposal:
    """The open proposal under its lock. Missing; Conflict when it is not the version that was seen; Refused."""
    rows = Proposal.objects.filter(deal=deal, number=number).select_for_update(of=("self",))
    proposal = rows.select_related("party", "deal").first()
    if proposal is None:
        raise Missing(_("There is no such proposal."))
    if version is not None and proposal.version != version:
        current = {"number": number, "state": proposal.state, "version": proposal.version, "seen_version": version}
        raise Conflict(_("The proposal has changed since you opened it."), current=current)
    if proposal.state != ProposalState.OPEN:
        raise Refused(_("This proposal is decided already."), code="decided")
    return proposal


def settle(proposal: Proposal, state: str, *, by: User, at: datetime, reason: str = "") -> None:
    """Writes the decision; final."""
    proposal.state = state
    proposal.decided_by, proposal.decided_party, proposal.decided_at = by, by.party, at
    proposal.decision_reason = reason.strip()
    proposal.version += 1
    proposal.save(
        update_fields=["state", "decided_by", "decided_party", "decided_at", "decision_reason", "version"],
    )


def tell_others(proposal: Proposal, kind: str, *, by: User, at: datetime) -> None:
    """Puts a notice into the inbox of everybody else who may propose for the seller or the buyer."""
    params = {"number": proposal.number, "deal": proposal.deal.code, "party": by.party_code, "state": proposal.state}
    for party in Party.objects.filter(code__in=proposal.deal.party_codes, side__in=LEADS).exclude(code=by.party_code):
        tell(
            key=f"{kind}:{proposal.deal.code}:{proposal.number}:{proposal.version}",
            kind=kind,
            params=params,
            link=f"/deals/{proposal.deal.code}/proposals/{proposal.number}/",
            at=at,
            party=party,
            right=roles.PROPOSE,
        )


def _problems_of_reason(code: str, reason: str) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if code not in ReasonCode.values:
        problems["reason_code"] = [_("Choose the kind of reason.")]
    if not reason.strip():
        problems["reason"] = [_("Write why: the other party reads it.")]
    return problems


def _answered(deal: Deal, number: int | None, party: Party, by: User, at: datetime) -> Proposal | None:
    """The proposal that is answered, settled as countered. Its version is not asked for: only its being open counts."""
    if number is None:
        return None
    proposal = open_one(deal, number)
    if not rules.may_decide(party.side, proposer=proposal.party.side):
        raise Refused(_("A proposal is answered by the other side."), code="own-proposal")
    settle(proposal, ProposalState.COUNTERED, by=by, at=at)
    return proposal


def drafted(deal: Deal, wanted: Sequence[Wanted], *, by: User, problems: dict[str, list[str]]) -> list[ProposalChange]:
    """The changes that are wanted, whole values row by row and unsaved; what is wrong goes into `problems`."""
    keys = [(item.subject, item.key) for item in wanted]
    if not 0 < len(set(keys)) == len(keys) <= MOST_SUBJECTS:
        problems["changes"] = [_("Name what shall change: from 1 to %(n)s rows, each once.") % {"n": MOST_SUBJECTS}]
        return []
    rows = subject_rows(deal, keys, user=by)
    present = agreed_values(rows)
    made: list[ProposalChange] = []
    for item in wanted:
        row = rows.get((item.subject, item.key))
        if row is None:
            raise Missing(_("There is no such row: %(key)s.") % {"key": item.key})
        _check_row(row, by)
        made += _changes(item, row, present[item.subject, item.key], problems)
    return made


def _check_row(row: Row, by: User) -> None:
    if row.is_restricted:
        text = _("%(code)s is not released to all parties of the deal: no proposal can be made about it.")
        raise Refused(text % {"code": row.code}, code="restricted")
    if isinstance(row, Milestone) and state_of(row, user=by) in rules.SETTLED:
        raise Refused(_("%(code)s is met or cancelled: nothing is left to move.") % {"code": row.code}, code="settled")


def _changes(item: Wanted, row: Row, old: Mapping[str, Value], problems: dict[str, list[str]]) -> list[ProposalChange]:
    unknown = sorted(set(item.values) - set(rules.FIELDS[item.subject]))
    new = {**old, **{name: _plain(value) for name, value in item.values.items() if name not in unknown}}
    problems.update({f"{item.key}.{name}": [_("A proposal cannot change this.")] for name in unknown})
    faults = _faults(item.subject, new, old)
    problems.update({f"{item.key}.{name}": [str(fault.label)] for name, fault in faults.items()})
    if new == dict(old) and not unknown:
        problems[f"{item.key}.{rules.FIELDS[item.subject][0]}"] = [_("Nothing differs from what is agreed.")]
    same: dict[str, Any] = {"subject": item.subject, "subject_key": item.key, "base_version": row.version}
    return [ProposalChange(**same, field=name, old=old[name], new=new[name]) for name in rules.FIELDS[item.subject]]


def _plain(value: Value) -> Value:
    return (value.strip() or None) if isinstance(value, str) else value


def _faults(subject: str, new: Mapping[str, Value], old: Mapping[str, Value]) -> rules.Faults:
    if subject == Subject.TERM:
        return rules.faults_of_term(new, old)
    return rules.faults_of_dates(new, earliest=EARLIEST, latest=LATEST)
