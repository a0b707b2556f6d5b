"""The columns of a list, taken from the serializer of its endpoint: the same names in JSON, CSV and XLSX.

A related row is its code, as in the API, and beside it what people need to know of it: its name, and of a source the
publisher, address and date. Lists of nested rows are left out: they have an endpoint and an export of their own. So are
computed objects, such as a figure in the units that a caller asked for: what they are computed from stands in columns.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from rest_framework import serializers

from exchange.vocabulary import Kind
from portal.partialdate import PartialDateField

KINDS: list[tuple[type[Any], Kind]] = [
    (PartialDateField, Kind.PARTIAL_DAY),
    (ArrayField, Kind.LIST),
    (models.DecimalField, Kind.NUMBER),
    (models.IntegerField, Kind.WHOLE),
    (models.BooleanField, Kind.YES_NO),
    (models.DateTimeField, Kind.MOMENT),
    (models.DateField, Kind.DAY),
]
SHOWN_KINDS: list[tuple[type[Any], Kind]] = [
    (serializers.BooleanField, Kind.YES_NO),
    (serializers.IntegerField, Kind.WHOLE),
    (serializers.DecimalField, Kind.NUMBER),
    (serializers.DateTimeField, Kind.MOMENT),
    (serializers.DateField, Kind.DAY),
    (serializers.ListField, Kind.LIST),
]
BESIDE = ("publisher", "title", "url", "published_on", "name_en", "name_uk")  # what is told of a related row


@dataclass(frozen=True)
class Column:
    """One column. `path` is its lookup from the row ('' = computed); `shown` where the serializer puts it."""

    name: str
    kind: Kind
    path: str = ""
    shown: tuple[str, ...] = ()
    choices: Mapping[str, Any] = field(default_factory=dict)


def columns_of(serializer: type[serializers.BaseSerializer[Any]]) -> list[Column]:
    """All columns of a list, in the order of the endpoint's fields."""
    made: Any = serializer()
    return [column for name, shown in made.fields.items() for column in _columns(name, shown, made.Meta.model)]


def _columns(name: str, shown: Any, model: type[models.Model]) -> Iterator[Column]:
    if isinstance(shown, serializers.ListSerializer | serializers.JSONField) or _is_computed_object(shown):
        return
    if isinstance(shown, serializers.BaseSerializer):
        yield from _nested(name, shown, model)
    elif isinstance(shown, serializers.SlugRelatedField):
        yield from _related(name, shown, model)
    else:
        path = shown.source.replace(".", LOOKUP_SEP)
        yield _plain(name, path, (name,), shown, model)


def _nested(name: str, shown: Any, model: type[models.Model]) -> Iterator[Column]:
    """An object within the row: its slug under the name itself, the rest behind it."""
    for part, inner in shown.fields.items():
        path = f"{shown.source}.{inner.source}".replace(".", LOOKUP_SEP)
        yield _plain(name if part == "slug" else f"{name}_{part}", path, (name, part), inner, model)


def _related(name: str, shown: Any, model: type[models.Model]) -> Iterator[Column]:
    path = shown.source.replace(".", LOOKUP_SEP)
    yield _plain(name, f"{path}{LOOKUP_SEP}{shown.slug_field}", (name,), shown, model)
    for part in BESIDE:
        beside = f"{path}{LOOKUP_SEP}{part}"
        if (found := _model_field(model, beside)) is not None:
            yield Column(f"{name}_{part}", _kind_of(found), beside)


def _plain(name: str, path: str, shown: tuple[str, ...], drawn: Any, model: type[models.Model]) -> Column:
    found = _model_field(model, path)
    if found is None:
        return Column(name, _shown_kind(drawn), "", shown, _choices(drawn))
    choices = dict(getattr(found, "flatchoices", ()) or getattr(getattr(found, "base_field", None), "flatchoices", ()))
    return Column(name, _kind_of(found), path, shown, choices)


def _model_field(model: type[models.Model], path: str) -> Any:
    """The field of the database at the end of the path; None when the value is computed."""
    found: Any = None
    for part in path.split(LOOKUP_SEP):
        try:
            found = model._meta.get_field(part)
        except FieldDoesNotExist:
            return None
        model = getattr(found, "related_model", None) or model
    return found if getattr(found, "concrete", False) else None


def _kind_of(found: Any) -> Kind:
    target = found.target_field if found.is_relation else found
    return next((kind for known, kind in KINDS if isinstance(target, known)), Kind.TEXT)


def _shown_kind(drawn: Any) -> Kind:
    """The kind of a computed value, as the serializer describes it."""
    described = _described(drawn)
    return next((kind for known, kind in SHOWN_KINDS if isinstance(described, known)), Kind.TEXT)


def _described(drawn: Any) -> Any:
    if not isinstance(drawn, serializers.SerializerMethodField):
        return drawn
    method = getattr(drawn.parent, drawn.method_name or f"get_{drawn.field_name}")
    return getattr(method, "_spectacular_annotation", {}).get("field", drawn)


def _is_computed_object(drawn: Any) -> bool:
    described = _described(drawn)
    shape = described if isinstance(described, type) else type(described)
    return described is not drawn and issubclass(shape, serializers.BaseSerializer)


def _choices(drawn: Any) -> dict[str, Any]:
    return dict(getattr(_described(drawn), "choices", {}))


def all_stored(columns: Sequence[Column]) -> bool:
    """True when the database itself gives every column."""
    return all(column.path for column in columns)
