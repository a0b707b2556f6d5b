"""The figures of a paper as data: the file that travels inside the PDF. Numbers are texts, digits as stated."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from catalog.models import Claim, DroneModel, Source
from catalog.queries.figures import Figure
from catalog.queries.pages import ModelSheet
from portal.paper.printing import Attachment

Json = dict[str, Any]
NAME = "figures.json"
MODEL = ("slug", "name_en", "name_uk", "aliases", "domain", "kind", "roles", "status", "first_reported")
CLAIM = ("id", "bound", "low", "high", "unit", "canonical_low", "canonical_high", "condition", "stated_by", "stated_on")
SOURCE = ("slug", "publisher", "title", "url", "published_on", "language")


def attached(sheets: Sequence[ModelSheet], *, at: datetime) -> Attachment:
    """Every figure that the paper shows, with the words of the API."""
    data = {"known_at": at.isoformat(), "marking": "public-record", "models": [_model(sheet) for sheet in sheets]}
    return Attachment(NAME, data, "Every figure of this paper with its statements and sources")


def _some(row: DroneModel | Claim | Source, names: Sequence[str]) -> Json:
    return {name: getattr(row, name) for name in names}


def _model(sheet: ModelSheet) -> Json:
    maker = sheet.model.maker.slug if sheet.model.maker else None
    return {**_some(sheet.model, MODEL), "maker": maker, "figures": [_figure(figure) for figure in sheet.figures]}


def _figure(figure: Figure) -> Json:
    return {
        "capability": figure.capability.code,
        "unit": figure.unit,
        "state": figure.state.value,
        "low": figure.low,
        "high": figure.high,
        "claims": [_claim(claim) for claim in figure.claims],
    }


def _claim(claim: Claim) -> Json:
    return {
        **_some(claim, CLAIM),
        "canonical_unit": claim.capability.canonical_unit,
        "checked_on": claim.checked_on,
        "source": _some(claim.source, SOURCE),
    }
