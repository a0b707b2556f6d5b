"""The figures of a report with the rows that each counts or adds up, as the report's own snapshot holds them.

A live page shows what is known today; these rows are what was known at the moment of the report, out of its body.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.pagekit.words import plain, title
from procurement.vocabulary import MilestoneState, TermStatus
from reports.composers.chapters_talks import quality_names
from reports.composers.document import Column, Json, Kind, Table


@dataclass(frozen=True)
class Figure:
    """`value` is the number of rows of the table, or the sum of its last column where `is_sum`."""

    key: str
    group: str
    name: str
    value: Decimal
    table: Table
    is_sum: bool = False


def figures_of(body: Json) -> dict[str, Figure]:
    """Every figure by its key, in the order of the report; none for a body of an earlier format."""
    if body.get("format", 0) < 4:
        return {}
    made = [*_whole(body), *_streams(body), *_goods(body), *_terms(body), *_quality(body)]
    return {figure.key: figure for figure in made}


def _counted(key: str, group: str, name: str, value: int, rows: Sequence[Json]) -> Figure:
    states = dict(MilestoneState.choices)
    columns = [
        *[Column(_("Milestone")), Column(_("Code"), Kind.CODE), Column(_("State"), Kind.WORD)],
        *[Column(_("Plan"), Kind.DAY), Column(_("Forecast"), Kind.DAY)],
    ]
    cells = [
        [
            *[title(row), row["code"], str(states[row["state"]]), row["agreed_finish"]],
            row["actual_finish"] or row["forecast_finish"],
        ]
        for row in rows
    ]
    return Figure(key, group, name, Decimal(value), Table(key, name, columns, cells))


def _whole(body: Json) -> Iterator[Figure]:
    group, rows, summary = _("The whole deal"), body["milestones"], body["summary"]
    yield _counted("total", group, _("milestones"), summary["total"], rows)
    for state in MilestoneState:
        found = [row for row in rows if row["state"] == state]
        yield _counted(state.value, group, str(state.label), summary["states"][state.value], found)
    yield _counted("overdue", group, _("overdue"), summary["overdue"], [row for row in rows if row["overdue"]])


def _streams(body: Json) -> Iterator[Figure]:
    for stream in body["workstreams"]:
        rows = [row for row in body["milestones"] if row["workstream"] == stream["code"]]
        group, met = plain(title(stream)), [row for row in rows if row["state"] == MilestoneState.MET]
        yield _counted(f"{stream['code']}-total", group, _("milestones"), stream["total"], rows)
        yield _counted(f"{stream['code']}-met", group, _("milestones met"), stream["met"], met)


def _goods(body: Json) -> Iterator[Figure]:
    until = body["period"]["last_day"]
    for row in body["deliveries"]:
        group = f"{title(row['model'])}, {row['order']}"
        due = [[lot["due_on"], lot["planned"]] for lot in row["lots"] if lot["due_on"] <= until]
        done = [[lot["accepted_on"], lot["accepted"]] for lot in row["lots"] if lot["accepted_on"]]
        yield _summed(f"{row['order']}-planned", group, _("Plan to date"), row["planned"], due)
        yield _summed(f"{row['order']}-accepted", group, _("Accepted"), row["accepted"], done)
    for row in body["payments"]:
        group = f"{_('Payments')}, {row['currency']}"
        parts = row["instalments"]
        due = [[part["due_on"], part["amount"]] for part in parts if part["due_on"] <= until]
        paid = [[part["paid_on"], part["paid"]] for part in parts if part["paid_on"]]
        yield _summed(f"{row['currency']}-due", group, _("Plan to date"), row["due"], due)
        yield _summed(f"{row['currency']}-paid", group, _("Paid"), row["paid"], paid)


def _summed(key: str, group: str, name: str, value: Any, rows: Sequence[Sequence[Any]]) -> Figure:
    columns = [Column(_("Day"), Kind.DAY), Column(name, Kind.NUMBER)]
    return Figure(key, group, name, Decimal(value), Table(key, name, columns, rows), is_sum=True)


def _terms(body: Json) -> Iterator[Figure]:
    columns = [Column(_("Term")), Column(_("Code"), Kind.CODE)]
    for status, count in body["terms"]["by_status"].items():
        name = str(TermStatus(status).label)
        rows = [[title(row), row["code"]] for row in body["terms"]["all"] if row["status"] == status]
        yield Figure(f"terms-{status}", _("Terms"), name, Decimal(count), Table(status, name, columns, rows))


def _quality(body: Json) -> Iterator[Figure]:
    names = quality_names()
    for row in body["quality"]:
        name, codes = names[row["check"]], [[code] for code in row["codes"]]
        table = Table(row["check"], name, [Column(_("Code"), Kind.CODE)], codes)
        yield Figure(f"quality-{row['check']}", _("How good the record is"), name, Decimal(row["count"]), table)


def is_reproduced(figure: Figure) -> bool:
    """True when the rows give the figure."""
    rows = figure.table.rows
    found = sum((Decimal(row[-1]) for row in rows), Decimal(0)) if figure.is_sum else Decimal(len(rows))
    return found == figure.value
