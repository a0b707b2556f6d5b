"""Words of the periodic reports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Cadence(TextChoices):
    WEEKLY = "weekly", _("Weekly")
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    FISCAL = "fiscal-quarterly", _("Quarterly, US fiscal year")
    YEARLY = "deal-yearly", _("Each year of the deal")
    ON_DEMAND = "on-demand", _("On demand")


class Zone(TextChoices):
    """Whose clock a schedule follows."""

    UTC = "UTC", "UTC"
    KYIV = "Europe/Kyiv", _("Kyiv")
    WASHINGTON = "America/New_York", _("Washington")


class ReportState(TextChoices):
    QUEUED = "queued", _("In line")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class FileForm(TextChoices):
    """The files that a report is given as; the value is the ending of the name."""

    PDF = "pdf", "PDF"
    XLSX = "xlsx", "Excel"
    TEXT = "txt", _("Text")
    JSON = "json", "JSON"


class Tongue(TextChoices):
    """The languages of what is mailed; the page is always in both."""

    ENGLISH = "en", _("English")
    UKRAINIAN = "uk", _("Ukrainian")
    BOTH = "both", _("both languages")


class DeliveryState(TextChoices):
    WAITING = "waiting", _("Waits")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    WITHHELD = "withheld", _("Withheld")


class NarrativeState(TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    RELEASED = "released", _("Released")


class Section(TextChoices):
    """The parts of a report that can be commented on; the value is the key of its chapter."""

    WHOLE = "whole", _("The whole deal")
    DECISIONS = "decisions", _("Needs a decision")
    WORKSTREAMS = "workstreams", _("Workstreams")
    MET = "met", _("What was met")
    DUE = "due", _("What is due next")
    SLIPS = "slips", _("Slips")
    LEDGER = "ledger", _("Who moved which date")
    CRITICAL = "critical", _("Critical path")
    RISK = "risk", _("How sure the dates are")
    DELIVERIES = "deliveries", _("Deliveries")
    PAYMENTS = "payments", _("Payments")
    PRODUCTION = "production", _("Production ramp")
    TERMS = "terms", _("Terms")
    MOVED = "moved", _("Positions that moved")
    PROPOSALS = "proposals", _("Open proposals")
    CHANGES = "changes", _("What was said in the period")
    COVERAGE = "coverage", _("Requirements and the ordered models")
    CATALOG = "catalog", _("Catalog changes")
    ENGAGEMENTS = "engagements", _("Visits, meetings and follow-ups")
    BASELINES = "baselines", _("Baselines")
    QUALITY = "quality", _("How good the record is")
    MILESTONES = "milestones", _("All milestones")
