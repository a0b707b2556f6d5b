"""Figures about goods and money: units and amounts planned, done and still open, order by order."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.pagekit.words import title
from reports.composers.document import Column, Json, Kind, Table
from reports.composers.reckoning import Figure, How


def goods(body: Json) -> Iterator[Figure]:
    until = body["period"]["last_day"]
    for row in body["deliveries"]:
        yield from _order(row, until)
    for row in body["payments"]:
        yield from _currency(row, until)
    for row in body["production"]:
        yield from _output(row, until)


def _order(row: Json, until: str) -> Iterator[Figure]:
    key, group = row["order"], f"{title(row['model'])}, {row['order']}"
    due = [[lot["due_on"], lot["planned"]] for lot in row["lots"] if lot["due_on"] <= until]
    taken = [lot for lot in row["lots"] if lot["accepted_on"] and lot["accepted_on"] <= until]
    accepted = [[lot["accepted_on"], lot["accepted"]] for lot in taken]
    rejected = [[lot["accepted_on"], lot["rejected"]] for lot in taken]
    yield _summed(f"{key}-planned", group, _("Plan to date"), row["planned"], due)
    yield _summed(f"{key}-accepted", group, _("Accepted"), row["accepted"], accepted)
    yield _rest(f"{key}-open", group, row["behind"], (row["planned"], row["accepted"]), _("Accepted"))
    yield _summed(f"{key}-rejected", group, _("Rejected"), row["rejected"], rejected)


def _currency(row: Json, until: str) -> Iterator[Figure]:
    key, group, parts = row["currency"], f"{_('Payments')}, {row['currency']}", row["instalments"]
    due = [[part["due_on"], part["amount"]] for part in parts if part["due_on"] <= until]
    paid = [[part["paid_on"], part["paid"]] for part in parts if part["paid_on"] and part["paid_on"] <= until]
    yield _summed(f"{key}-due", group, _("Plan to date"), row["due"], due)
    yield _summed(f"{key}-paid", group, _("Paid"), row["paid"], paid)
    yield _rest(f"{key}-open", group, row["behind"], (row["due"], row["paid"]), _("Paid"))
    every = [[part["due_on"], part["amount"]] for part in parts]
    yield _summed(f"{key}-total", group, _("Total"), row["total"], every)


def _output(row: Json, until: str) -> Iterator[Figure]:
    """Months that were over by the day of the report."""
    key = output_key(row)
    group = f"{_('Production ramp')}: {title(row['model'])}, {title(row)}"
    over = [month for month in row["months"] if _ended(month[0]) <= until]
    planned, made = [month[:2] for month in over], [[month[0], month[2] or 0] for month in over]
    yield _summed(f"{key}-planned", group, _("Plan to date"), row["planned"], planned)
    yield _summed(f"{key}-made", group, _("Made"), row["actual"], made)
    yield _rest(f"{key}-behind", group, row["behind"], (row["planned"], row["actual"]), _("Made"))
    every = [month[:2] for month in row["months"]]
    yield _summed(f"{key}-total", group, _("Total"), row["total"], every)


def output_key(row: Json) -> str:
    """What a model at a site is called among the figures."""
    return f"made-{row['site']}-{row['model']['slug']}"


def _ended(month: str) -> str:
    """The last day of the month that begins so."""
    after = (date.fromisoformat(month) + timedelta(days=31)).replace(day=1)
    return (after - timedelta(days=1)).isoformat()


def _summed(key: str, group: str, name: str, value: Any, rows: Sequence[Sequence[Any]]) -> Figure:
    columns = [Column(_("Day"), Kind.DAY), Column(name, Kind.NUMBER)]
    return Figure(key, group, name, Decimal(value), Table(key, name, columns, rows), How.SUM)


def _rest(key: str, group: str, value: Any, pair: tuple[Any, Any], done: str) -> Figure:
    name = pgettext("still to be delivered or paid", "Open")
    rows = [[_("Plan to date"), pair[0]], [done, pair[1]]]
    table = Table(key, name, [Column(_("What")), Column(_("Value"), Kind.NUMBER)], rows)
    return Figure(key, group, name, Decimal(value), table, How.REST, Kind.BEHIND)
