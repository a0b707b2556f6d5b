"""Reports as pages and API read them."""

from django.db.models import QuerySet

from portal.accounts.models import User
from procurement.models import Deal
from reports.models import Report
from reports.vocabulary import ReportState

NEWEST = ("-period_end", "deal__code", "-pk")


def latest_report(deal: Deal, *, user: User) -> Report | None:
    """The newest ready report of a deal that the person may see."""
    rows = Report.objects.visible_to(user).filter(deal=deal, state=ReportState.READY)
    return rows.select_related("deal").order_by("-period_end").first()


def reports_of(user: User) -> QuerySet[Report]:
    """Reports that the person may see, the newest first, without their bodies."""
    return Report.objects.visible_to(user).select_related("deal", "schedule").defer("body").order_by(*NEWEST)


def report_of(number: int, *, user: User) -> Report | None:
    """One report, None when it does not exist for this person."""
    return Report.objects.visible_to(user).select_related("deal", "previous").filter(pk=number).first()


def ready_report(number: int, *, user: User) -> Report | None:
    """One report that has its body, None when there is none for this person."""
    report = report_of(number, user=user)
    return report if report is not None and report.state == ReportState.READY else None
