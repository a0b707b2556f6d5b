"""Deliveries and payments against plan at a status date. Each list begins with what its reader may see."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import accumulate

from portal.accounts.markings import MarkedQuerySet
from procurement.models import Lot, Order, Payment
from procurement.vocabulary import LotState, PaymentState

SHAPES = {"accepted": "met", "paid": "met", "short": "partly-met", "overdue": "scheduled", "ahead": "scheduled"}


@dataclass(frozen=True)
class LotRow:
    """A lot at the status date, with what was planned and accepted in its order up to it. `late_days`: 0 in time."""

    lot: Lot
    status_date: date
    planned_so_far: int
    accepted_so_far: int

    @property
    def is_due(self) -> bool:
        return self.lot.due_on <= self.status_date

    @property
    def is_received(self) -> bool:
        return self.lot.accepted_on is not None and self.lot.accepted_on <= self.status_date

    @property
    def state(self) -> LotState:
        if self.is_received:
            return LotState.SHORT if self.lot.shortfall else LotState.ACCEPTED
        return LotState.OVERDUE if self.lot.due_on < self.status_date else LotState.AHEAD

    @property
    def shape(self) -> str:
        return SHAPES[self.state]

    @property
    def late_days(self) -> int:
        """Days from the day due to the acceptance, or to the status date while nothing is accepted."""
        day = self.lot.accepted_on if self.is_received else self.status_date
        return max(0, (day - self.lot.due_on).days) if day else 0


@dataclass(frozen=True)
class PaymentRow:
    """A payment at the status date, with the sums of its currency up to it."""

    payment: Payment
    status_date: date
    due_so_far: Decimal
    paid_so_far: Decimal

    @property
    def is_due(self) -> bool:
        return self.payment.due_on <= self.status_date

    @property
    def is_paid(self) -> bool:
        return self.payment.paid_on is not None and self.payment.paid_on <= self.status_date

    @property
    def paid(self) -> Decimal | None:
        return self.payment.paid_amount if self.is_paid else None

    @property
    def state(self) -> PaymentState:
        if self.is_paid:
            return PaymentState.SHORT if self.payment.shortfall else PaymentState.PAID
        return PaymentState.OVERDUE if self.payment.due_on < self.status_date else PaymentState.AHEAD

    @property
    def shape(self) -> str:
        return SHAPES[self.state]

    @property
    def late_days(self) -> int:
        """Days from the day due to the payment, or to the status date while nothing is paid."""
        day = self.payment.paid_on if self.is_paid else self.status_date
        return max(0, (day - self.payment.due_on).days) if day else 0


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
    def rows(self) -> list[LotRow]:
        """The lots with their running sums."""
        planned = accumulate(lot.planned for lot in self.lots)
        accepted = accumulate(
            lot.accepted if lot.accepted_on and lot.accepted_on <= self.status_date else 0 for lot in self.lots
        )
        sums = zip(self.lots, planned, accepted, strict=True)
        return [LotRow(lot, self.status_date, due, taken) for lot, due, taken in sums]

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
    rows: Sequence[PaymentRow] = ()

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
    rows = list(orders.select_related("model", "milestone").order_by("code"))
    for order in rows:
        for lot in of_order[order.pk]:
            lot.order = order  # so that nobody asks for it lot by lot
    return [OrderProgress(order, status_date, of_order[order.pk]) for order in rows]


def payments_progress(payments: MarkedQuerySet[Payment], *, status_date: date) -> list[PaymentProgress]:
    """Payments per currency, from rows that the caller has restricted to their reader. Amounts are never converted."""
    of_currency: dict[str, list[Payment]] = defaultdict(list)
    for payment in payments.select_related("milestone", "order").order_by("due_on", "code"):
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
        rows=_payment_rows(rows, status_date),
    )


def _payment_rows(rows: Sequence[Payment], status_date: date) -> list[PaymentRow]:
    due, paid, found = Decimal(0), Decimal(0), []
    for payment in rows:
        due += payment.amount
        if payment.paid_on and payment.paid_on <= status_date:
            paid += payment.paid_amount or Decimal(0)
        found.append(PaymentRow(payment, status_date, due, paid))
    return found
