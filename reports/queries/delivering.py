"""Who is mailed what: recipients, the mails to them, and what is still to be sent."""

from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet

from portal.accounts.models import User
from reports.models import Narrative, Report, ReportDelivery, ReportRecipient, ReportSchedule
from reports.queries.collecting import open_to
from reports.vocabulary import DeliveryState, NarrativeState, ReportState

Due = tuple[Report, ReportRecipient, Narrative | None]


def due_mails() -> list[Due]:
    """What is to be mailed to whom and has no mail yet: each report that is out, and each correction to one."""
    return [*_due_reports(), *_due_corrections()]


def _due_reports() -> list[Due]:
    """Each report with each recipient that was there when it came out."""
    there = ReportDelivery.objects.filter(report=OuterRef("schedule__reports"), recipient=OuterRef("pk"))
    rows = ReportRecipient.objects.filter(
        removed_at=None, schedule__reports__state=ReportState.READY, schedule__reports__known_at__gte=F("added_at")
    )
    pairs = list(rows.annotate(out=F("schedule__reports")).filter(~Exists(there)).values_list("out", "pk"))
    reports = Report.objects.defer("body").in_bulk([report for report, _ in pairs])
    recipients = ReportRecipient.objects.in_bulk([recipient for _, recipient in pairs])
    return [(reports[report], recipients[recipient], None) for report, recipient in sorted(pairs)]


def _due_corrections() -> list[Due]:
    """Each released version that corrects another one, with each recipient who was mailed the report before it."""
    corrections = Narrative.objects.filter(state=NarrativeState.RELEASED, corrects__isnull=False)
    had = {"report__deliveries__state": DeliveryState.SENT, "report__deliveries__sent_at__lte": F("released_at")}
    still = {"report__deliveries__narrative": None, "report__deliveries__recipient__removed_at": None}
    named = corrections.filter(**had, **still).annotate(to=F("report__deliveries__recipient"))
    there = ReportDelivery.objects.filter(narrative=OuterRef("pk"), recipient=OuterRef("to"))
    pairs = list(named.filter(~Exists(there)).values_list("pk", "to"))
    rows = Narrative.objects.select_related("report").defer("report__body").in_bulk([row for row, _ in pairs])
    recipients = ReportRecipient.objects.in_bulk([recipient for _, recipient in pairs])
    return [(rows[row].report, recipients[recipient], rows[row]) for row, recipient in sorted(pairs)]


def mails_to_send(at: datetime) -> list[ReportDelivery]:
    """The mails whose turn it is, oldest first."""
    return list(ReportDelivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=at).order_by("due_at", "pk"))


def may_get(recipient: ReportRecipient, report: Report) -> bool:
    """True when the recipient may see the report now: nobody learns by mail what his page would not show."""
    account = recipient.account
    if account is None:
        return open_to(recipient.party.code, Report.objects.filter(pk=report.pk)).exists()
    is_of_party = account.is_active and account.party_id == recipient.party_id
    return is_of_party and Report.objects.visible_to(account).filter(pk=report.pk).exists()


def address_of(recipient: ReportRecipient) -> str:
    """Where mails to the recipient go; '' for an account without an address."""
    return recipient.account.email if recipient.account else recipient.address


def has_got_it(delivery: ReportDelivery, address: str) -> bool:
    """True when another mail of the same party has brought this report, or correction, to the address already."""
    same = {"report": delivery.report_id, "narrative": delivery.narrative_id}
    others = ReportDelivery.objects.filter(**same, releasable_to=delivery.releasable_to)
    taken = [DeliveryState.SENT, DeliveryState.SENDING]
    return others.exclude(pk=delivery.pk).filter(address__iexact=address, state__in=taken).exists()


def recipients_of(schedule: ReportSchedule, *, user: User) -> list[ReportRecipient]:
    """The recipients that the person's own party named and that still stand."""
    rows = ReportRecipient.objects.visible_to(user).filter(schedule=schedule, removed_at=None)
    return list(rows.select_related("account", "party"))


def deliveries_of(user: User) -> QuerySet[ReportDelivery]:
    """Mails to recipients of the person's own party, newest first."""
    rows = ReportDelivery.objects.visible_to(user)
    light = Prefetch("report", Report.objects.defer("body").select_related("deal", "schedule"))
    return rows.select_related("narrative").prefetch_related(light, "recipient__account").order_by("-pk")


def waiting_count() -> int:
    """How many mails wait for their turn or for a server. For operators: it tells of nobody in particular."""
    return ReportDelivery.objects.filter(state=DeliveryState.WAITING).count()


def mail_counts(report: Report, *, user: User) -> list[tuple[str, int]]:
    """How many mails of a report to the person's party are in which state, as (word, number). One statement of SQL."""
    rows = ReportDelivery.objects.visible_to(user).filter(report=report).order_by()
    found = dict(rows.values_list("state").annotate(n=Count("pk")))
    return [(str(state.label), found[state]) for state in DeliveryState if found.get(state)]
