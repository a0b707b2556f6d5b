"""The claim ledger: putting a figure on record, withdrawing it, preferring it, checking that it is still stated."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog.actions.claim_rows import claim_row, officer_party, statement_key
from catalog.actions.claim_words import ClaimWords, checked_figure, checked_words
from catalog.actions.sources import source_on_record
from catalog.models import Capability, Claim, ClaimCheck, ClaimPreference, ClaimWithdrawal, DroneModel
from catalog.queries.ledger import standing
from catalog.typed import read_day
from portal.accounts.models import User
from portal.faults import Conflict, Invalid, Missing, Refused
from portal.history.writing import writing


def add_claim(*, model_slug: str, words: ClaimWords, by: User, at: datetime) -> Claim:
    """Puts a figure on record for the person's party, with its source (a new one is put on record with it).

    Missing: no such model. Refused: no right. Invalid: each problem names its field; a statement that is on record
    already is one too. Nothing is written then.
    """
    officer_party(by)
    capability = Capability.objects.filter(code=words.capability).first()
    problems = checked_words(words, today=at.date())
    if capability is None:
        raise Invalid({"capability": [_("Choose what the figure is about.")], **problems})
    try:
        figure = checked_figure(words, capability)
    except Invalid as fault:
        raise Invalid({**fault.problems, **problems}) from None
    if problems:
        raise Invalid(problems)
    with writing(by=by.actor, reason="Figure put on record"):
        model = _locked(DroneModel.objects.visible_to(by).filter(slug=model_slug))
        claim = claim_row(
            model_id=model.pk,
            capability=capability,
            figure=figure,
            stated_by=words.stated_by,
            stated_on=read_day(words.stated_on, today=at.date()),
            source=source_on_record(words.source, at=at),
            by=by,
            at=at,
        )
        claim.checked_on = at.date()
        _refuse_double(claim)
        claim.save()
    return claim


def _locked(models: QuerySet[DroneModel]) -> DroneModel:
    """The one model under its row lock: whoever writes about it at the same time stands in line here."""
    model = models.select_for_update().first()
    if model is None:
        raise Missing(_("There is no such model."))
    return model


def _refuse_double(claim: Claim) -> None:
    same = Claim.objects.filter(model=claim.model_id, capability=claim.capability_id, withdrawal=None)
    key = statement_key(claim)
    known = next((row for row in same.select_related("source") if statement_key(row) == key), None)
    if known is not None:
        told = _("This statement is on record already, as number %(number)s.") % {"number": known.pk}
        raise Invalid({"figure": [told]})


def _counting(claim_id: int, by: User) -> Claim:
    """The claim, its model locked. Missing: not there. Conflict: somebody withdrew it."""
    claim = Claim.objects.visible_to(by).filter(pk=claim_id).first()
    if claim is None:
        raise Missing(_("There is no such statement."))
    _locked(DroneModel.objects.filter(pk=claim.model_id))
    taken_back = ClaimWithdrawal.objects.filter(claim=claim).first()
    if taken_back is not None:
        current = {"claim": claim.pk, "withdrawn_at": taken_back.withdrawn_at.isoformat(), "reason": taken_back.reason}
        raise Conflict(_("The statement was withdrawn in the meantime."), current=current)
    return claim


def _said_why(reason: str) -> str:
    if not reason.strip():
        raise Invalid({"reason": [_("Write why: everybody who sees the statement reads it.")]})
    return reason.strip()


def withdraw_claim(
    *, claim_id: int, by: User, at: datetime, reason: str, replaced_by: int | None = None
) -> ClaimWithdrawal:
    """Takes a claim back; `replaced_by` is the number of the claim that says it right.

    Officers withdraw what their own party brought, and what the public record brought. Missing, Refused (no right, or
    another party's claim), Invalid (reason, replaced_by), Conflict (withdrawn already): nothing is written then.
    """
    party, why = officer_party(by), _said_why(reason)
    with writing(by=by.actor, reason=why):
        claim = _counting(claim_id, by)
        if claim.owner_id not in (None, party.pk):
            raise Refused(_("A statement is withdrawn by the party that brought it. You can add one of your own."))
        withdrawal = ClaimWithdrawal(
            claim=claim,
            replaced_by=_replacement(claim, replaced_by),
            reason=why,
            party=party,
            person=by.username,
            withdrawn_at=at,
        )
        withdrawal.save()
    return withdrawal


def _replacement(claim: Claim, number: int | None) -> Claim | None:
    if number is None:
        return None
    same = Claim.objects.filter(model=claim.model_id, capability=claim.capability_id, withdrawal=None)
    found = same.exclude(pk=claim.pk).filter(pk=number).first()
    if found is None:
        raise Invalid({"replaced_by": [_("Choose a statement about the same figure that is not withdrawn.")]})
    return found


def prefer_claim(*, claim_id: int, by: User, at: datetime, reason: str, stands: bool = True) -> ClaimPreference:
    """States that the person's party prefers this claim for its figure; `stands` False takes that back.

    The newest preference of a party about one figure is what holds; no claim is hidden by it. Missing, Refused (no
    right, nothing to take back), Invalid (reason), Conflict (withdrawn): nothing is written then.
    """
    party, why = officer_party(by), _said_why(reason)
    with writing(by=by.actor, reason=why):
        claim = _counting(claim_id, by)
        if not stands and not standing().filter(claim=claim, party=party).exists():
            raise Refused(_("Your party does not prefer this statement, so there is nothing to take back."))
        preference = ClaimPreference(
            claim=claim, party=party, person=by.username, stands=stands, reason=why, stated_at=at
        )
        preference.save()
    return preference


def check_claim(*, claim_id: int, by: User, at: datetime, note: str = "") -> ClaimCheck:
    """States that the source still says it today. The same person's second check of a day changes nothing.

    Missing, Refused (no right), Conflict (withdrawn): nothing is written then.
    """
    party = officer_party(by)
    with writing(by=by.actor, reason=note.strip() or "Still stated"):
        claim = _counting(claim_id, by)
        made = ClaimCheck.objects.filter(claim=claim, person=by.username, checked_on=at.date(), note=note.strip())
        check = made.first()
        if check is None:
            check = ClaimCheck(claim=claim, party=party, person=by.username, checked_on=at.date(), note=note.strip())
            check.recorded_at = at
            check.save()
    return check
