"""Stating a position on a term, and withdrawing one (what may be said: term_rules.py)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from portal.accounts import roles
from portal.accounts.markings import is_released
from portal.accounts.models import Party, User
from portal.faults import Conflict, Invalid, Missing, Refused
from portal.history.writing import writing
from portal.notices.actions import tell
from procurement.models import Deal, Position, PositionWithdrawal, Term
from procurement.queries.pages import LEADS
from procurement.queries.terms import in_order, side_of, stands
from procurement.term_rules import Words, faults_of


def state_position(
    *, deal_code: str, term_code: str, words: Words, releasable_to: Sequence[str] = (), by: User, at: datetime
) -> Position:
    """Puts a position of the person's party on record, for all parties of the deal or for parties of the own side.

    Missing: no such deal or term for this person. Refused: no right, or the public record. Invalid names each field
    (text_en, text_uk, low, high, unit, releasable_to). Nothing is written then.
    """
    party = negotiating_party(by)
    said = words.plain
    with writing(by=by.actor, reason="Position stated"):
        term = _locked_term(deal_code, term_code, by)
        faults = faults_of(said, unit=term.unit)
        problems = {name: [str(fault.label) % {"unit": term.unit}] for name, fault in faults.items()}
        problems |= _problems_of_release(releasable_to, term.deal, by)
        if problems:
            raise Invalid(problems)
        low, high = said.ends
        position = Position(
            term=term,
            party=party,
            stated_on=at.date().isoformat(),
            text_en=said.text_en,
            text_uk=said.text_uk,
            low=low,
            high=high,
            releasable_to=sorted(set(releasable_to)),
            recorded_at=at,
        )
        _refuse_repetition(position, by, at)
        position.save()
        _tell("position-stated", position, by=by, at=at)
    return position


def withdraw_position(*, uid: UUID, by: User, at: datetime, reason: str) -> PositionWithdrawal:
    """Takes a position of the own party back; it stays readable and counts no more.

    Missing; Refused: no right, or another party's word; Invalid: no reason; Conflict: withdrawn already, `current`
    says when and why. Nothing is written then.
    """
    party = negotiating_party(by)
    if not reason.strip():
        raise Invalid({"reason": [_("Write why: whoever sees the position reads it.")]})
    with writing(by=by.actor, reason=reason.strip()):
        position = _locked_position(uid, by)
        if position.party_id != party.pk:
            raise Refused(_("A position is withdrawn by the party that stated it."), code="not-own")
        taken_back = PositionWithdrawal.objects.filter(position=position).first()
        if taken_back is not None:
            current = {"id": str(uid), "withdrawn_at": taken_back.withdrawn_at.isoformat(), "reason": taken_back.reason}
            raise Conflict(_("The position was withdrawn in the meantime."), current=current)
        withdrawal = PositionWithdrawal(position=position, reason=reason.strip(), withdrawn_at=at)
        withdrawal.save()
        _tell("position-withdrawn", position, by=by, at=at)
    return withdrawal


def negotiating_party(by: User) -> Party:
    """The party of a person who may state a position; Refused for everybody else."""
    if not by.may(roles.STATE) or by.party is None or by.party.side not in LEADS:
        raise Refused(_("Positions are stated by officers of the seller and of the buyer."), code="no-right")
    return by.party


def _locked_term(deal_code: str, code: str, by: User) -> Term:
    """The term under its row lock: whoever states something about it at the same time stands in line here."""
    deal = Deal.objects.visible_to(by).filter(code=deal_code).first()
    rows = Term.objects.visible_to(by).filter(deal=deal, code=code).select_for_update(of=("self",))
    term = rows.select_related("deal").first() if deal else None
    if term is None:
        raise Missing(_("There is no such term."))
    if term.deal.is_public:
        raise Refused(_("The public record has sources instead of parties: nobody states a position here."))
    return term


def _locked_position(uid: UUID, by: User) -> Position:
    position = Position.objects.visible_to(by).filter(uid=uid).select_related("term__deal", "party").first()
    if position is None:
        raise Missing(_("There is no such position."))
    Term.objects.select_for_update().get(pk=position.term_id)
    return position


def _problems_of_release(codes: Sequence[str], deal: Deal, by: User) -> dict[str, list[str]]:
    """To all parties (none named), or to some of the own side, the own party among them."""
    own = {party.code for party in side_of(deal, by)}
    if not codes or (by.party_code in codes and set(codes) <= own):
        return {}
    text = _("Name parties of your own side, your party among them (%(codes)s), or nobody: then all parties see it.")
    return {"releasable_to": [text % {"codes": ", ".join(sorted(own))}]}


def _refuse_repetition(new: Position, by: User, at: datetime) -> None:
    """A form that is sent twice makes one position."""
    own = Position.objects.visible_to(by).filter(term=new.term, party=new.party).select_related("withdrawal")
    standing = [one for one in in_order(own) if stands(one, at.date()) and one.releasable_to == new.releasable_to]
    if standing and _says(standing[-1]) == _says(new):
        raise Invalid({"text_en": [_("Your party’s last position says exactly this.")]})


def _says(row: Position) -> tuple[object, ...]:
    return row.text_en, row.text_uk, row.low, row.high


def _tell(kind: str, position: Position, *, by: User, at: datetime) -> None:
    """Puts a notice into the inbox of everybody of seller and buyer who may see the position, but the own party."""
    term = position.term
    params = {"party": by.party_code, "deal": term.deal.code, "term": term.code}
    others = Party.objects.filter(code__in=term.deal.party_codes, side__in=LEADS).exclude(code=by.party_code)
    for party in others:
        if is_released(position.releasable_to, party.code) and is_released(term.releasable_to, party.code):
            tell(
                key=f"{kind}:{position.uid}",
                kind=kind,
                params={**params, "title_en": term.title_en, "title_uk": term.title_uk},
                link=f"/deals/{term.deal.code}/terms/{term.code}/#said",
                at=at,
                party=party,
                right=roles.STATE,
            )
