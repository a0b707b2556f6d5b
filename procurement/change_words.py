"""A change of a deal's row in words, and the page on which the row stands."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.pagekit.words import day, money, number, plain, title
from procurement.models import Deal
from procurement.queries.changes import Change, Difference, Touched
from procurement.vocabulary import Recorded, StatementKind

ACCEPTED = re.compile(r"proposal (\d+) accepted")
FIELDS: Mapping[str, str | Promise] = {
    "agreed_start": gettext_lazy("Agreed start"),
    "agreed_finish": gettext_lazy("Agreed finish"),
    "cancelled_on": gettext_lazy("Cancelled"),
    "status": gettext_lazy("Status"),
    "state": gettext_lazy("State"),
    "quantity": gettext_lazy("Quantity"),
    "unit_price": gettext_lazy("Price of one"),
    "due_on": gettext_lazy("Due"),
    "planned": gettext_lazy("Planned"),
    "accepted": pgettext_lazy("of a lot", "Accepted"),
    "rejected": gettext_lazy("Rejected"),
    "accepted_on": gettext_lazy("Accepted on"),
    "amount": gettext_lazy("Amount"),
    "paid_on": gettext_lazy("Paid on"),
    "paid_amount": gettext_lazy("Paid"),
    "opened_on": gettext_lazy("Open since"),
    "actual": gettext_lazy("Made"),
    "starts_on": gettext_lazy("From"),
    "ends_on": gettext_lazy("To"),
}


@dataclass(frozen=True)
class Named:
    """A row that changed: its name, its code or other small print, where it stands, and what is different, in words."""

    name: str
    code: str
    url: str
    differences: list[tuple[str, str, str]]


def why(change: Change) -> str:
    """The reason in the reader's language where the portal wrote it, else as it was written."""
    accepted = ACCEPTED.fullmatch(change.why)
    if accepted:
        return _("Proposal %(n)s accepted") % {"n": accepted[1]}
    if change.why in StatementKind.values:
        return str(StatementKind(change.why).label)
    return _(change.why) if change.why and (change.by_portal or change.kind == Recorded.CHECK) else change.why


def named(deal: Deal, change: Change) -> list[Named]:
    """The rows of a change that are named one by one."""
    return [_named(deal, change.kind, touched) for touched in change.touched]


def _named(deal: Deal, kind: Recorded, touched: Touched) -> Named:
    name, code, url = NAMES[kind](deal, touched.row)
    told = [_difference(touched.row, one) for one in touched.differences]
    return Named(plain(name), code, url, told)


def _difference(row: Any, one: Difference) -> tuple[str, str, str]:
    choices = dict(row._meta.get_field(one.name).flatchoices)
    return str(FIELDS[one.name]), _value(one.old, choices), _value(one.new, choices)


def _value(value: Any, choices: Mapping[str, Any]) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return money(value)
    return number(value) if isinstance(value, int) else str(choices.get(value, value))


def _url(deal: Deal, page: str, *codes: Any, at: str = "") -> str:
    return reverse(page, args=[deal.code, *codes]) + (f"#{at}" if at else "")


def _milestone(deal: Deal, row: Any) -> tuple[str, str, str]:
    return title(row), row.code, _url(deal, "milestone-detail", row.code)


def _statement(deal: Deal, row: Any) -> tuple[str, str, str]:
    said = f"{row.get_kind_display()} {day(row.date)}".strip()
    speaker = title(row.party) if row.party else row.source.publisher
    return f"{said}: {title(row.milestone)}", f"{row.milestone.code} · {speaker}", _milestone(deal, row.milestone)[2]


def _link(deal: Deal, row: Any) -> tuple[str, str, str]:
    ends = f"{title(row.predecessor)} → {title(row.successor)}"
    return ends, f"{row.predecessor.code} {row.type} {row.successor.code}", _milestone(deal, row.successor)[2]


def _term(deal: Deal, row: Any) -> tuple[str, str, str]:
    try:
        return title(row), row.code, _url(deal, "term-detail", row.code)
    except NoReverseMatch:
        return title(row), row.code, _url(deal, "deal-detail", at=row.code)


def _position(deal: Deal, row: Any) -> tuple[str, str, str]:
    name, code, url = _term(deal, row.term)
    return name, f"{code} · {title(row.party) if row.party else row.stated_by}", url


def _proposal(deal: Deal, row: Any) -> tuple[str, str, str]:
    name = _("Proposal %(n)s") % {"n": row.name}
    return name, title(row.party), _url(deal, "proposal-detail", row.name)


def _order(deal: Deal, row: Any) -> tuple[str, str, str]:
    return title(row.model), row.code, _url(deal, "delivery-list", at=row.code)


def _lot(deal: Deal, row: Any) -> tuple[str, str, str]:
    words = {"number": row.number, "order": row.order.code, "model": title(row.order.model)}
    name = _("Lot %(number)s of %(order)s, %(model)s") % words
    return name, row.order.code, _url(deal, "delivery-list", at=row.order.code)


def _output(deal: Deal, row: Any) -> tuple[str, str, str]:
    name = f"{title(row.model)}, {day(row.month.isoformat()[:7])}"
    return name, title(row.site), _url(deal, "production", at=row.site.code)


NAMES: Mapping[Recorded, Callable[[Deal, Any], tuple[str, str, str]]] = {
    Recorded.MILESTONE: _milestone,
    Recorded.STATEMENT: _statement,
    Recorded.CHECK: lambda deal, row: _milestone(deal, row.milestone),
    Recorded.LINK: _link,
    Recorded.TERM: _term,
    Recorded.POSITION: _position,
    Recorded.WITHDRAWAL: lambda deal, row: _term(deal, row.position.term),
    Recorded.VERSION: lambda deal, row: _term(deal, row.term),
    Recorded.PROPOSAL: _proposal,
    Recorded.ORDER: _order,
    Recorded.LOT: _lot,
    Recorded.PAYMENT: lambda deal, row: (title(row.milestone), row.code, _url(deal, "payment-list", at=row.code)),
    Recorded.SITE: lambda deal, row: (title(row), row.code, _url(deal, "production", at=row.code)),
    Recorded.OUTPUT: _output,
    Recorded.BASELINE: lambda deal, row: (row.name, "", _url(deal, "deal-detail")),
    Recorded.WORKSTREAM: lambda deal, row: (title(row), row.code, _url(deal, "milestone-list")),
    Recorded.DEAL: lambda deal, row: (title(row), row.code, _url(deal, "deal-detail")),
}
LISTS: Mapping[Recorded, str] = {
    Recorded.MILESTONE: "milestone-list",
    Recorded.STATEMENT: "milestone-list",
    Recorded.LINK: "deal-timeline",
    Recorded.TERM: "deal-detail",
    Recorded.POSITION: "deal-detail",
    Recorded.LOT: "delivery-list",
    Recorded.ORDER: "delivery-list",
    Recorded.PAYMENT: "payment-list",
    Recorded.SITE: "production",
    Recorded.OUTPUT: "production",
}
