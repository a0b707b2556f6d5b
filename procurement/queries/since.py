"""What was said of a milestone after the version that somebody saw: the other half of a conflict."""

from django.apps import apps

from portal.accounts.models import User
from procurement.models import Milestone, MilestoneStatement


def said_since(milestone: Milestone, version: int, *, user: User) -> list[MilestoneStatement]:
    """Statements that the person may see and that raised the milestone above the version, in their order.

    A statement is written in the transaction that raises the version, so history tells them apart. Three statements
    of SQL.
    """
    raised = apps.get_model("procurement", "MilestoneEvent").objects.filter(
        pgh_obj_id=milestone.pk, version__gt=version
    )
    said = apps.get_model("procurement", "MilestoneStatementEvent").objects.filter(
        milestone_id=milestone.pk, pgh_xid__in=list(raised.values_list("pgh_xid", flat=True))
    )
    rows = MilestoneStatement.objects.visible_to(user).filter(pk__in=list(said.values_list("pgh_obj_id", flat=True)))
    return list(rows.select_related("party").order_by("id"))
