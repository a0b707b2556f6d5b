"""What parties say to a report: drafts as their own party sees them, released versions as everybody of its audience."""

from uuid import UUID

from django.db.models import QuerySet

from portal.accounts import roles
from portal.accounts.models import User
from reports.models import Narrative, Report
from reports.queries.collecting import open_to
from reports.vocabulary import NarrativeState, ReportState

RELATED = ("report__deal", "report__schedule", "party", "approved_by", "released_by", "corrects", "corrected")


def narratives_of(user: User) -> QuerySet[Narrative]:
    """Every version that the person may see, the newest reports first."""
    return (
        Narrative.objects.visible_to(user)
        .select_related(*RELATED)
        .order_by("-report__period_end", "report_id", "party__code", "-number")
    )


def narrative_of(uid: UUID, *, user: User, report: int | None = None) -> Narrative | None:
    """One version, None when it does not exist for this person (or stands with another report)."""
    rows = narratives_of(user).filter(uid=uid)
    return rows.filter(report_id=report).first() if report is not None else rows.first()


def told_with(report: Report) -> list[Narrative]:
    """The newest released version of each party: what page and files tell beside the figures."""
    rows = open_to(report.audience, Narrative.objects.filter(report=report, state=NarrativeState.RELEASED))
    newest = rows.exclude(corrected__state=NarrativeState.RELEASED)
    return list(newest.select_related("party", "corrects").order_by("party__code"))


def may_comment(user: User, report: Report) -> bool:
    """Officers and approvers of a party of the deal, for a report that is ready."""
    return user.may(roles.ISSUE_REPORT) and user.party_code in report.deal.party_codes and _is_ready(report)


def _is_ready(report: Report) -> bool:
    return report.state == ReportState.READY
