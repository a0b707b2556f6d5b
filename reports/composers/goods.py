"""Goods and money: deliveries and payments against the plan to date."""

from typing import Any

from procurement.queries.money_and_goods import OrderProgress, PaymentProgress
from reports.composers.plan import iso
from reports.queries import Collected

Json = dict[str, Any]


def deliveries(found: Collected) -> list[Json]:
    return [_order(progress) for progress in found.orders]


def payments(found: Collected) -> list[Json]:
    return [_payment(progress) for progress in found.payments]


def _order(progress: OrderProgress) -> Json:
    order, lot = progress.order, progress.next_lot
    return {
        "order": order.code,
        "model": {"slug": order.model.slug, "name_en": order.model.name_en, "name_uk": order.model.name_uk},
        "quantity": order.quantity,
        "planned": progress.planned,
        "accepted": progress.accepted,
        "rejected": progress.rejected,
        "behind": progress.behind,
        "next_lot": {"number": lot.number, "units": lot.planned, "due_on": iso(lot.due_on)} if lot else None,
    }


def _payment(progress: PaymentProgress) -> Json:
    coming = progress.next_payment
    return {
        "currency": progress.currency,
        "due": str(progress.due),
        "paid": str(progress.paid),
        "behind": str(progress.behind),
        "total": str(progress.total),
        "next": {"code": coming.code, "amount": str(coming.amount), "due_on": iso(coming.due_on)} if coming else None,
    }
