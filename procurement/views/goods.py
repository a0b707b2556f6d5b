"""What is delivered and paid under a deal: orders with their lots, payments by currency, each against its plan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from procurement import drawings
from procurement.filters.goods import LOTS, PAYMENTS
from procurement.queries.money_and_goods import LotRow, OrderProgress, PaymentProgress, PaymentRow
from procurement.queries.pages import deliveries_of, payments_of
from procurement.views.common import asked_day, deal_or_404, person, strip_of
from procurement.views.narrowing import Choices, narrowed
from procurement.vocabulary import LotState, PaymentState


@dataclass(frozen=True)
class OrderLots:
    """An order with those of its lots that are shown, and what they add up to."""

    progress: OrderProgress
    rows: Sequence[LotRow]

    @property
    def planned(self) -> int:
        return sum(row.lot.planned for row in self.rows)

    @property
    def accepted(self) -> int:
        return sum(row.lot.accepted for row in self.rows if row.is_received)

    @property
    def rejected(self) -> int:
        return sum(row.lot.rejected for row in self.rows if row.is_received)


@require_safe
def delivery_list(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/deliveries/`: each order with its lots, planned and accepted."""
    deal, on = deal_or_404(code, request), asked_day(request)
    orders = deliveries_of(deal, user=person(request), status_date=on)
    every = [row for progress in orders for row in progress.rows]
    found = narrowed(request, "lots", every, LOTS)
    parts = [OrderLots(one, [row for row in found.rows if row.lot.order_id == one.order.pk]) for one in orders]
    context = {
        "deal": deal,
        "status_date": on,
        "orders": orders,
        "parts": [part for part in parts if part.rows],
        "found": found,
        "carried": [("lots", found.chosen), ("status_date", on.isoformat())] if found.chosen else [],
        "due": [row for row in every if row.is_due],
        "accepted": [row for row in every if row.state == LotState.ACCEPTED],
        "late": [row for row in every if row.state in {LotState.OVERDUE, LotState.SHORT}],
        "next": min((row for row in every if not row.is_due), key=lambda row: row.lot.due_on, default=None),
        "deliveries": drawings.deliveries(orders, deal=deal, today=on),
        "strip": strip_of(deal, [one.order.milestone for one in orders], also=[one.order for one in orders]),
    }
    return render(request, "deals/delivery_list.html", context)


@dataclass(frozen=True)
class Currency:
    """All payments in one currency: the progress, those that are shown, and what these add up to."""

    progress: PaymentProgress
    rows: Sequence[PaymentRow]

    @property
    def amount(self) -> Decimal:
        return sum((row.payment.amount for row in self.rows), Decimal(0))

    @property
    def paid(self) -> Decimal:
        return sum((row.paid or Decimal(0) for row in self.rows), Decimal(0))


@require_safe
def payment_list(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/payments/`: what is due and paid, currency by currency; amounts are never converted or added."""
    deal, on = deal_or_404(code, request), asked_day(request)
    progress = payments_of(deal, user=person(request), status_date=on)
    every = [row for one in progress for row in one.rows]
    chosen: Choices[PaymentRow] = {one.currency: (one.currency, _in(one.currency)) for one in progress}
    money = narrowed(request, "currency", every, chosen)
    found = narrowed(request, "pay", money.rows, PAYMENTS)
    parts = [Currency(one, [row for row in found.rows if row.payment.currency == one.currency]) for one in progress]
    parts = [part for part in parts if money.chosen in {"", part.progress.currency}]
    kept = [(name, one.chosen) for name, one in (("currency", money), ("pay", found)) if one.chosen]
    context = {
        "deal": deal,
        "status_date": on,
        "every": every,
        "carried": [*kept, ("status_date", on.isoformat())] if kept else [],
        "parts": [(part, drawings.payments(part.progress, deal=deal, today=on)) for part in parts],
        "money": money if len(progress) > 1 or money.problem else None,
        "found": found,
        "late": [row for row in every if row.state in {PaymentState.OVERDUE, PaymentState.SHORT}],
        "strip": strip_of(deal, [row.payment.milestone for row in every], also=[row.payment for row in every]),
    }
    return render(request, "deals/payment_list.html", context)


def _in(currency: str) -> Callable[[PaymentRow], bool]:
    return lambda row: row.payment.currency == currency
