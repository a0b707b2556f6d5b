"""Writing an accepted value into the record, subject by subject. Called within the transaction of the acceptance."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.faults import Refused
from procurement import proposal_rules as rules
from procurement.models import Dependency, Lot, Milestone, Order, Proposal, Term, TermVersion
from procurement.proposal_rules import Value
from procurement.queries.agreed import Row, state_of
from procurement.queries.agreed_links import LinkRow
from procurement.queries.agreed_orders import LotRow, OrderRow
from procurement.vocabulary import TermStatus


def apply(row: Row, new: Mapping[str, Value], proposal: Proposal, *, by: User, at: datetime) -> None:
    """Makes the values the agreed ones of the row. Refused when the row takes no change by now."""
    match row:
        case Milestone():
            _apply_dates(row, new, proposal, by=by, at=at)
        case Term():
            _apply_text(row, new, proposal, today=at.date())
        case LinkRow():
            _apply_link(row, new)
        case OrderRow():
            _apply_order(row.order, new)
        case LotRow():
            _apply_lot(row, new)


def _apply_dates(row: Milestone, new: Mapping[str, Value], proposal: Proposal, *, by: User, at: datetime) -> None:
    if state_of(row, user=by) in rules.SETTLED:
        text = _("%(code)s is met or cancelled by now: nothing is left to move.")
        raise Refused(text % {"code": row.code}, code="settled")
    start, finish = (date.fromisoformat(str(new[name])) for name in rules.DATES)
    row.agreed_start, row.agreed_finish, row.duration_days = start, finish, (finish - start).days
    if new[rules.CANCELLED]:
        row.cancelled_on, row.cancelled_by = at.date(), proposal
    row.version += 1
    row.save(update_fields=[*rules.DATES, "duration_days", "cancelled_on", "cancelled_by", "version"])


def _apply_text(row: Term, new: Mapping[str, Value], proposal: Proposal, *, today: date) -> None:
    """The new version holds from today, or from the day after the present one began to hold."""
    last = TermVersion.objects.filter(term=row).order_by("number").last()
    begins = today if last is None else max(today, last.valid_from + timedelta(days=1))
    if last is not None:
        last.valid_to = begins
        last.save(update_fields=["valid_to"])
    low, high = (Decimal(str(new[name])) if new[name] else None for name in rules.FIGURES)
    TermVersion(
        term=row,
        number=1 + (last.number if last else 0),
        text_en=str(new["text_en"]),
        text_uk=str(new["text_uk"]),
        low=low,
        high=high,
        valid_from=begins,
        proposal=proposal,
    ).save()
    row.status, row.version = TermStatus.AGREED, row.version + 1
    row.save(update_fields=["status", "version"])


def _apply_link(row: LinkRow, new: Mapping[str, Value]) -> None:
    """Draws the link, changes it, or takes it away; its history keeps what it was."""
    if new["type"] is None:
        if row.found:
            row.found.delete()
        return
    link = row.found or Dependency(predecessor=row.predecessor, successor=row.successor, version=0)
    link.type, link.lag_days = str(new["type"]), int(str(new["lag_days"]))
    link.version += 1
    link.save()


def _apply_order(order: Order, new: Mapping[str, Value]) -> None:
    order.quantity, order.unit_price = int(str(new["quantity"])), Decimal(str(new["unit_price"]))
    order.version += 1
    order.save(update_fields=["quantity", "unit_price", "version"])


def _apply_lot(row: LotRow, new: Mapping[str, Value]) -> None:
    """Adds the lot, changes it, or takes it away. Refused when more of it was received meanwhile than is planned."""
    planned = int(str(new["planned"])) if new["planned"] is not None else 0
    if planned < row.received:
        text = _("%(received)s units of %(code)s have been received by now: they cannot be planned away.")
        raise Refused(text % {"code": row.code, "received": row.received}, code="received")
    if new["due_on"] is None:
        if row.found:
            row.found.delete()
        return
    lot = row.found or Lot(order=row.order.order, number=row.number, version=0)
    lot.due_on, lot.planned, lot.version = date.fromisoformat(str(new["due_on"])), planned, lot.version + 1
    lot.save()
