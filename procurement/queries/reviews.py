"""Which milestones are or will be due for review, for one reader or for everybody of one party."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Max

from portal.accounts.markings import MarkedQuerySet
from portal.accounts.models import User
from portal.partialdate import first_day
from procurement.models import Deal, Milestone, MilestoneCheck
from procurement.queries.plan import PlanRow, plan_of, plan_of_party
from procurement.review_rules import REMIND_BEFORE, counted_from, review_due

QUEUE_PAGE = 50


@dataclass(frozen=True)
class Review:
    """A milestone that its owner has to review: when it was last heard of (None = never), from which day it waits."""

    row: PlanRow
    heard: date | None
    due: date

    @property
    def milestone(self) -> Milestone:
        return self.row.milestone

    @property
    def is_due(self) -> bool:
        return self.due <= self.row.status_date


def review_of(row: PlanRow, checked: date | None) -> Review | None:
    """The review of a milestone that its owner checked last on a day; None when nobody has to review it. No SQL."""
    milestone, line = row.milestone, row.line
    if row.is_done or line is None or milestone.owner_id is None or milestone.agreed_start is None:
        return None
    said = [
        first_day(one.stated_on) if one.stated_on else one.recorded_at.date()
        for one in row.statements
        if one.party_id is not None and not one.releasable_to
    ]
    heard = max([*said, checked] if checked else said, default=None)
    since = counted_from(
        heard, deal_start=milestone.deal.starts_on, agreed_start=milestone.agreed_start, on=row.status_date
    )
    return Review(row, heard, review_due(since, finish=line.forecast_finish))


def checks_of(row: PlanRow, *, user: User) -> list[MilestoneCheck]:
    """When the owner said that the milestone is still true, and who, the newest first. One statement of SQL."""
    rows = MilestoneCheck.objects.visible_to(user).filter(milestone=row.milestone, checked_on__lte=row.status_date)
    return list(rows.select_related("party").order_by("-checked_on", "-id"))


def reviews_of(deal: Deal, *, user: User, status_date: date) -> list[Review]:
    """Every milestone of the deal that is to be reviewed, as far as the person sees it. Four statements of SQL."""
    rows = plan_of(deal, user=user, status_date=status_date).rows
    return _reviews(rows, MilestoneCheck.objects.visible_to(user).filter(milestone__deal=deal), status_date)


def _reviews(rows: Sequence[PlanRow], checks: MarkedQuerySet[MilestoneCheck], on: date) -> list[Review]:
    last = _last_checks(checks, on)
    found = [review_of(row, last.get(row.milestone.pk)) for row in rows]
    return sorted((one for one in found if one), key=lambda one: (one.due, one.milestone.code))


def _last_checks(checks: MarkedQuerySet[MilestoneCheck], on: date) -> Mapping[int, date]:
    rows = checks.filter(checked_on__lte=on).order_by().values("milestone_id").annotate(last=Max("checked_on"))
    return dict(rows.values_list("milestone_id", "last"))


@dataclass(frozen=True)
class Queue:
    """What is due on a day and what will be within the days in which reminders go out, the longest waiting first."""

    page: Page[Review]
    due: int
    soon: int


def queue(deal: Deal, *, user: User, status_date: date, number: str) -> Queue:
    """One page of the queue; empty for the public record. Four statements of SQL."""
    every = [] if deal.is_public else reviews_of(deal, user=user, status_date=status_date)
    shown = [one for one in every if one.due <= status_date + REMIND_BEFORE]
    due = sum(one.is_due for one in shown)
    return Queue(Paginator(shown, QUEUE_PAGE).get_page(number), due, len(shown) - due)


@dataclass(frozen=True)
class Batch:
    """Milestones of one owner in one deal that are due for review on one day; only those that the owner may see."""

    deal: str
    owner: str
    due: date
    count: int


def batches(deal: Deal, owner: str, *, on: date) -> list[Batch]:
    """What of a party's milestones is or will be due, by day. Four statements of SQL."""
    checks = MilestoneCheck.objects.released_to(owner).filter(milestone__deal=deal)
    rows = plan_of_party(deal, owner, status_date=on).rows
    own = [row for row in rows if row.milestone.owner and row.milestone.owner.code == owner]
    days = [one.due for one in _reviews(own, checks, on) if one.due <= on + REMIND_BEFORE]
    return [Batch(deal.code, owner, due, days.count(due)) for due in sorted(set(days))]
