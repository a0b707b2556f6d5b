"""Where the drones of a deal are made, how many a month, and whether that is enough for what is due."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from procurement import drawings
from procurement.queries.production import production_of
from procurement.views.common import asked_day, deal_or_404, person, strip_of


@require_safe
def production(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/production/`: planned and actual output by model and by site, against the lots due."""
    deal, on = deal_or_404(code, request), asked_day(request)
    found = production_of(deal, user=person(request), status_date=on)
    context = {
        "deal": deal,
        "status_date": on,
        "found": found,
        "open": [one for one in found.sites if one.site.opened_on and one.site.opened_on <= on],
        "short": [one for one in found.outputs if one.short],
        "panels": drawings.production(found.outputs, deal=deal, today=on),
        "strip": strip_of(
            deal,
            also=[
                *(one.site for one in found.sites),
                *(lot.order for one in found.outputs for lot in one.lots),
            ],
        ),
    }
    return render(request, "deals/production.html", context)
