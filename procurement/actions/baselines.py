"""Taking a named baseline of all agreed dates, signing it for one side, and setting an unsigned one aside."""

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from portal.accounts import roles
from portal.accounts.models import Party, User
from portal.faults import Conflict, Invalid, Missing, Refused
from portal.history.writing import writing
from portal.notices.actions import tell
from procurement.actions.proposals import found_deal
from procurement.models import Baseline, BaselineMilestone, BaselineSetAside, BaselineSignature, Deal
from procurement.queries.baselines import baselines_of
from procurement.queries.pages import LEADS
from procurement.queries.plan import dates_to_freeze
from procurement.vocabulary import BaselineState

LONGEST_NAME, LONGEST_NOTE = 120, 5000


def take_baseline(*, deal_code: str, name: str, by: User, at: datetime, note: str = "") -> Baseline:
    """Copies the agreed dates of every milestone that is not cancelled, under a name that the deal has not used yet.

    Internal milestones are copied too; a row stays as hidden as its milestone. Taking is not signing.
    Missing: no such deal for this person. Refused: no right. Invalid: name or note. Nothing is written then.
    """
    party = _lead(by, roles.PROPOSE, _("Baselines are taken by officers of the seller and of the buyer."))
    name, note = " ".join(name.split()), note.strip()
    with writing(by=by.actor, reason=note or "baseline"):
        deal = _locked(deal_code, by)
        _check_words(deal, name, note)
        frozen = dates_to_freeze(deal)
        if not frozen:
            raise Refused(_("Nothing is agreed in this deal yet: there are no dates to keep."), code="nothing-agreed")
        number = 1 + (deal.baselines.aggregate(last=Max("number"))["last"] or 0)
        baseline = Baseline(deal=deal, number=number, name=name, note=note, party=party, taken_by=by, taken_at=at)
        baseline.save(force_insert=True)
        BaselineMilestone.objects.bulk_create(
            BaselineMilestone(baseline=baseline, milestone_id=key, start=start, finish=finish)
            for key, start, finish in frozen
        )
        _tell(baseline, "baseline-taken", by=by, at=at)
    return baseline


def sign_baseline(*, deal_code: str, number: int, version: int, by: User, at: datetime) -> Baseline:
    """Signs for the person's side, which does so once. Only its approvers sign, and never for the other side.

    Missing; Conflict: signed or set aside since `version`; Refused: no right, signed already, or set aside.
    """
    party = _lead(by, roles.DECIDE, _("Baselines are signed by approvers of the seller and of the buyer."))
    with writing(by=by.actor, reason=f"baseline {number} signed"):
        baseline = _seen(_locked(deal_code, by), number, version, by)
        _refuse_set_aside(baseline)
        if party.side not in baseline.waits_for:
            raise Refused(_("Your side has signed this baseline already."), code="signed")
        BaselineSignature(baseline=baseline, side=party.side, party=party, signed_by=by, signed_at=at).save()
        _tell(baseline, "baseline-signed", by=by, at=at)
    return baseline


def set_baseline_aside(*, deal_code: str, number: int, version: int, by: User, at: datetime, reason: str) -> Baseline:
    """Says with a reason that a baseline shall not count, while one side at least has not signed it.

    The side that took it may, and the one whose signature is missing. Its rows stay as they are.
    """
    party = _lead(by, roles.PROPOSE, _("Baselines are set aside by officers of the seller and of the buyer."))
    if not reason.strip():
        raise Invalid({"reason": [_("Write why: the other party reads it.")]})
    with writing(by=by.actor, reason=reason.strip()):
        baseline = _seen(_locked(deal_code, by), number, version, by)
        _refuse_set_aside(baseline)
        if baseline.state == BaselineState.SIGNED:
            raise Refused(_("Both sides have signed this baseline: it stands for ever."), code="signed")
        if party.side != baseline.party.side and party.side not in baseline.waits_for:
            raise Refused(
                _("Your side has signed this baseline; the side that took it can set it aside."), code="signed"
            )
        BaselineSetAside(baseline=baseline, party=party, set_by=by, set_at=at, reason=reason.strip()).save()
        _tell(baseline, "baseline-set-aside", by=by, at=at)
    return baseline


def _lead(by: User, right: str, refusal: str) -> Party:
    if not by.may(right) or by.party is None or by.party.side not in LEADS:
        raise Refused(refusal, code="no-right")
    return by.party


def _locked(code: str, by: User) -> Deal:
    """The deal under its row lock: its baselines are taken and signed one after another."""
    return found_deal(code, by, lock=True)


def _check_words(deal: Deal, name: str, note: str) -> None:
    problems: dict[str, list[str]] = {}
    if not name:
        problems["name"] = [_("Give the baseline a name, for example “Signing of the contract”.")]
    elif len(name) > LONGEST_NAME:
        problems["name"] = [_("At most %(n)s characters.") % {"n": LONGEST_NAME}]
    elif deal.baselines.filter(name__iexact=name).exists():
        problems["name"] = [_("This deal has a baseline of this name. Choose another one.")]
    if len(note) > LONGEST_NOTE:
        problems["note"] = [_("At most %(n)s characters.") % {"n": LONGEST_NOTE}]
    if problems:
        raise Invalid(problems)


def _seen(deal: Deal, number: int, version: int, by: User) -> Baseline:
    baseline = baselines_of(by).filter(deal=deal, number=number).first()
    if baseline is None:
        raise Missing(_("There is no such baseline."))
    if baseline.version != version:
        current = {
            "number": number,
            "state": baseline.state.value,
            "version": baseline.version,
            "seen_version": version,
        }
        raise Conflict(_("The baseline was signed or set aside since you opened it."), current=current)
    return baseline


def _refuse_set_aside(baseline: Baseline) -> None:
    if baseline.state == BaselineState.SET_ASIDE:
        raise Refused(_("This baseline was set aside. Take a new one."), code="set-aside")


def _tell(baseline: Baseline, kind: str, *, by: User, at: datetime) -> None:
    """Puts a notice into the inbox of everybody else who may sign or take one; the own party knows."""
    deal = baseline.deal
    params = {"number": baseline.number, "name": baseline.name, "deal": deal.code, "party": by.party_code}
    for party in Party.objects.filter(code__in=deal.party_codes, side__in=LEADS).exclude(code=by.party_code):
        tell(
            key=f"{kind}:{deal.code}:{baseline.number}:{by.party_code}",
            kind=kind,
            params=params,
            link=f"/deals/{deal.code}/baselines/{baseline.number}/",
            at=at,
            party=party,
            right=roles.PROPOSE,
        )
