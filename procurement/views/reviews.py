"""The queue of milestones that their owners have to review."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from procurement.queries.reviews import queue
from procurement.review_rules import REMIND_BEFORE, REVIEW_AFTER, REVIEW_SOON_AFTER, SOON
from procurement.views.common import asked_day, deal_or_404, may_state, person, strip_of


@require_safe
def stale(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/stale/`: milestones not heard of for long, each with one click that says it is still true."""
    deal, day = deal_or_404(code, request), asked_day(request)
    found = queue(deal, user=person(request), status_date=day, number=request.GET.get("page", "1"))
    context = {
        "deal": deal,
        "found": found,
        "page": found.page,
        "status_date": day,
        "days": REVIEW_AFTER.days,
        "soon_days": REVIEW_SOON_AFTER.days,
        "soon": SOON.days,
        "ahead": REMIND_BEFORE.days,
        "own": person(request).party_id if may_state(person(request)) else None,
        "strip": strip_of(deal, [one.milestone for one in found.page]),
    }
    return render(request, "deals/stale.html", context)
