"""Words of the periodic reports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Cadence(TextChoices):
    WEEKLY = "weekly", _("Weekly")
    ON_DEMAND = "on-demand", _("On demand")


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
