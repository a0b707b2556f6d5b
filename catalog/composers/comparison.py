"""The briefing paper of two to six models side by side: what templates/typst/comparison.typ lays out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from catalog.composers.briefing import figure_name, frame_texts, note, silhouette, sources
from catalog.models import Claim, DroneModel, Source
from catalog.queries.comparison import Comparison, ComparisonRow
from catalog.queries.figures import Figure
from catalog.templatetags.catalog_figures import role_names, spread, stated
from catalog.vocabulary import Bound
from portal.pagekit.words import day, title

Json = dict[str, Any]


def comparison(found: Comparison, *, only_differences: bool, languages: Sequence[str], at: datetime) -> Json:
    """The paper of the comparison page in one language or in two, with the page's rows and source numbers."""
    numbers = {source: number for number, source in enumerate(found.sources, 1)}
    rows = [row for row in found.rows if row.differs or not only_differences]
    sides = []
    for language in languages:
        with translation.override(language):
            sides.append(_side(found.models, rows, numbers, language, at))
    with translation.override(languages[-1]):
        listed = sources(numbers)
    return {
        "title": sides[0]["document"],
        "portal": sides[0]["portal"],
        "sides": sides,
        "silhouettes": [silhouette(model) for model in found.models],
        "sources": listed,
    }


def _side(
    models: Sequence[DroneModel],
    rows: Sequence[ComparisonRow],
    numbers: Mapping[Source, int],
    language: str,
    at: datetime,
) -> Json:
    names = ", ".join(title(model) for model in models)
    return {
        **frame_texts(at),
        "lang": language,
        "paper": _("Comparison"),
        "document": f"{_('Comparison')}: {names}, {day(at.date(), long=True)}",
        "models": [_model(model) for model in models],
        "rows": [_row(row, numbers) for row in rows],
        "texts": {
            "capability": _("Capability"),
            "rows_note": _("rows on which the models differ come first"),
            "sources": _("Sources"),
            "outline": _("Outline of the kind"),
            "note": note(),
        },
    }


def _model(model: DroneModel) -> Json:
    return {
        "name": title(model),
        "maker": title(model.maker) if model.maker else _("not disclosed"),
        "kind": str(model.get_kind_display()),
        "roles": ", ".join(role_names(model)) or "–",
        "status": str(model.get_status_display()),
    }


def _row(row: ComparisonRow, numbers: Mapping[Source, int]) -> Json:
    name = next(figure_name(cell.figure) for cell in row.cells if cell.figure)
    return {"name": name, "differs": row.differs, "cells": [_cell(cell.figure, numbers) for cell in row.cells]}


def _cell(figure: Figure | None, numbers: Mapping[Source, int]) -> Json | None:
    """What all statements span, how they agree, and each different statement with those who make it."""
    if figure is None:
        return None
    shown = spread(figure) if figure.numbers else ""
    said: dict[tuple[str, bool], list[str]] = {}
    for claim in figure.claims:
        said.setdefault((stated(claim), claim.bound == Bound.TEXT), []).append(_speaker(claim, numbers))
    return {
        "spread": shown,
        "state": figure.state.value,
        "label": str(figure.state.label),
        "said": [
            {"words": "" if words == shown else words, "quoted": quoted, "who": "; ".join(who)}
            for (words, quoted), who in said.items()
        ],
    }


def _speaker(claim: Claim, numbers: Mapping[Source, int]) -> str:
    return f"{claim.get_stated_by_display()}, {day(claim.stated_on) or _('no date')} [{numbers[claim.source]}]"
