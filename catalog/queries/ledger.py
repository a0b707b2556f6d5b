"""The ledger of claims: when each was last checked, who prefers it, which were withdrawn, which wait for a check."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, DateField, Exists, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, TruncDate

from catalog.models import CheckedClaim, Claim, ClaimCheck, ClaimPreference, ClaimWithdrawal
from catalog.rules import REVIEW_AFTER, review_due
from portal.accounts.models import User

QUEUE_PAGE = 50
_NEWEST = ClaimCheck.objects.filter(claim=OuterRef("pk")).order_by("-checked_on").values("checked_on")[:1]


def with_last_check(rows: QuerySet[Claim]) -> QuerySet[Any]:
    """Adds `last_checked`, as the rules define it, to claims."""
    known = Greatest(F("checked_on"), Subquery(_NEWEST), output_field=DateField())
    return rows.annotate(last_checked=Coalesce(known, TruncDate("recorded_at")))


def not_withdrawn(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Claims that count. Said so that PostgreSQL can tell how many: a join without a partner it takes for rare."""
    return rows.exclude(Exists(ClaimWithdrawal.objects.filter(claim=OuterRef("pk"))))


def unchecked_since(rows: QuerySet[Claim], day: date) -> QuerySet[Any]:
    """Claims that count and of which nobody has looked at the source after that day; `last_checked` is added."""
    found = rows.filter(checked__last_checked__lte=day)
    return found.annotate(last_checked=F("checked__last_checked"))


def standing() -> QuerySet[ClaimPreference]:
    """Preferences that hold: the newest of each party about one capability of one model, of a claim that counts."""
    newer = ClaimPreference.objects.filter(
        pk__gt=OuterRef("pk"),
        party=OuterRef("party"),
        claim__model=OuterRef("claim__model"),
        claim__capability=OuterRef("claim__capability"),
    )
    rows = ClaimPreference.objects.filter(stands=True, claim__withdrawal=None).exclude(Exists(newer))
    return rows.select_related("party").order_by("id")


def ledger_of(user: User) -> QuerySet[Any]:
    """Claims: all that the person may see, withdrawn ones too, with all that its row says of it.

    `last_checked` is a day, `preferred` the preferences that hold. One statement of SQL more for the preferences.
    """
    rows = Claim.objects.visible_to(user).select_related(
        "model", "capability", "source", "owner", "withdrawal__party", "withdrawal__replaced_by"
    )
    return with_last_check(rows).prefetch_related(Prefetch("preferences", queryset=standing(), to_attr="preferred"))


@dataclass(frozen=True)
class ClaimPage:
    """One claim with its history, and the other claims about the same figure, which could replace it."""

    claim: Claim
    preferred: Sequence[ClaimPreference]
    preferences: Sequence[ClaimPreference]
    checks: Sequence[ClaimCheck]
    others: Sequence[Claim]
    replaces: Sequence[Claim]

    @property
    def due(self) -> date:
        """The day from which it waits for a check."""
        return review_due(self.claim.last_checked)  # type: ignore[attr-defined]  # annotated by ledger_of

    @property
    def is_withdrawn(self) -> bool:
        return hasattr(self.claim, "withdrawal")


def claim_page(number: int, *, user: User) -> ClaimPage | None:
    """The claim's page, None when it does not exist for this person. Six statements of SQL."""
    claim = ledger_of(user).filter(pk=number).first()
    if claim is None:
        return None
    same = Claim.objects.visible_to(user).filter(model=claim.model_id, capability=claim.capability_id)
    return ClaimPage(
        claim=claim,
        preferred=claim.preferred,
        preferences=list(claim.preferences.select_related("party").order_by("-id")),
        checks=list(claim.checks.select_related("party").order_by("-checked_on", "-id")),
        others=list(same.filter(withdrawal=None).exclude(pk=number).select_related("source", "capability")),
        replaces=list(Claim.objects.visible_to(user).filter(withdrawal__replaced_by=claim).select_related("source")),
    )


def withdrawn_of(model_id: int, *, user: User) -> list[Claim]:
    """The withdrawn claims of one model with who took them back and why, the newest first. They count nowhere."""
    rows = Claim.objects.visible_to(user).filter(model=model_id, withdrawal__isnull=False)
    return list(rows.select_related("capability", "source", "withdrawal__party").order_by("-withdrawal__withdrawn_at"))


def due_for_review(user: User, *, on: date) -> QuerySet[CheckedClaim]:
    """Claims that count and whose review is due on that day, the longest unchecked first; only their keys and days."""
    rows = CheckedClaim.objects.visible_to(user).filter(last_checked__lte=on - REVIEW_AFTER)
    return rows.order_by("last_checked", "model_id", "claim_id")


def stale_page(user: User, *, on: date, number: str) -> Page[Claim]:
    """One page of the queue, each with `last_checked`. Three statements of SQL: only the page's rows are read whole."""
    page: Page[Any] = Paginator(due_for_review(user, on=on), QUEUE_PAGE).get_page(number)
    days = {row.pk: row.last_checked for row in page.object_list}
    rows = Claim.objects.visible_to(user).select_related("model", "capability", "source", "owner").in_bulk(days)
    for pk, day in days.items():
        rows[pk].last_checked = day  # type: ignore[attr-defined]  # as ledger_of has it
    page.object_list = [rows[pk] for pk in days]
    return page


@dataclass(frozen=True)
class Batch:
    """Claims of one owner (None: the public record) that are due for review on one day."""

    owner_id: int | None
    due: date
    count: int


def batches(*, until: date) -> list[Batch]:
    """What is or will be due up to a day, by owner and day: for reminders, so it is read for nobody in particular."""
    rows = CheckedClaim.objects.filter(last_checked__lte=until - REVIEW_AFTER)
    counted = rows.values_list("claim__owner_id", "last_checked").annotate(n=Count("pk"))
    return [Batch(owner, review_due(day), number) for owner, day, number in counted]
