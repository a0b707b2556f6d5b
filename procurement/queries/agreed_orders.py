"""Orders and their lots as a proposal names them, also lots that are not there yet.

A lot is named by its order and its number in it, as `EX-ORD-01.3`; one proposal changes both, since they must add up.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from portal.accounts.markings import common_release
from portal.accounts.models import User
from procurement.models import Deal, Lot, Order
from procurement.proposal_rules import Value, whole

NAME = re.compile(r"([\w-]{1,60})\.([1-9][0-9]{0,3})", re.ASCII)


@dataclass(frozen=True)
class OrderRow:
    """An order; marked like its contract too."""

    order: Order

    @property
    def code(self) -> str:
        return self.order.code

    @property
    def version(self) -> int:
        return self.order.version

    @property
    def title_en(self) -> str:
        return self.order.model.name_en

    @property
    def title_uk(self) -> str:
        return self.order.model.name_uk

    @property
    def releasable_to(self) -> list[str]:
        return common_release([self.order.releasable_to, self.order.milestone.releasable_to])


@dataclass(frozen=True)
class LotRow:
    """A numbered part of an order; `found` is None where there is no such lot."""

    order: OrderRow
    number: int
    found: Lot | None = None

    @property
    def code(self) -> str:
        return lot_name(self.order.code, self.number)

    @property
    def version(self) -> int:
        """0 where there is no such lot."""
        return self.found.version if self.found else 0

    @property
    def title_en(self) -> str:
        return f"Lot {self.number}: {self.order.title_en}"

    @property
    def title_uk(self) -> str:
        return f"Партія {self.number}: {self.order.title_uk or self.order.title_en}"

    @property
    def releasable_to(self) -> list[str]:
        return self.order.releasable_to

    @property
    def received(self) -> int:
        """Units that were accepted or rejected."""
        return self.found.accepted + self.found.rejected if self.found else 0


def lot_name(order: str, number: int) -> str:
    """How a lot is named in proposals."""
    return f"{order}.{number}"


def order_rows(deal: Deal, codes: Iterable[str], *, user: User, lock: bool) -> dict[str, OrderRow]:
    """The orders of these codes that the person may see."""
    rows: QuerySet[Order] = Order.objects.visible_to(user).filter(deal=deal, code__in=codes).order_by("code")
    rows = rows.select_related("model", "milestone")
    return {row.code: OrderRow(row) for row in (rows.select_for_update(of=("self",)) if lock else rows)}


def order_values(rows: Mapping[str, OrderRow]) -> dict[str, dict[str, Value]]:
    """Quantity and unit price of each order."""
    return {
        code: {"quantity": str(row.order.quantity), "unit_price": f"{row.order.unit_price:.2f}"}
        for code, row in rows.items()
    }


def lot_rows(deal: Deal, names: Iterable[str], *, user: User, lock: bool) -> dict[str, LotRow]:
    """The lots of these names whose order the person may see, whether they are there or not."""
    parts = {name: (match[1], int(match[2])) for name in sorted(names) if (match := NAME.fullmatch(name))}
    orders = order_rows(deal, {code for code, _ in parts.values()}, user=user, lock=False)
    asked = Q(pk__in=[])
    for code, number in parts.values():
        asked |= Q(order__code=code, number=number)
    rows: QuerySet[Lot] = Lot.objects.visible_to(user).filter(asked, order__deal=deal).select_related("order")
    rows = rows.order_by("order__code", "number")
    there = {(row.order.code, row.number): row for row in (rows.select_for_update(of=("self",)) if lock else rows)}
    return {
        name: LotRow(orders[code], number, there.get((code, number)))
        for name, (code, number) in parts.items()
        if code in orders
    }


def lot_values(rows: Mapping[str, LotRow]) -> dict[str, dict[str, Value]]:
    """Day and planned quantity of each lot; None and None where there is none."""
    return {
        name: {
            "due_on": row.found.due_on.isoformat() if row.found else None,
            "planned": str(row.found.planned) if row.found else None,
        }
        for name, row in rows.items()
    }


def lots_of(order: OrderRow, *, user: User) -> list[LotRow]:
    """All lots of an order, in their order."""
    rows = Lot.objects.visible_to(user).filter(order=order.order).order_by("number")
    return [LotRow(order, row.number, row) for row in rows]


def sums(
    deal: Deal, orders: Mapping[str, Mapping[str, Value]], lots: Mapping[str, Mapping[str, Value]], *, user: User
) -> list[tuple[str, int, int]]:
    """Code, quantity and sum of the lots of each touched order in which the two would differ."""
    codes = {*orders, *(name.rpartition(".")[0] for name in lots)}
    rows = order_rows(deal, codes, user=user, lock=False)
    there = {code: lots_of(row, user=user) for code, row in rows.items()}
    found = []
    for code, row in rows.items():
        quantity = whole(orders[code]["quantity"]) if code in orders else row.order.quantity
        planned = _planned(code, there[code], lots)
        if quantity != planned:
            found.append((code, quantity or 0, planned))
    return found


def _planned(code: str, there: Sequence[LotRow], lots: Mapping[str, Mapping[str, Value]]) -> int:
    kept = sum(row.found.planned for row in there if row.found and row.code not in lots)
    return kept + sum(whole(values["planned"]) or 0 for name, values in lots.items() if name.rpartition(".")[0] == code)
