"""Dates as the sources give them: a year, a month or a day, and never more precise than stated.

Every door of the portal lets in years from 1900 to 2199 only, so that no sum of days ever leaves the calendar.
"""

import re
from calendar import monthrange
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2199
PATTERN = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


def first_day(text: str) -> date:
    """The first day the text may mean: '2026' is 1 January 2026. ValueError when it is no date within the years."""
    if not re.fullmatch(PATTERN.strip("^$"), text) or not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        raise ValueError(text)
    return date.fromisoformat((text + "-01-01")[:10])


def whole_day(text: str) -> date:
    """The day that YYYY-MM-DD names. ValueError for a month, a year and everything else."""
    if len(text) != 10:
        raise ValueError(text)
    return first_day(text)


def last_day(text: str) -> date:
    """The last day the text may mean: '2026-02' is 28 February 2026. ValueError when it is no date."""
    start = first_day(text)
    if len(text) == 4:
        return start.replace(month=12, day=31)
    if len(text) == 7:
        return start.replace(day=monthrange(start.year, start.month)[1])
    return start


def validate_partial_date(text: str) -> None:
    """Accepts YYYY, YYYY-MM and YYYY-MM-DD; raises Django's ValidationError for anything else."""
    try:
        first_day(text)
    except ValueError:
        raise ValidationError(_("Write a date as YYYY, YYYY-MM or YYYY-MM-DD."), code="partial_date") from None


class PartialDateField(models.CharField):  # type: ignore[type-arg]
    """ISO 8601 text of 4, 7 or 10 characters; empty = not stated. The database checks the form too."""

    default_validators = [validate_partial_date]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def db_check(self, connection: Any) -> str:
        column = connection.ops.quote_name(self.column)
        return f"{column} = '' OR {column} ~ '{PATTERN}'"
