"""The form on which the columns of an upload get their meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.models import Capability
from catalog.vocabulary import Speaker
from exchange.importers import cells
from exchange.importers.headings import FIGURE, Guesses, Heading, Table
from exchange.queries.known import Known
from exchange.vocabulary import Means
from portal.tables.cells import BadCell

LANGUAGES = {"en": "English", "uk": "Українська", "de": "Deutsch", "fr": "Français", "pl": "Polski"}
DEFAULTS = ("stated_by", "stated_on", "source_url", "publisher", "language")
PREVIEW = 3


@dataclass(frozen=True)
class ColumnChoice:
    """One column with the meaning that is chosen or guessed, and its first cells."""

    field: str
    heading: Heading
    chosen: str
    preview: Sequence[str]


@dataclass(frozen=True)
class SheetChoice:
    name: str
    rows: int
    columns: Sequence[ColumnChoice]


def field_name(sheet: int, place: int) -> str:
    return f"c-{sheet}-{place}"


def sheets(
    tables: Sequence[Table], guesses: Guesses, saved: Sequence[Mapping[str, str]], typed: Mapping[str, str]
) -> list[SheetChoice]:
    """Every column: as typed, else as mapped before (here or in an earlier upload), else as its heading suggests."""
    return [
        SheetChoice(table.name, len(table.lines), _columns(number, table, guesses, saved[number], typed))
        for number, table in enumerate(tables)
    ]


def _columns(
    number: int, table: Table, guesses: Guesses, saved: Mapping[str, str], typed: Mapping[str, str]
) -> list[ColumnChoice]:
    found, used = [], set()
    for heading in table.headings:
        name, place = field_name(number, heading.place), str(heading.place)
        guess = guesses.meaning(heading)
        before = saved.get(place, guess if guess not in used else "")
        chosen = typed.get(name, before)
        used.add(chosen)
        shown = [str(line.cells[heading.place]) for line in table.lines[:PREVIEW] if heading.place < len(line.cells)]
        found.append(ColumnChoice(name, heading, chosen, shown))
    return found


def meanings(known: Known) -> list[tuple[str, Sequence[tuple[str, Any]]]]:
    """All that a column may hold, in groups: general ones first, then the figure of each capability."""
    uk = (get_language() or "en").startswith("uk")
    rows: Sequence[Capability] = list(known.capabilities.values())
    figures = [(FIGURE + row.code, row.name_uk if uk else row.name_en) for row in rows]
    return [(_("In general"), list(Means.choices)), (_("A figure, one column for one capability"), figures)]


def read_mapping(
    tables: Sequence[Table], known: Known, data: Mapping[str, str]
) -> tuple[list[dict[str, str]], list[str]]:
    """The chosen meanings by sheet and column, and what is wrong with them."""
    allowed = {code for _group, choices in meanings(known) for code, _label in choices}
    mapping: list[dict[str, str]] = []
    problems: list[str] = []
    for number, table in enumerate(tables):
        chosen = {str(h.place): data.get(field_name(number, h.place), "") for h in table.headings}
        mapping.append({place: code for place, code in chosen.items() if code in allowed})
        problems += _sheet_problems(table.name, [code for code in mapping[-1].values() if code])
    if not any(_has_figures(columns.values()) for columns in mapping):
        problems.append(_("Say which column holds figures."))
    return mapping, problems


def _has_figures(codes: Any) -> bool:
    return any(code == Means.VALUE or code.startswith(FIGURE) for code in codes)


def _sheet_problems(name: str, codes: Sequence[str]) -> list[str]:
    if not _has_figures(codes):
        return []
    found = []
    if len(set(codes)) < len(codes):
        found.append(_("%(sheet)s: two columns have the same meaning.") % {"sheet": name})
    if Means.MODEL not in codes:
        found.append(_("%(sheet)s: say which column names the model.") % {"sheet": name})
    if (Means.VALUE in codes) != (Means.CAPABILITY in codes):
        found.append(_("%(sheet)s: the columns for capability and figure belong together.") % {"sheet": name})
    return found


def read_defaults(data: Mapping[str, str], *, today: date) -> tuple[dict[str, str], list[str]]:
    """What holds for rows that do not say it themselves, and what is wrong with it."""
    words = {name: data.get(name, "").strip() for name in DEFAULTS}
    problems = []
    try:
        if words["source_url"]:
            cells.address(words["source_url"])
    except BadCell as bad:
        problems.append(f"{Means.SOURCE_URL.label}: {bad}")
    try:
        if words["stated_on"]:
            words["stated_on"] = cells.stated_day(words["stated_on"], today=today)
    except BadCell as bad:
        problems.append(f"{Means.STATED_ON.label}: {bad}")
    if words["stated_by"] not in Speaker.values:
        words["stated_by"] = Speaker.UNKNOWN.value
    if words["language"] not in LANGUAGES:
        words["language"] = "en"
    return words, problems
