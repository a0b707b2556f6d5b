"""Numbers as stated: PostgreSQL's numeric without a fixed scale, so that 20 stays 20 and 20.0 stays 20.0."""

from typing import Any

from django.db import models


class StatedNumberField(models.DecimalField):  # type: ignore[type-arg]
    """A decimal that keeps the digits its speaker gave (up to 28 before and 12 after the point)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"] = 40
        kwargs["decimal_places"] = 12
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs

    def db_type(self, connection: Any) -> str:
        return "numeric"

    def cast_db_type(self, connection: Any) -> str:
        return "numeric"


class SpanField(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's nummultirange: intervals of numbers. Compared in the database; Python sees its text."""

    def db_type(self, connection: Any) -> str:
        return "nummultirange"
