"""Words of exchange: kinds of columns and formats of files."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Format(TextChoices):
    """What an export can be. Rows and values are the same in all of them."""

    CSV = "csv", _("CSV for data")
    CSV_EXCEL = "csv-excel", _("CSV for Excel")
    XLSX = "xlsx", _("Excel workbook")
    NDJSON = "ndjson", _("JSON lines")
    JSON = "json", _("JSON")


class Kind(TextChoices):
    """What a column holds."""

    TEXT = "text", _("text")
    NUMBER = "number", _("number")
    WHOLE = "whole", _("whole number")
    YES_NO = "yes-no", _("yes or no")
    DAY = "day", _("date")
    PARTIAL_DAY = "partial-day", _("date as precise as stated")
    MOMENT = "moment", _("date and time, UTC")
    LIST = "list", _("list")
