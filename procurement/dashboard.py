"""The key figures of a deal. Each has the address of exactly those rows that make it up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.pagekit.words import day, money, number, signed
from procurement.models import Deal, Engagement, Term
from procurement.queries.decisions import Decision
from procurement.queries.money_and_goods import OrderProgress, PaymentProgress
from procurement.queries.pages import DealPage, said_of
from procurement.queries.summary import Summary
from procurement.vocabulary import UNSETTLED, LotState, TermStatus

AGREED_TERMS = frozenset({TermStatus.AGREED, TermStatus.IN_FORCE})


@dataclass(frozen=True)
class Figure:
    """One figure: what it counts, the number in words, what it is a part of, where its rows are; `tone`: late, cont."""

    code: str
    label: str
    value: str
    note: str
    url: str
    tone: str = ""


@dataclass(frozen=True)
class Addresses:
    """Makes the addresses of a deal's lists; they keep the day for which the page was asked."""

    deal: Deal
    status_date: str = ""

    def __call__(self, name: str, asked: Mapping[str, str] | None = None, *, at: str = "") -> str:
        days = {"status_date": self.status_date} if self.status_date else {}
        query = urlencode({**(asked or {}), **days})
        return reverse(name, args=[self.deal.code]) + (f"?{query}" if query else "") + (f"#{at}" if at else "")


def figures(page: DealPage, decisions: Sequence[Decision], addresses: Addresses) -> list[Figure]:
    """The figures of a deal between parties; what the deal has none of is left out."""
    found = [*_milestones(page.summary, addresses), _end(page.summary, addresses)]
    found += [_terms(page.terms, addresses), _lots(page.orders, addresses)]
    found += [_payments(progress, addresses) for progress in page.payments]
    return [one for one in [*found, _decisions(decisions)] if one]


def _milestones(summary: Summary, addresses: Addresses) -> list[Figure]:
    late, contested, overdue = len(summary.late), len(summary.contested), len(summary.overdue)
    overdue_words = ngettext("%(n)s of them is overdue", "%(n)s of them are overdue", overdue) % {"n": overdue}
    return [
        Figure(
            *("met", _("Milestones met"), number(summary.met), _("of %(total)s") % {"total": number(summary.total)}),
            addresses("milestone-list", {"state": "met"}),
        ),
        Figure(
            *("late", _("Milestones late"), number(late), overdue_words),
            *(addresses("milestone-list", {"late": "1"}), "late" if late else ""),
        ),
        Figure(
            *("contested", _("Milestones contested"), number(contested), _("one side reports, the other disputes")),
            *(addresses("milestone-list", {"contested": "1"}), "cont" if contested else ""),
        ),
    ]


def _end(summary: Summary, addresses: Addresses) -> Figure | None:
    """The forecast end leads to the milestones that make it."""
    slip = summary.end_slip
    if slip is None:
        return None
    words = ngettext("%(days)s day, agreed %(day)s", "%(days)s days, agreed %(day)s", abs(slip))
    note = words % {"days": signed(slip), "day": day(summary.planned_end)} if slip else _("as agreed")
    url = addresses("milestone-list", {"ends": "1"})
    return Figure("end", _("Forecast end"), day(summary.plan.end), note, url, "late" if slip > 0 else "")


def _terms(terms: Sequence[Term], addresses: Addresses) -> Figure | None:
    if not terms:
        return None
    agreed = sum(term.status in AGREED_TERMS for term in terms)
    still_open = sum(term.status in UNSETTLED for term in terms)
    note = _("of %(total)s; %(open)s open") % {"total": number(len(terms)), "open": number(still_open)}
    url = addresses("deal-detail", {"terms": "agreed"}, at="terms")
    return Figure("terms", _("Terms agreed"), number(agreed), note, url)


def _lots(orders: Sequence[OrderProgress], addresses: Addresses) -> Figure | None:
    rows = [row for progress in orders for row in progress.rows]
    if not rows:
        return None
    due = [row for row in rows if row.is_due]
    full = sum(row.state == LotState.ACCEPTED for row in due)
    note = _("of %(due)s due; %(total)s in all") % {"due": number(len(due)), "total": number(len(rows))}
    url = addresses("delivery-list", {"lots": "due"})
    return Figure("lots", _("Lots accepted in full"), number(full), note, url, "late" if full < len(due) else "")


def _payments(progress: PaymentProgress, addresses: Addresses) -> Figure:
    note = _("of %(due)s %(currency)s due") % {"due": money(progress.due), "currency": progress.currency}
    url = addresses("payment-list", {"currency": progress.currency, "pay": "due"})
    label = _("Paid, %(currency)s") % {"currency": progress.currency}
    return Figure("paid", label, money(progress.paid), note, url, "late" if progress.behind else "")


def _decisions(decisions: Sequence[Decision]) -> Figure:
    sides = {str(side.label) for one in decisions for side in one.sides}
    note = _("by %(sides)s") % {"sides": ", ".join(sorted(sides))} if sides else _("nothing waits for a decision")
    return Figure("decisions", _("To be decided"), number(len(decisions)), note, "#decisions")


def said_figures(page: DealPage, last: Sequence[Engagement], count: int, addresses: Addresses) -> list[Figure]:
    """The figures of a deal of the public record: what sources say, and how much; `last` are its latest engagements."""
    said = sum(len(said_of(term)) for term in page.terms)
    statements = sum(len(row.statements) for row in page.summary.plan.rows)
    return [
        Figure(
            *("met", _("Milestones happened"), number(page.summary.met)),
            *(_("of %(total)s") % {"total": number(page.summary.total)}, addresses("milestone-list", {"state": "met"})),
        ),
        Figure(
            *("statements", _("Statements on milestones"), number(statements), _("by public sources")),
            addresses("deal-detail", at="milestones"),
        ),
        Figure(
            *("said", _("Statements on terms"), number(said)),
            ngettext("on %(n)s subject", "on %(n)s subjects", len(page.terms)) % {"n": number(len(page.terms))},
            addresses("deal-detail", at="terms"),
        ),
        Figure(
            *("engagements", _("Engagements"), number(count)),
            _("the last: %(day)s") % {"day": day(last[0].starts_on)} if last else _("none is known"),
            addresses("engagement-list"),
        ),
    ]
