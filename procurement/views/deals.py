"""Pages of deals: list and deal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from procurement import drawings
from procurement.queries.pages import deal_page, deals_of, parties_of
from procurement.views.common import asked_day, deal_or_404, may_propose, person, strip_of


@require_safe
def deal_list(request: HttpRequest) -> HttpResponse:
    """`/deals/`: the deals that the person may see."""
    deals = deals_of(person(request))
    strip = next((strip_of(deal) for deal in deals if not deal.is_public), None)
    context = {"deals": deals, **({"strip": strip} if strip else {})}
    return render(request, "deals/deal_list.html", context)


@require_safe
def deal_detail(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/`: how the deal stands."""
    deal = deal_or_404(code, request)
    page = deal_page(deal, user=person(request), status_date=asked_day(request))
    rows = page.summary.plan.rows
    context = {
        "page": page,
        "deal": deal,
        "summary": page.summary,
        "status_date": page.summary.plan.status_date,
        "drawing": drawings.strip(page.summary),
        "parties": parties_of(deal),
        "may_propose": may_propose(person(request), deal),
        "deliveries": drawings.deliveries(page.orders, page.summary),
        "strip": strip_of(deal, [row.milestone for row in rows]),
    }
    return render(request, "deals/deal_detail.html", context)
