"""The briefing paper of one model as plain data: what templates/typst/briefing.typ lays out, and what it carries."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.composers.agreement import agreement
from catalog.models import Claim, DroneModel, Source
from catalog.queries.figures import Figure
from catalog.queries.pages import ModelSheet
from catalog.templatetags.catalog_figures import bars, converted, role_names, spread, stated, unit_of, with_marks
from catalog.vocabulary import Bound
from portal.drawing.ranges import Mark
from portal.pagekit.words import day, moment, number, text, title

Json = dict[str, Any]
LANGUAGE_CODE = re.compile(r"^[a-z]{2,3}$")
OTHER = {"en": "uk", "uk": "en"}
SVG_PAINT = (
    "<style>.sil{fill:#e9e9e4;stroke:#161d1d;stroke-width:1.2;stroke-linejoin:round}"
    ".sil2{fill:none;stroke:#5f6866;stroke-width:1}</style>"
)


def briefing(sheet: ModelSheet, *, languages: Sequence[str], at: datetime) -> Json:
    """The paper in one language or in two side by side; every text is in `sides`, every drawing in `figures`."""
    numbers = _source_numbers(sheet)
    sides = []
    for language in languages:
        with translation.override(language):
            sides.append(_side(sheet, language, at))
    with translation.override(languages[-1]):  # 1 000 is read alike in both languages, 1,000 is not
        shared = {"figures": [drawing(figure, numbers) for figure in sheet.figures], "sources": sources(numbers)}
    return {
        "title": sides[0]["document"],
        "portal": sides[0]["portal"],
        "sides": sides,
        "silhouette": silhouette(sheet.model),
        **shared,
    }


def frame_texts(at: datetime) -> Json:
    """What stands around every paper, in the active language."""
    return {
        "portal": _("Drone Deal Portal"),
        "marking": _("Public record"),
        "as_of": _("What held on %(day)s, as the portal knew it on %(moment)s")
        % {"day": day(at.date()), "moment": moment(at)},
    }


def _side(sheet: ModelSheet, language: str, at: datetime) -> Json:
    model = sheet.model
    name = title(model)
    other = getattr(model, f"name_{OTHER[language]}")
    return {
        **frame_texts(at),
        "lang": language,
        "paper": _("Briefing"),
        "document": f"{name}: {_('Briefing')}, {day(at.date(), long=True)}",
        "title": name,
        "other": other if other != name else "",
        "other_lang": OTHER[language],
        "summary": text(model, "summary"),
        "summary_lang": language if getattr(model, f"summary_{language}") else "en",
        "lead": agreement(sheet.figures) or _("Nobody has stated a figure of this model yet."),
        "facts": facts(sheet),
        "figures": [_figure(figure) for figure in sheet.figures],
        "texts": _texts(),
    }


def _texts() -> dict[str, str]:
    return {
        "key_figures": _("Key figures"),
        "statements": _("Every statement"),
        "statements_note": _("one row in a bar is one statement; all statements share the axis"),
        "sources": _("Sources"),
        "outline": _("Outline of the kind"),
        "outline_note": _("Own outline of the kind, not of the model; not to scale"),
        "note": note(),
    }


def note() -> str:
    """How to read the figures, in the active language."""
    return _(
        "Each figure is what somebody said, with who and when; nothing is averaged. “About” is taken as plus or minus"
        " 5 % and rounding as 1 % when statements are checked against each other."
    )


def facts(sheet: ModelSheet) -> list[tuple[str, str]]:
    """Name and value of what is known of the model besides its figures."""
    model = sheet.model
    rows = [
        (_("Maker"), title(model.maker) if model.maker else _("not disclosed")),
        (_("Kind"), f"{model.get_domain_display()}, {str(model.get_kind_display()).lower()}"),
        (_("Roles"), ", ".join(role_names(model)) or "–"),
        (_("Status"), str(model.get_status_display())),
        (_("First reported"), day(model.first_reported, long=True) or "–"),
        (_("Also called"), ", ".join(model.aliases)),
        (_("Evidence"), f"{_statements(sheet.statements)}, {_sources(sheet.sources)}"),
    ]
    return [row for row in rows if row[1]]


def _statements(count: int) -> str:
    return ngettext("%(n)s statement", "%(n)s statements", count) % {"n": number(str(count))}


def _sources(count: int) -> str:
    return ngettext("%(n)s source", "%(n)s sources", count) % {"n": number(str(count))}


def _figure(figure: Figure) -> Json:
    return {
        "name": figure_name(figure),
        "unit": "" if figure.capability.dimension == "money" else unit_of(figure),
        "spread": spread(figure),
        "state": str(figure.state.label),
        "counts": f"{_statements(len(figure.claims))}, {_sources(figure.sources)}",
        "rows": [_row(claim) for claim in figure.claims],
    }


def figure_name(figure: Figure) -> str:
    """The capability, with its currency where money stands in several."""
    name = title(figure.capability)
    return f"{name}, {figure.unit}" if figure.capability.dimension == "money" and figure.unit else name


def _row(claim: Claim) -> Json:
    words = claim.bound == Bound.TEXT
    return {
        "words": words,
        "stated": stated(claim),
        "converted": converted(claim),
        "who": str(claim.get_stated_by_display()),
        "at": day(claim.stated_on) or _("no date"),
        "condition": "" if words else claim.condition,
    }


def drawing(figure: Figure, numbers: Mapping[Source, int]) -> Json:
    """Axis and marks of one figure in pixels, and the source of each row: the same in every language."""
    drawn = bars(figure)
    return {
        "state": figure.state.value,
        "ticks": [{"x": tick.x, "label": number(tick.value)} for tick in drawn.ticks] if drawn else [],
        "rows": [
            {"mark": _mark(mark), "source": numbers[claim.source], "publisher": claim.source.publisher}
            for claim, mark in with_marks(figure)
        ],
    }


def _mark(mark: Mark | None) -> Json | None:
    return {"bound": mark.bound, "x1": mark.x1, "x2": mark.x2} if mark else None


def _source_numbers(sheet: ModelSheet) -> dict[Source, int]:
    """Every source that the paper cites, numbered in the order in which the reader meets them."""
    cited = (claim.source for figure in sheet.figures for claim in figure.claims)
    return {source: place for place, source in enumerate(dict.fromkeys(cited), start=1)}


def sources(numbers: Mapping[Source, int]) -> list[Json]:
    """The list at the end: who published what, when, and where."""
    return [
        {
            "number": place,
            "publisher": source.publisher,
            "title": source.title,
            "language": source.language if LANGUAGE_CODE.match(source.language) else "en",
            "published": day(source.published_on) or _("no date"),
            "url": source.url,
        }
        for source, place in numbers.items()
    ]


def silhouette(model: DroneModel) -> str:
    """The outline of the kind as an SVG that stands alone, with the paint that pages have in their styles."""
    drawn = render_to_string("drawing/silhouette.svg.html", {"kind": model.kind, "domain": model.domain}).strip()
    head, rest = drawn.split(">", 1)
    return f'{head} xmlns="http://www.w3.org/2000/svg">{SVG_PAINT}{rest}'
