"""Reminders that statements are due for review, and escalation when nobody looks. Days are in rules.py."""

from datetime import date, datetime

from catalog.queries.ledger import Batch, batches
from catalog.rules import ESCALATE_AFTER, REMIND_BEFORE
from portal.accounts import roles
from portal.accounts.models import Party
from portal.jobs.actions import beat, has_beaten
from portal.notices.actions import tell

TOLD = "claim-reviews"


def tell_of_reviews(*, at: datetime) -> int:
    """Once a day: tells who must know what is or will be due, each batch once; returns how many batches there are.

    A day on which the portal stood still is made up for on the next one.
    """
    if has_beaten(name=TOLD, on=at.date()):
        return 0
    found = batches(until=at.date() + REMIND_BEFORE)
    parties = list(Party.objects.filter(people__isnull=False).distinct()) if found else []
    for batch in found:
        _remind(batch, parties, at)
        if batch.due + ESCALATE_AFTER <= at.date():
            _escalate(batch, parties, at)
    beat(name=TOLD, at=at)
    return len(found)


def _key(word: str, batch: Batch) -> str:
    return f"{word}:{batch.due.isoformat()}:{batch.owner_id or 'record'}"


def _link(due: date) -> str:
    """The queue as it stands when the batch is due."""
    return f"/catalog/stale/?status_date={due.isoformat()}"


def _remind(batch: Batch, parties: list[Party], at: datetime) -> None:
    for party in parties:
        if batch.owner_id in (None, party.pk):
            _tell(batch, party, "review-due", roles.CATALOG, at)


def _escalate(batch: Batch, parties: list[Party], at: datetime) -> None:
    for party in parties:
        _tell(batch, party, "review-late", roles.DECIDE, at)


def _tell(batch: Batch, party: Party, kind: str, right: str, at: datetime) -> None:
    tell(
        key=_key(kind, batch),
        kind=kind,
        params={"count": batch.count, "due": batch.due.isoformat()},
        link=_link(batch.due),
        at=at,
        party=party,
        right=right,
    )
