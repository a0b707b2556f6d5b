"""Deliveries and payments against plan at a status date. Each list begins with what its reader may see."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portal.accounts.markings import MarkedQuerySet
from procurement.models import Lot, Order, Payment


@dataclass(frozen=True)
class OrderProgress:
    """One order: units planned up to the status date, accepted and rejected so far, and its lots in order of date."""

    order: Order
    status_date: date
    lots: Sequence[Lot] = field(default_factory=list)

    @property
    def planned(self) -> int:
        return sum(lot.planned for lot in self.lots if lot.due_on <= self.status_date)

    @property
    def accepted(self) -> int:
        return sum(lot.accepted for lot in self._received)

    @property
    def rejected(self) -> int:
        return sum(lot.rejected for lot in self._received)

    @property
    def behind(self) -> int:
        return max(0, self.planned - self.accepted)

    @property
    def short_lots(self) -> list[Lot]:
        """Lots that were received, but not all of their units were accepted."""
        return [lot for lot in self._received if lot.accepted < lot.planned]

    @property
    def next_lot(self) -> Lot | None:
        return next((lot for lot in self.lots if lot.due_on > self.status_date), None)

    @property
    def _received(self) -> list[Lot]:
        return [lot for lot in self.lots if lot.accepted_on and lot.accepted_on <= self.status_date]


@dataclass(frozen=True)
class PaymentProgress:
    """All payments in one currency at the status date."""

    currency: str
    due: Decimal
    paid: Decimal
    total: Decimal
    next_payment: Payment | None
    short: Sequence[Payment] = ()

    @property
    def behind(self) -> Decimal:
        return max(Decimal(0), self.due - self.paid)


def orders_progress(
    orders: MarkedQuerySet[Order], lots: MarkedQuerySet[Lot], *, status_date: date
) -> list[OrderProgress]:
    """Each order with its lots, from rows that the caller has restricted to their reader. Two statements."""
    of_order: dict[int, list[Lot]] = defaultdict(list)
    for lot in lots.filter(order__in=orders).order_by("due_on", "number"):
        of_order[lot.order_id].append(lot)
    rows = orders.select_related("model", "milestone").order_by("code")
    return [OrderProgress(order, status_date, of_order[order.pk]) for order in rows]


def payments_progress(payments: MarkedQuerySet[Payment], *, status_date: date) -> list[PaymentProgress]:
    """Payments per currency, from rows that the caller has restricted to their reader. Amounts are never converted."""
    of_currency: dict[str, list[Payment]] = defaultdict(list)
    for payment in payments.order_by("due_on", "code"):
        of_currency[payment.currency].append(payment)
    return [_progress(currency, rows, status_date) for currency, rows in sorted(of_currency.items())]


def _progress(currency: str, rows: Sequence[Payment], status_date: date) -> PaymentProgress:
    paid = [row for row in rows if row.paid_on and row.paid_on <= status_date]
    return PaymentProgress(
        currency=currency,
        due=sum((row.amount for row in rows if row.due_on <= status_date), Decimal(0)),
        paid=sum((row.paid_amount or Decimal(0) for row in paid), Decimal(0)),
        total=sum((row.amount for row in rows), Decimal(0)),
        next_payment=next((row for row in rows if row.due_on > status_date), None),
        short=[row for row in paid if row.shortfall],
    )
