"""The words of the portal: the glossary, and the data dictionary of every list of the API."""

import csv
import inspect
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from catalog.units import UNITS
from portal.pagekit.unit_names import unit_name
from portal.rest.fields import FieldNote, describe

Json = dict[str, Any]
Viewsets = Mapping[str, Any]  # the name of each list and the class that answers for it
Names = Mapping[Any, str]
LANGUAGES = ("en", "uk")
ALPHABET = {letter: place for place, letter in enumerate("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")}
APOSTROPHES = "'’ʼ"


@cache
def glossary() -> tuple[Json, ...]:
    """Every term in both languages with its definitions, as docs/glossary/GLOSSARY.csv has them."""
    with (settings.BASE_DIR / "docs" / "glossary" / "GLOSSARY.csv").open(encoding="utf-8", newline="") as file:
        return tuple({**row, "anchor": row["term_en"].replace(" ", "-")} for row in csv.DictReader(file))


def by_term(language: str) -> list[Json]:
    """The glossary in the order of the reader's alphabet."""
    return sorted(glossary(), key=lambda row: alphabetical(row[f"term_{language}"]))


def alphabetical(text: str) -> list[tuple[int, int]]:
    """A key that sorts Ukrainian as its alphabet goes (ґ after г, є after е, і and ї after и); Latin comes first."""
    letters = (letter for letter in text.casefold() if letter not in APOSTROPHES)
    return [(1, ALPHABET[letter]) if letter in ALPHABET else (0, ord(letter)) for letter in letters]


def lists(viewsets: Viewsets) -> tuple[Json, ...]:
    """Every list of the API: its address, its filters, and its columns with types, references and codes."""
    return _lists(tuple(viewsets.items()))


@cache
def _lists(viewsets: tuple[tuple[str, Any], ...]) -> tuple[Json, ...]:
    names = {viewset.serializer_class.Meta.model: name for name, viewset in viewsets}
    return tuple(_list(name, viewset, names) for name, viewset in viewsets)


@cache
def units() -> tuple[Json, ...]:
    """Every unit that figures may have, with what it measures and how each language writes it."""
    return tuple(
        {
            "code": code,
            "dimension": dimension,
            **{f"name_{lang}": unit_name(code, lang, one=True) for lang in LANGUAGES},
        }
        for code, (dimension, _) in UNITS.items()
    )


def _list(name: str, viewset: Any, names: Names) -> Json:
    return {
        "name": name,
        "address": f"/api/v1/{name}/",
        **_in_both("about", about(viewset)),
        "key": viewset.lookup_field if viewset.lookup_field != "pk" else "id",
        "parameters": sorted(viewset.parameters("list")),
        "columns": [_column(note, names) for note in describe(viewset.serializer_class())],
    }


def about(viewset: Any) -> str:
    """What the list holds: the docstring of its endpoint, in one line."""
    return " ".join((inspect.getdoc(viewset) or "").split())


def _in_both(stem: str, message: str) -> Json:
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[f"{stem}_{language}"] = gettext(message) if message else ""
    return found


def _column(note: FieldNote, names: Names) -> Json:
    return {
        "name": note.name,
        "type": note.kind,
        "list": note.is_list,
        "nullable": note.nullable,
        "refers_to": names.get(note.refers_to),
        **_in_both("about", note.about),
        "codes": [{"code": code, **_labels(label)} for code, label in note.codes if code],
    }


def _labels(label: Any) -> Json:
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[f"label_{language}"] = str(label)
    return found
