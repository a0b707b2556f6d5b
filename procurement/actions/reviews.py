"""Saying that a milestone is still true; reminders that it is due for review, and escalation. Days are in the rules."""

from datetime import datetime

from django.utils.translation import gettext as _

from portal.accounts import roles
from portal.accounts.models import Party, User
from portal.faults import Refused
from portal.history.writing import writing
from portal.jobs.actions import beat, has_beaten
from portal.notices.actions import tell
from procurement.actions.milestones import locked_milestone
from procurement.models import Deal, MilestoneCheck, MilestoneStatement
from procurement.queries.plan import DONE, facts_of
from procurement.queries.reviews import Batch, batches
from procurement.review_rules import ESCALATE_AFTER

TOLD = "milestone-reviews"


def check_milestone(*, milestone_code: str, by: User, at: datetime) -> MilestoneCheck:
    """States for the owner that all that is on record is still true. It changes nothing else, not even the version.

    The same person's second check of a day changes nothing. Missing: no such milestone for this person. Refused: not
    an officer of its owner, of the public record, or met or cancelled. Nothing is written then.
    """
    with writing(by=by.actor, reason="Still true"):
        milestone = locked_milestone(milestone_code, by)
        if by.party is None or milestone.owner_id != by.party_id or not by.may(roles.STATE):
            raise Refused(_("Only an officer of its owner says that a milestone is still true."), code="no-right")
        said = MilestoneStatement.objects.visible_to(by).filter(milestone=milestone).select_related("party")
        if facts_of(milestone, list(said.order_by("id"))).state in DONE:
            raise Refused(_("The milestone is met or cancelled: nothing is left to review."), code="settled")
        check = MilestoneCheck.objects.filter(milestone=milestone, person=by.username, checked_on=at.date()).first()
        if check is None:
            check = MilestoneCheck(milestone=milestone, party=by.party, person=by.username)
            check.checked_on, check.recorded_at = at.date(), at
            check.save()
    return check


def tell_of_reviews(*, at: datetime) -> int:
    """Once a day: tells each owner what is or will be due, each batch once; returns how many batches there are.

    A day on which the portal stood still is made up for on the next one. Only parties of the deal are told.
    """
    if has_beaten(name=TOLD, on=at.date()):
        return 0
    parties = {party.code: party for party in Party.objects.filter(people__isnull=False).distinct()}
    told = 0
    for deal in Deal.objects.filter(is_public=False):
        for code in parties.keys() & set(deal.party_codes):
            found = batches(deal, code, on=at.date())
            for batch in found:
                _tell_batch(batch, parties[code], at)
            told += len(found)
    beat(name=TOLD, at=at)
    return told


def _tell_batch(batch: Batch, owner: Party, at: datetime) -> None:
    _tell(batch, owner, "milestone-review-due", roles.STATE, at)
    if batch.due + ESCALATE_AFTER <= at.date():
        _tell(batch, owner, "milestone-review-late", roles.DECIDE, at)


def _tell(batch: Batch, owner: Party, kind: str, right: str, at: datetime) -> None:
    tell(
        key=f"{kind}:{batch.due.isoformat()}:{batch.deal}:{batch.owner}",
        kind=kind,
        params={"count": batch.count, "due": batch.due.isoformat(), "deal": batch.deal},
        link=f"/deals/{batch.deal}/stale/",
        at=at,
        party=owner,
        right=right,
    )
