"""Opening a proposal, answering it with another one, and taking it back (what may be proposed: proposal_rules.py)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from portal.accounts import roles
from portal.accounts.models import Party, User
from portal.faults import Conflict, Invalid, Missing, Refused
from portal.history.writing import writing
from portal.notices.actions import tell
from procurement import proposal_rules as rules
from procurement.actions.drafting import Draft, Wanted, drafted
from procurement.models import Deal, Proposal, ProposalChange
from procurement.proposal_rules import Value
from procurement.queries.pages import LEADS
from procurement.queries.proposals import is_internal
from procurement.vocabulary import ProposalState, ReasonCode

__all__ = ["Wanted", "checked", "open_proposal", "proposing_party", "withdraw_proposal"]


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

    It is marked like its rows, and numbered among the proposals with that marking. Missing: no such deal or row for
    this person. Refused: no right, the row takes no proposal now, or the rows are marked differently. Invalid names
    each field (`<key>.<field>`, reason, reason_code, changes). Nothing is written then.
    """
    party = proposing_party(by)
    problems = _problems_of_reason(reason_code, reason)
    with writing(by=by.actor, reason=reason.strip() or "proposal"):
        deal = locked_deal(deal_code, by)
        draft = drafted(deal, wanted, by=by, problems=problems)
        if problems:
            raise Invalid(problems)
        release = list(draft.releasable_to)
        same = deal.proposals.filter(releasable_to=release)
        proposal = Proposal(
            deal=deal,
            releasable_to=release,
            number=1 + (same.aggregate(last=Max("number"))["last"] or 0),
            party=party,
            opened_by=by,
            opened_at=at,
            reason_code=reason_code,
            reason=reason.strip(),
            answers=_answered(deal, answers, draft, by, at),
        )
        proposal.save()
        for change in draft.changes:
            change.proposal = proposal
        ProposalChange.objects.bulk_create(draft.changes)
        tell_others(proposal, "proposal-opened", by=by, at=at)
    return proposal


def checked(*, deal_code: str, wanted: Sequence[Wanted], by: User) -> dict[tuple[str, str], dict[str, Value]]:
    """The whole values that would be proposed, by row and field. Faults as of `open_proposal`; nothing is written."""
    proposing_party(by)
    problems: dict[str, list[str]] = {}
    draft = drafted(found_deal(deal_code, by), wanted, by=by, problems=problems)
    if problems:
        raise Invalid(problems)
    values: dict[tuple[str, str], dict[str, Value]] = {}
    for change in draft.changes:
        values.setdefault((change.subject, change.subject_key), {})[change.field] = change.new
    return values


def withdraw_proposal(
    *,
    deal_code: str,
    number: int,
    version: int,
    by: User,
    at: datetime,
    reason: str,
    releasable_to: Sequence[str] = (),
) -> Proposal:
    """Takes an open proposal of the own party back. The reason is required."""
    party = proposing_party(by)
    need_reason(reason)
    with writing(by=by.actor, reason=reason.strip()):
        proposal = open_one(locked_deal(deal_code, by), number, releasable_to, version, by=by)
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


def open_one(
    deal: Deal, number: int, releasable_to: Sequence[str], version: int | None = None, *, by: User
) -> Proposal:
    """The open proposal under its lock. Missing; Conflict when it is not the version that was seen; Refused."""
    rows = Proposal.objects.visible_to(by).filter(deal=deal, number=number, releasable_to=list(releasable_to))
    proposal = rows.select_for_update(of=("self",)).select_related("party", "deal").first()
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


def need_decider(proposal: Proposal, by: User) -> None:
    """Refused for whoever may not answer it: the own side; of an internal one the other side and the proposer."""
    internal = is_internal(proposal)
    if internal and by.pk == proposal.opened_by_id:
        raise Refused(_("An internal proposal is decided by a second person of the side."), code="second-person")
    side = by.party.side if by.party else ""
    if not rules.may_decide(side, proposer=proposal.party.side, internal=internal):
        raise Refused(_("A proposal is decided by the other side."), code="own-proposal")


def tell_others(proposal: Proposal, kind: str, *, by: User, at: datetime) -> None:
    """Puts a notice into the inbox of everybody else who may see it and propose for the seller or the buyer.

    Who is of the actor's own party knows it from him; of an internal proposal they are told too.
    """
    internal, name = is_internal(proposal), proposal.name
    params = {"number": name, "deal": proposal.deal.code, "party": by.party_code, "state": proposal.state}
    params |= {"answers": proposal.answers.name} if proposal.answers else {}
    told = Party.objects.filter(code__in=proposal.releasable_to or proposal.deal.party_codes, side__in=LEADS)
    for party in told if internal else told.exclude(code=by.party_code):
        tell(
            key=f"{kind}:{proposal.deal.code}:{name}:{proposal.version}",
            kind=kind,
            params={**params, "internal": internal},
            link=f"/deals/{proposal.deal.code}/proposals/{name}/",
            at=at,
            party=party,
            right=roles.PROPOSE,
            but=by,
        )


def _problems_of_reason(code: str, reason: str) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if code not in ReasonCode.values:
        problems["reason_code"] = [_("Choose the kind of reason.")]
    if not reason.strip():
        problems["reason"] = [_("Write why: the other party reads it.")]
    return problems


def _answered(deal: Deal, number: int | None, draft: Draft, by: User, at: datetime) -> Proposal | None:
    """The proposal of the same marking that is answered, settled as countered.

    It is open and about some of the same rows: else an officer, who decides nothing, would settle it with anything.
    """
    if number is None:
        return None
    proposal = open_one(deal, number, draft.releasable_to, by=by)
    need_decider(proposal, by)
    theirs = rules.spoken_of(proposal.changes.values_list("subject", "subject_key"))
    if not theirs & rules.spoken_of((one.subject, one.subject_key) for one in draft.changes):
        raise Invalid({"answers": [_("A counter-proposal changes some of what the answered proposal changes.")]})
    settle(proposal, ProposalState.COUNTERED, by=by, at=at)
    return proposal
