"""What an endpoint's objects consist of, read from its serializer: names, types, codes. Nothing is typed twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import DecimalField, Field, Model
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

# The first class that fits names the type; numbers that come as texts are told by their column.
TYPES: list[tuple[type[Any], str]] = [
    (serializers.ChoiceField, "code"),
    (serializers.SlugRelatedField, "reference"),
    (serializers.BooleanField, "boolean"),
    (serializers.IntegerField, "integer"),
    (serializers.DecimalField, "number"),
    (serializers.DateTimeField, "moment"),
    (serializers.DateField, "date"),
    (serializers.URLField, "address"),
    (serializers.JSONField, "object"),
    (serializers.DictField, "object"),
    (serializers.BaseSerializer, "object"),
    (serializers.ListField, "list"),
    (serializers.CharField, "text"),
]
TYPE_NAMES = {
    "code": _("code"),
    "reference": _("reference"),
    "boolean": _("true or false"),
    "integer": _("whole number"),
    "number": _("number as text, digits as stated"),
    "moment": _("moment, UTC"),
    "date": _("day, YYYY-MM-DD"),
    "partial date": _("day, month or year: YYYY, YYYY-MM or YYYY-MM-DD"),
    "address": _("web address"),
    "object": _("object"),
    "list": _("list"),
    "text": _("text"),
}


@dataclass(frozen=True)
class FieldNote:
    """One field of an object; those of nested objects are named `claims[].bound`. `codes` are values with labels."""

    name: str
    kind: str
    is_list: bool
    nullable: bool
    refers_to: type[Model] | None
    about: str
    codes: tuple[tuple[str, Any], ...]


def describe(serializer: serializers.BaseSerializer[Any], prefix: str = "") -> Iterator[FieldNote]:
    """Every field of the serializer's objects in the order in which they come, nested ones after their parent."""
    for name, field in getattr(serializer, "fields", {}).items():
        inner, is_list = _inner(_annotated(serializer, name, field))
        yield _note(serializer, prefix + name, field, inner, is_list=is_list)
        if isinstance(inner, serializers.Serializer):
            yield from describe(inner, f"{prefix}{name}{'[]' if is_list else ''}.")


def _annotated(parent: Any, name: str, field: Any) -> Any:
    """A computed field's declared shape (extend_schema_field), else the field itself."""
    if not isinstance(field, serializers.SerializerMethodField):
        return field
    method = getattr(parent, field.method_name or f"get_{name}")
    declared = getattr(method, "_spectacular_annotation", {}).get("field", field)
    return declared() if isinstance(declared, type) else declared


def _inner(field: Any) -> tuple[Any, bool]:
    """What one entry is, and whether there are several."""
    if isinstance(field, serializers.ListSerializer | serializers.ListField | serializers.ManyRelatedField):
        return getattr(field, "child", None) or getattr(field, "child_relation", field), True
    return field, False


def _note(parent: Any, name: str, outer: Any, inner: Any, *, is_list: bool) -> FieldNote:
    column = _column(parent, outer)
    choices = getattr(inner, "choices", {}) if isinstance(inner, serializers.ChoiceField) else {}
    return FieldNote(
        name=name,
        kind=_kind(inner, column),
        is_list=is_list,
        nullable=any(getattr(shape, "allow_null", False) for shape in (outer, inner)) or getattr(column, "null", False),
        refers_to=getattr(column, "related_model", None) if isinstance(inner, serializers.SlugRelatedField) else None,
        about=str(outer.help_text or ""),
        codes=tuple((str(code), label) for code, label in choices.items()),
    )


def _column(parent: Any, field: Any) -> Any:
    """The column that the field shows, None for what is computed. A source with dots is followed."""
    model = getattr(getattr(parent, "Meta", None), "model", None)
    found: Any = None
    for part in (field.source or "").split("."):
        known = {column.name: column for column in model._meta.get_fields()} if model else {}
        found = known.get(part)
        model = getattr(found, "related_model", None)
    return found if isinstance(found, Field) else None


def _kind(field: Any, column: Any) -> str:
    if isinstance(column, DecimalField) and isinstance(field, serializers.CharField):
        return "number"
    if type(column).__name__ == "PartialDateField":
        return "partial date"
    return next((name for shape, name in TYPES if isinstance(field, shape)), "text")
