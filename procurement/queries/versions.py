"""The versions of a milestone: who changed its record, when and why, as one reader may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.accounts.models import User
from procurement.models import Milestone, MilestoneStatement
from procurement.vocabulary import Deed, StatementKind

MOST = 50


@dataclass(frozen=True)
class Change:
    """One change of the milestone's record. `by_portal`: an import, whose words are the portal's own."""

    at: datetime
    who: str
    why: str
    by_portal: bool


def released_states(events: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Those states of rows with a marking that were released to the person when they held."""
    released = Q(releasable_to=[])
    return events.filter(released | Q(releasable_to__contains=[user.party_code]) if user.party_code else released)


def changes_of_milestone(milestone: Milestone, *, user: User) -> list[Change]:
    """The newest changes first. One statement of SQL.

    A statement raises the version in its own transaction: where the person sees none of what was said then, neither
    who said it nor why is told. They bear no numbers, so that no gap tells of one that is left out.
    """
    events: Any = apps.get_model("procurement", "MilestoneEvent").objects
    said: Any = apps.get_model("procurement", "MilestoneStatementEvent").objects
    spoken = said.filter(pgh_xid=OuterRef("pgh_xid"), milestone_id=milestone.pk)
    seen = MilestoneStatement.objects.visible_to(user).filter(milestone=milestone)
    hidden = Q(pgh_label=Deed.UPDATE) & Exists(spoken) & ~Exists(spoken.filter(pgh_obj_id__in=seen.values("pk")))
    rows = released_states(events.filter(pgh_obj_id=milestone.pk), user).exclude(hidden)
    return [_change(event) for event in rows.order_by("-pgh_id")[:MOST]]


def _change(event: Any) -> Change:
    kind, _, name = event.pgh_actor.partition(":")
    words = dict(StatementKind.choices)
    return Change(event.pgh_at, name, str(words.get(event.pgh_reason, event.pgh_reason)), kind == "system")
