"""Goods and money: deliveries, payments and production against the plan to date, with what curves are drawn of."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from catalog.models import DroneModel
from procurement.models import Lot, Payment, RampMonth
from procurement.queries.money_and_goods import OrderProgress, PaymentProgress
from reports.composers.plan import iso
from reports.queries.collecting import Collected

Json = dict[str, Any]


def deliveries(found: Collected) -> list[Json]:
    return [_order(progress) for progress in found.orders]


def payments(found: Collected) -> list[Json]:
    return [_payment(progress, found.instalments) for progress in found.payments]


def production(found: Collected) -> list[Json]:
    """Each model at each site: what was to be made in the months that are over, and what was."""
    pairs = groupby(found.ramp, key=lambda row: (row.site_id, row.model_id))
    return [_output(list(rows), found.period.end) for _, rows in pairs]


def _output(rows: Sequence[RampMonth], end: date) -> Json:
    site = rows[0].site
    over = [row for row in rows if _after(row.month) <= end]
    planned, actual = sum(row.planned for row in over), sum(row.actual or 0 for row in over)
    return {
        "site": site.code,
        "name_en": site.name_en,
        "name_uk": site.name_uk,
        "country": site.country,
        "opened_on": iso(site.opened_on),
        "model": model_name(rows[0].model),
        "planned": planned,
        "actual": actual,
        "behind": max(0, planned - actual),
        "total": sum(row.planned for row in rows),
        "months": [[iso(row.month), row.planned, row.actual] for row in rows],
    }


def _after(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)


def model_name(model: DroneModel) -> Json:
    return {"slug": model.slug, "name_en": model.name_en, "name_uk": model.name_uk}


def _order(progress: OrderProgress) -> Json:
    order, lot = progress.order, progress.next_lot
    return {
        "order": order.code,
        "model": model_name(order.model),
        "quantity": order.quantity,
        "planned": progress.planned,
        "accepted": progress.accepted,
        "rejected": progress.rejected,
        "behind": progress.behind,
        "next_lot": {"number": lot.number, "units": lot.planned, "due_on": iso(lot.due_on)} if lot else None,
        "lots": [_lot(row) for row in progress.lots],
    }


def _payment(progress: PaymentProgress, instalments: Sequence[Payment]) -> Json:
    coming = progress.next_payment
    return {
        "currency": progress.currency,
        "due": str(progress.due),
        "paid": str(progress.paid),
        "behind": str(progress.behind),
        "total": str(progress.total),
        "next": {"code": coming.code, "amount": str(coming.amount), "due_on": iso(coming.due_on)} if coming else None,
        "instalments": [_instalment(row) for row in instalments if row.currency == progress.currency],
    }


def _instalment(row: Payment) -> Json:
    paid = None if row.paid_amount is None else str(row.paid_amount)
    return {
        "code": row.code,
        "due_on": iso(row.due_on),
        "amount": str(row.amount),
        "paid_on": iso(row.paid_on),
        "paid": paid,
    }


def _lot(row: Lot) -> Json:
    return {
        "number": row.number,
        "due_on": iso(row.due_on),
        "planned": row.planned,
        "accepted": row.accepted,
        "rejected": row.rejected,
        "accepted_on": iso(row.accepted_on),
    }
