"""The form on which the columns of an upload get their meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from catalog.stated import Unclear
from catalog.typed import read_address, read_day
from catalog.vocabulary import Speaker
from exchange.importers.headings import FIGURE, FROM, TO, Guesses, Heading, Table
from exchange.queries.known import Known
from exchange.vocabulary import Means
from portal.pagekit.words import title

LANGUAGES = {"en": "English", "uk": "Українська", "de": "Deutsch", "fr": "Français", "pl": "Polski"}
DEFAULTS = ("stated_by", "stated_on", "source_url", "publisher", "language")
PREVIEW = 3
IN_ROWS = (Means.VALUE, Means.LOW, Means.HIGH)  # figures of a capability that its row names


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
    for heading, guess in zip(table.headings, guesses.meanings(table), strict=True):
        name, place = field_name(number, heading.place), str(heading.place)
        before = saved.get(place, guess if guess not in used else "")
        chosen = typed.get(name, before)
        used.add(chosen)
        shown = [str(line.cells[heading.place]) for line in table.lines[:PREVIEW] if heading.place < len(line.cells)]
        found.append(ColumnChoice(name, heading, chosen, shown))
    return found


def meanings(known: Known) -> list[tuple[str, Sequence[tuple[str, Any]]]]:
    """All that a column may hold, in groups: general ones first, then the figure of each capability."""
    rows = list(known.capabilities.values())
    figures = [(FIGURE + row.code, title(row)) for row in rows]
    measured = [row for row in rows if row.dimension]
    ends = [(FROM, _("%(figure)s: from")), (TO, _("%(figure)s: to"))]
    halves = [(side + row.code, words % {"figure": title(row)}) for row in measured for side, words in ends]
    return [
        (_("In general"), list(Means.choices)),
        (_("A figure, one column for one capability"), figures),
        (_("One end of a figure, two columns for one capability"), halves),
    ]


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
    return any(code in IN_ROWS or code.startswith((FIGURE, FROM, TO)) for code in codes)


def _sheet_problems(name: str, codes: Sequence[str]) -> list[str]:
    if not _has_figures(codes):
        return []
    found = []
    if len(set(codes)) < len(codes):
        found.append(_("%(sheet)s: two columns have the same meaning.") % {"sheet": name})
    if Means.MODEL not in codes:
        found.append(_("%(sheet)s: say which column names the model.") % {"sheet": name})
    if any(code in IN_ROWS for code in codes) != (Means.CAPABILITY in codes):
        found.append(_("%(sheet)s: the columns for capability and figure belong together.") % {"sheet": name})
    return found


def read_defaults(data: Mapping[str, str], *, today: date) -> tuple[dict[str, str], list[str]]:
    """What holds for rows that do not say it themselves, and what is wrong with it."""
    words = {name: data.get(name, "").strip() for name in DEFAULTS}
    problems = []
    try:
        if words["source_url"]:
            read_address(words["source_url"])
    except Unclear as unclear:
        problems.append(f"{Means.SOURCE_URL.label}: {unclear.expected}")
    try:
        words["stated_on"] = read_day(words["stated_on"], today=today)
    except Unclear as unclear:
        problems.append(f"{Means.STATED_ON.label}: {unclear.expected}")
    if words["stated_by"] not in Speaker.values:
        words["stated_by"] = Speaker.UNKNOWN.value
    if words["language"] not in LANGUAGES:
        words["language"] = "en"
    return words, problems
