"""The comparison as a file: a table for people, nested JSON for programs. Both are made of the same lines."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from catalog.models import Claim
from catalog.queries.figures import readable
from catalog.unit_choice import system
from catalog.vocabulary import Bound
from exchange.composers.comparison import Line, LineCell, columns, in_full, lines, statements, values
from exchange.composers.exports import Export
from portal.accounts.models import User
from portal.pagekit.words import title
from procurement.queries.comparison import Compared

Json = dict[str, Any]
SOURCE = ("slug", "publisher", "title", "url", "published_on", "language")


def comparison_export(shown: Compared, *, person: User, at: datetime, horizon: int) -> Export:
    """The page's choice, ready to be written in any format."""
    found = lines(shown)
    return Export(
        name="comparison",
        columns=columns(shown.found.models),
        rows=map(values, found),
        asked_by=person.username,
        party=person.party_code,
        filters=_filters(shown),
        at=at,
        horizon=horizon,
        more=[statements(shown, found)],
        document=document(shown, found),
    )


def _filters(shown: Compared) -> Mapping[str, Sequence[str]]:
    asked = {
        "m": [model.slug for model in shown.found.models],
        "only": ["differences"] if shown.only else [],
        "requirement": [shown.check.requirement.slug] if shown.check else [],
        "units": [system()],
        "lang": [get_language() or "en"],
    }
    return {name: chosen for name, chosen in asked.items() if chosen}


def document(shown: Compared, found: Sequence[Line]) -> Json:
    """All of the view as one object. Numbers are texts, digits as stated."""
    slugs = [model.slug for model in shown.found.models]
    return {
        "models": [{"slug": model.slug, "name": title(model)} for model in shown.found.models],
        "only_differences": shown.only,
        "requirement": shown.check.requirement.slug if shown.check else None,
        "units": system(),
        "language": get_language() or "en",
        "rows": [_row(line, slugs) for line in found],
    }


def _row(line: Line, slugs: Sequence[str]) -> Json:
    return {
        "part": line.part.value,
        "code": line.code,
        "name": line.name,
        "asked": line.asked,
        "unit": line.unit,
        "differs": line.differs,
        "cells": [{"model": slug, **_cell(cell)} for slug, cell in zip(slugs, line.cells, strict=True)],
    }


def _cell(cell: LineCell) -> Json:
    ends = {"low": _digits(cell.low), "high": _digits(cell.high)}
    said = [_statement(claim) for claim in cell.claims]
    return {"words": cell.words, **ends, "state": cell.state, "label": cell.label, "statements": said}


def _statement(claim: Claim) -> Json:
    return {
        "id": claim.pk,
        "words": in_full(claim),
        "bound": claim.bound,
        "low": _digits(claim.low),
        "high": _digits(claim.high),
        "unit": claim.unit,
        "shown": _shown(claim),
        "condition": claim.condition,
        "stated_by": claim.stated_by,
        "stated_on": claim.stated_on,
        "source": {name: getattr(claim.source, name) for name in SOURCE},
    }


def _shown(claim: Claim) -> Json | None:
    """The figure in the reader's unit; None for words."""
    if claim.bound == Bound.TEXT:
        return None
    seen = readable(claim, system())
    return {"low": _digits(seen.low), "high": _digits(seen.high), "unit": seen.unit, "about": seen.about}


def _digits(value: Any) -> str | None:
    return None if value is None else f"{value:f}"
