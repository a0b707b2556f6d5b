"""Figures about what is talked and stated: terms, quality, requirements, changes of the catalog, baselines."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalog.vocabulary import Match
from portal.pagekit.words import title
from procurement.vocabulary import FigureLevel, TermStatus
from reports.composers.chapters_talks import in_words, quality_names
from reports.composers.document import Column, Json, Kind, Table
from reports.composers.figures_plan import heads, latest, named
from reports.composers.reckoning import Figure, How


def counted_record(body: Json) -> Iterator[Figure]:
    """Terms by status, and what the record lacks."""
    columns, every = [Column(_("Term")), Column(_("Code"), Kind.CODE)], body["terms"]["all"]
    for status, count in body["terms"]["by_status"].items():
        rows = [[title(row), row["code"]] for row in every if row["status"] == status]
        name = str(TermStatus(status).label)
        yield Figure(f"terms-{status}", _("Terms"), name, Decimal(count), Table(status, name, columns, rows))
    rows, total = [[title(row), row["code"]] for row in every], Decimal(body["terms"]["total"])
    yield Figure("terms-total", _("Terms"), _("terms known"), total, Table("terms", _("Terms"), columns, rows))
    names = quality_names()
    for row in body["quality"]:
        name, codes = names[row["check"]], [[code] for code in row["codes"]]
        table = Table(row["check"], name, [Column(_("Code"), Kind.CODE)], codes)
        yield Figure(f"quality-{row['check']}", _("How good the record is"), name, Decimal(row["count"]), table)


def record(body: Json) -> Iterator[Figure]:
    for row in body["coverage"]:
        yield from _answers(row)
    yield from _catalog(body["catalog"])
    rows = {row["code"]: row for row in body["milestones"]}
    for row in body["baselines"]:
        yield from _baseline(row, rows)


def answer_key(row: Json) -> str:
    """What the answer of a model to a requirement is called among the figures."""
    return f"answers-{row['model']['slug']}-{row['requirement']['slug']}"


def _answers(row: Json) -> Iterator[Figure]:
    key, group = answer_key(row), f"{title(row['model'])}: {title(row['requirement'])}"
    columns = [Column(_("Capability")), Column(_("Level"), Kind.WORD), Column(_("Asked for")), Column(_("Answer"))]
    sure = [one for one in row["judged"] if one["answer"] == Match.MEETS]
    for part, name, value, rows in (
        ("surely", _("Surely met"), row["surely"], sure),
        ("all", _("Figures"), row["figures"], row["judged"]),
    ):
        yield Figure(f"{key}-{part}", group, name, Decimal(value), Table(part, name, columns, [*map(_judged, rows)]))


def _judged(one: Json) -> list[Any]:
    levels, answers = dict(FigureLevel.choices), dict(Match.choices)
    words = [title(one["capability"]), str(levels[one["level"]]), in_words(one)]
    return [*words, str(answers[one["answer"]])]


def _catalog(changed: Json) -> Iterator[Figure]:
    group, rows = _("Catalog changes"), changed["by_model"]
    heads = [Column(_("Model"))]
    name = _("Models of which something was stated for the first time")
    new = [[title(row["model"])] for row in rows if row["new"]]
    yield Figure("catalog-new", group, name, Decimal(changed["new_models"]), Table("new", name, heads, new))
    counts: Mapping[str, tuple[str, Any, str]] = {
        "catalog-added": (_("Statements put on record"), changed["new_claims"], "added"),
        "catalog-withdrawn": (_("Statements taken back"), changed["withdrawn"], "withdrawn"),
    }
    for key, (name, value, field) in counts.items():
        cells = [[title(row["model"]), row[field]] for row in rows if row[field]]
        table = Table(key, name, [*heads, Column(_("Statements"), Kind.NUMBER)], cells)
        yield Figure(key, group, name, Decimal(value), table, How.SUM)


def _baseline(row: Json, milestones: Mapping[str, Json]) -> Iterator[Figure]:
    key, group = f"baseline-{row['number']}", f"{_('Baselines')}: {row['number']}, {row['name']}"
    columns = [*heads(), Column(_("Agreed now"), Kind.DAY), Column(_("In the baseline"), Kind.DAY)]
    cells = {code: [*named(milestones[code]), milestones[code]["agreed_finish"], day] for code, day in row["kept"]}
    every = list(cells.values())
    yield Figure(
        f"{key}-rows", group, _("Milestones"), Decimal(row["rows"]), Table(key, _("Milestones"), columns, every)
    )
    ends = Table(f"{key}-end", _("End in it"), columns, every)
    yield Figure(f"{key}-end", group, _("End in it"), row["end"], ends, How.LATEST, Kind.DAY)
    same = [milestones[code] for code in cells]
    yield latest(f"{key}-agreed", group, _("End agreed now"), row["agreed_end"], same, "agreed_finish")
    moved = [cells[code] for code in row["moved"]]
    name = _("Moved since")
    yield Figure(f"{key}-moved", group, name, Decimal(len(row["moved"])), Table(f"{key}-moved", name, columns, moved))
