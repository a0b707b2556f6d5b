"""When a milestone is due for review. Pure; read it without programming.

**Which.** Each milestone of a deal between parties that is neither met nor cancelled and has an owner. The owner
reviews it. The public record has no owners, so nobody reviews its milestones.

**Last heard.** The newest day on which some party said something about the milestone, or its owner said that it is
*still true*. What was said for some parties only does not count, so that every reader gets the same day. When nothing
was ever said, the deal's start counts, for then the plan was agreed; while that is unknown or still to come, 180 days
before the agreed start, for preparing takes about that long.

**Due.** 90 days after it was last heard of: once a quarter somebody says that the plan stands. Only 30 days after, when
on that day the forecast finish is at most 180 days away: what comes soon changes soon. Asking on that one day keeps
the date still: a forecast that slides from day to day does not drag it along.

**Told.** The owner's officers 7 days before, its approvers when it is 14 days late: half of the times that statements
of the catalog get, for the shorter of the two spans is a month.
"""

from datetime import date, timedelta

REVIEW_AFTER = timedelta(days=90)
REVIEW_SOON_AFTER = timedelta(days=30)
SOON = timedelta(days=180)
PREPARING = timedelta(days=180)
REMIND_BEFORE = timedelta(days=7)
ESCALATE_AFTER = timedelta(days=14)


def counted_from(heard: date | None, *, deal_start: date | None, agreed_start: date, on: date) -> date:
    """The day from which the review is counted, as it stands on the day `on`; `heard` None = nothing was ever said."""
    if heard is not None:
        return heard
    return deal_start if deal_start is not None and deal_start <= on else agreed_start - PREPARING


def review_due(since: date, *, finish: date) -> date:
    """The day from which a milestone counted from `since`, with that forecast finish, waits in the queue."""
    early = since + REVIEW_SOON_AFTER
    return early if finish - early <= SOON else since + REVIEW_AFTER
