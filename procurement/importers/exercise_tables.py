"""The files of a deal with parties, plan, terms, orders and production, described as data."""

from collections.abc import Iterator
from datetime import timedelta

from portal.accounts.vocabulary import Side
from portal.tables import cells
from portal.tables.reading import Column, Problem, Row, Table
from procurement.vocabulary import DealStatus, LinkType, MilestoneKind, TermKind, TermStatus


def _milestone_dates(row: Row) -> Iterator[Problem]:
    start, finish = row["baseline_start"], row["baseline_finish"]
    planned = start + timedelta(days=row["duration_days"])
    if finish != planned:
        yield row.problem("baseline_finish", f"{planned}, which is baseline_start + duration_days")
    if row["actual_finish"] and not row["actual_start"]:
        yield row.problem("actual_start", "a date, because there is an actual_finish")
    elif row["actual_finish"] and row["actual_finish"] < row["actual_start"]:
        yield row.problem("actual_finish", f"not before actual_start, which is {row['actual_start']}")


def _not_on_itself(row: Row) -> Iterator[Problem]:
    if row["predecessor"] == row["successor"]:
        yield row.problem("successor", "another milestone than the predecessor")


def low_not_above_high(row: Row) -> Iterator[Problem]:
    """Either half may be missing; both together must be in order."""
    if row["low"] is not None and row["high"] is not None and row["low"] > row["high"]:
        yield row.problem("low", f"not more than high, which is {row['high']}")


def _lot_adds_up(row: Row) -> Iterator[Problem]:
    if row["quantity_accepted"] + row["quantity_rejected"] > row["quantity_planned"]:
        yield row.problem("quantity_accepted", "accepted + rejected not more than planned")
    if row["quantity_accepted"] and row["accepted_on"] is None:
        yield row.problem("accepted_on", "the day, because something was accepted")


def _paid_how_much_and_when(row: Row) -> Iterator[Problem]:
    if (row["paid_on"] is None) != (row["paid_amount"] is None):
        missing = "paid_on" if row["paid_on"] is None else "paid_amount"
        yield row.problem(missing, "paid_on and paid_amount together or neither")


def _deal_dates(row: Row) -> Iterator[Problem]:
    if row["starts_on"] > row["ends_on"]:
        yield row.problem("starts_on", f"not after ends_on, which is {row['ends_on']}")


def _optional(name: str, reader: cells.Reader) -> Column:
    return Column(name, reader, needed=False, empty=None)


RELEASE = Column("releasable_to", cells.list_of(cells.code), needed=False, empty=list)
LONGEST = 36_600  # days: a hundred years
CODE = cells.within(60, cells.code)
NAMES = [Column("title_en", cells.within(300)), Column("title_uk", cells.within(300))]

DEAL = Table(
    "deal.csv",
    [
        Column("code", CODE),
        *NAMES,
        Column("starts_on", cells.day),
        Column("ends_on", cells.day),
        Column("status", cells.one_of(DealStatus.values)),
        Column("currency", cells.currency),
        Column("summary_en", cells.text, needed=False),
        Column("summary_uk", cells.text, needed=False),
    ],
    key=("code",),
    checks=[_deal_dates],
)
PARTIES = Table(
    "parties.csv",
    [
        Column("code", cells.within(40, cells.code)),
        Column("name_en", cells.within(200)),
        Column("name_uk", cells.within(200)),
        Column("side", cells.one_of(Side.values)),
        Column("country", cells.country, needed=False),
    ],
    key=("code",),
)
WORKSTREAMS = Table(
    "workstreams.csv",
    [
        Column("code", CODE),
        Column("title_en", cells.within(200)),
        Column("title_uk", cells.within(200)),
        Column("position", cells.between(0, 9999)),
    ],
    key=("code",),
)
MILESTONES = Table(
    "milestones.csv",
    [
        Column("code", CODE),
        Column("workstream", cells.code),
        *NAMES,
        Column("kind", cells.one_of(MilestoneKind.values)),
        Column("owner_party", cells.code),
        Column("duration_days", cells.between(0, LONGEST)),
        Column("baseline_start", cells.day),
        Column("baseline_finish", cells.day),
        _optional("actual_start", cells.day),
        _optional("actual_finish", cells.day),
        Column("weight", cells.between(0, 100)),
        Column("criteria_en", cells.text, needed=False),
        RELEASE,
    ],
    key=("code",),
    checks=[_milestone_dates],
)
DEPENDENCIES = Table(
    "dependencies.csv",
    [
        Column("predecessor", cells.code),
        Column("successor", cells.code),
        Column("type", cells.one_of(LinkType.values)),
        Column("lag_days", cells.between(-LONGEST, LONGEST)),
    ],
    key=("predecessor", "successor", "type"),
    checks=[_not_on_itself],
)
TERMS = Table(
    "terms.csv",
    [
        Column("code", CODE),
        Column("workstream", cells.code),
        *NAMES,
        Column("kind", cells.one_of(TermKind.values)),
        Column("unit", cells.within(12), needed=False),
        Column("status", cells.one_of(TermStatus.values)),
    ],
    key=("code",),
)
POSITIONS = Table(
    "positions.csv",
    [
        Column("term_code", cells.code),
        Column("party", cells.code),
        Column("stated_on", cells.partial_date),
        Column("text_en", cells.text),
        Column("text_uk", cells.text),
        _optional("low", cells.number),
        _optional("high", cells.number),
        RELEASE,
    ],
    checks=[low_not_above_high],
)
ORDERS = Table(
    "orders.csv",
    [
        Column("order_code", CODE),
        Column("model_slug", cells.code),
        Column("quantity", cells.count),
        Column("unit_price", cells.money),
        Column("currency", cells.currency),
        Column("milestone_code", cells.code),
    ],
    key=("order_code",),
)
LOTS = Table(
    "lots.csv",
    [
        Column("order_code", cells.code),
        Column("lot_no", cells.count),
        Column("due_on", cells.day),
        Column("quantity_planned", cells.count),
        Column("quantity_accepted", cells.count, needed=False, empty=0),
        Column("quantity_rejected", cells.count, needed=False, empty=0),
        _optional("accepted_on", cells.day),
    ],
    key=("order_code", "lot_no"),
    checks=[_lot_adds_up],
)
PAYMENTS = Table(
    "payments.csv",
    [
        Column("code", CODE),
        Column("milestone_code", cells.code),
        Column("due_on", cells.day),
        Column("amount", cells.money),
        Column("currency", cells.currency),
        _optional("paid_on", cells.day),
        _optional("paid_amount", cells.money),
    ],
    key=("code",),
    checks=[_paid_how_much_and_when],
)
SITES = Table(
    "sites.csv",
    [
        Column("site_code", CODE),
        Column("name_en", cells.within(200)),
        Column("name_uk", cells.within(200)),
        Column("country", cells.within(2, cells.country)),
        _optional("opened_on", cells.day),
    ],
    key=("site_code",),
)
RAMP = Table(
    "ramp.csv",
    [
        Column("site_code", cells.code),
        Column("model_slug", cells.code),
        Column("month", cells.month),
        Column("units_planned", cells.count),
        _optional("units_actual", cells.count),
    ],
    key=("site_code", "model_slug", "month"),
)
ALL = [
    *[DEAL, PARTIES, WORKSTREAMS, MILESTONES, DEPENDENCIES, TERMS, POSITIONS, ORDERS, LOTS, PAYMENTS, SITES, RAMP],
]
