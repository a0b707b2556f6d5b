"""Pages on dates over time: two sets of dates side by side, every move of a date, and the milestone trend."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from procurement import trend_drawing
from procurement.queries.pages import is_milestone_of
from procurement.queries.slips import AskedSlips, milestones_of, slips_of, sums
from procurement.queries.summary import summary_of
from procurement.queries.trend import MOST, trend
from procurement.queries.variance import Asked, variance
from procurement.views.baselines import deal_of_parties
from procurement.views.common import asked_day, person, strip_of
from procurement.vocabulary import Moving, VarianceOrder

SLIPS_PAGE, MOST_MOVED = 100, 10


@require_safe
def deal_variance(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/variance/?from=1&to=forecast`: per milestone and workstream, in calendar and working days."""
    deal, asked = deal_of_parties(code, request), Asked.of(request.GET)
    found = variance(deal, asked, user=person(request), status_date=asked_day(request))
    if found is None:
        raise Http404
    context = {
        "deal": deal,
        "found": found,
        "asked": asked,
        "orders": VarianceOrder.choices,
        "status_date": asked_day(request),
        "strip": strip_of(deal, [row.milestone for row in found.all_rows]),
    }
    return render(request, "deals/variance.html", context)


@require_safe
def slip_list(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/slips/?milestone=&of=`: every move of an agreed date and of a party's forecast."""
    deal, user = deal_of_parties(code, request), person(request)
    asked = AskedSlips(milestone=request.GET.get("milestone", ""), of=request.GET.get("of", ""))
    if (asked.of and asked.of not in Moving.values) or (
        asked.milestone and not is_milestone_of(deal, asked.milestone, user=user)
    ):
        raise Http404
    slips = slips_of(deal, asked, user=user)
    moved = sums(slips)
    context = {
        "deal": deal,
        "asked": asked,
        "milestone": milestones_of(deal, [asked.milestone], user=user).get() if asked.milestone else None,
        "page": Paginator(slips, SLIPS_PAGE).get_page(request.GET.get("page", "1")),
        "kinds": Moving.choices,
        "sums": moved[:MOST_MOVED],
        "moved": len(moved),
        "strip": strip_of(deal, [slip.line for slip in slips]),
    }
    return render(request, "deals/slips.html", context)


@require_safe
def deal_trend(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/trend/?m=…&m=…`: the date that was stated over the day on which it was stated."""
    deal = deal_of_parties(code, request)
    codes = request.GET.getlist("m")
    found = trend(deal, codes, user=person(request), status_date=asked_day(request))
    if found is None:
        raise Http404
    context = {
        "deal": deal,
        "found": found,
        "summary": summary_of(found.plan),
        "most": MOST,
        "drawing": trend_drawing.trend(found),
        "status_date": found.plan.status_date,
        "strip": strip_of(deal, found.lines),
    }
    return render(request, "deals/trend.html", context)
