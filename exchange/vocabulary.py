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


class Part(TextChoices):
    """What a row of a comparison is."""

    REQUIREMENT = "requirement", _("answer to a requirement")
    CHECK = "check", _("answer to one figure of the requirement")
    FIGURE = "figure", _("figure")
    FACT = "fact", _("fact about the model")


class Means(TextChoices):
    """What a column of an uploaded table may hold, besides the figure of one capability."""

    IGNORE = "", _("– not used –")
    MODEL = "model", _("Model: name, alias or code")
    CAPABILITY = "capability", _("Capability")
    VALUE = "value", _("Figure of that capability")
    LOW = "low", _("Lower end of that figure (from)")
    HIGH = "high", _("Higher end of that figure (to)")
    UNIT = "unit", _("Unit of that figure")
    CONDITION = "condition", _("Condition or note")
    SPEAKER = "speaker", _("Who says it")
    STATED_ON = "stated-on", _("When it was said")
    SOURCE_URL = "source-url", _("Address of the source")
    PUBLISHER = "publisher", _("Publisher of the source")
    SOURCE_TITLE = "source-title", _("Title of the source")


class Wrong(TextChoices):
    """What is wrong with a row besides its figure (that is catalog's `Unread`); the label is what would help."""

    MODEL = (
        "model",
        _(
            "the name, an alias or the code of a model in the catalog; a new model enters first, with the public record"
            " that the portal’s operator imports"
        ),
    )
    LIKE_MODEL = (
        "like-model",
        _(
            "the name, an alias or the code of a model as the catalog has it; perhaps %(readings)s; a new model enters"
            " first, with the public record that the portal’s operator imports"
        ),
    )
    TWO_MODELS = "two-models", _("one model; this name is used by several, write one of the codes %(readings)s")
    CAPABILITY = "capability", _("a capability of the catalog, by code or name")
    DATE_CELL = "date-cell", _("a figure; the spreadsheet took it for a date, so format the column as text")
    TOO_MANY = "too-many", _("at most %(readings)s figures in one file; split it")


class ImportState(TextChoices):
    """How far an upload has come."""

    UPLOADED = "uploaded", _("Uploaded")
    REHEARSED = "rehearsed", _("Rehearsed")
    QUEUED = "queued", _("In line")
    APPLIED = "applied", _("Applied")
    FAILED = "failed", _("Failed")
    UNDONE = "undone", _("Undone")
