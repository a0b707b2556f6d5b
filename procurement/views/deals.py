"""Pages of deals: list and deal."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from portal.accounts.markings import Marking
from procurement import drawings
from procurement.dashboard import AGREED_TERMS, Addresses, figures, said_figures
from procurement.models import Term
from procurement.queries.decisions import decisions_of
from procurement.queries.engagements import engagements_of
from procurement.queries.pages import DealPage, deal_page, deals_of, parties_of, said_of
from procurement.views.common import asked_day, deal_or_404, may_propose, person, strip_of
from procurement.views.narrowing import Choices, narrowed
from procurement.vocabulary import UNSETTLED

EVENTS = 5  # engagements shown on the page of a public deal
TERMS: Choices[Term] = {
    "agreed": (pgettext_lazy("by both sides", "Agreed"), lambda term: term.status in AGREED_TERMS),
    "open": (_("Open"), lambda term: term.status in UNSETTLED),
}


@require_safe
def deal_list(request: HttpRequest) -> HttpResponse:
    """`/deals/`: the deals that the person may see."""
    deals = deals_of(person(request))
    strip = next((strip_of(deal) for deal in deals if not deal.is_public), None)
    context = {"deals": deals, **({"strip": strip} if strip else {})}
    return render(request, "deals/deal_list.html", context)


@require_safe
def deal_detail(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/`: how the deal stands, in figures that lead to their rows, then what is due and late."""
    deal = deal_or_404(code, request)
    page = deal_page(deal, user=person(request), status_date=asked_day(request))
    rows = page.summary.plan.rows
    terms = narrowed(request, "terms", page.terms, TERMS)
    context = {
        "page": page,
        "deal": deal,
        "summary": page.summary,
        "status_date": page.summary.plan.status_date,
        "drawing": drawings.strip(page.summary),
        "parties": parties_of(deal),
        "may_propose": may_propose(person(request), deal),
        "terms": terms,
        "deliveries": drawings.deliveries(page.orders, deal=deal, today=page.summary.plan.status_date),
        "strip": strip_of(deal, [row.milestone for row in rows], also=_marked(page.terms)),
    }
    return render(request, "deals/deal_detail.html", context | _figures(request, page))


def _marked(terms: Sequence[Term]) -> list[Marking]:
    return [*terms, *(said for term in terms for said in said_of(term))]


def _figures(request: HttpRequest, page: DealPage) -> dict[str, Any]:
    """What stands on top: of the public record what sources say, of other deals what is agreed and due."""
    day, user = page.summary.plan.status_date, person(request)
    addresses = Addresses(page.deal, day.isoformat() if request.GET.get("status_date") else "")
    if page.deal.is_public:
        talks = engagements_of(page.deal, user=user)
        events, count = list(talks[:EVENTS]), talks.count()
        return {"figures": said_figures(page, events, count, addresses), "events": events, "addresses": addresses}
    waiting = decisions_of(page.deal, page.summary.plan.rows, user=user, status_date=day)
    return {"figures": figures(page, waiting, addresses), "decisions": waiting, "addresses": addresses}
