"""All milestones of a deal as a list that filters narrow. The words of the address are those of the timeline."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from procurement.filters import ListFilter
from procurement.filters.words import chips_of, facets_of
from procurement.queries.plan import plan_of
from procurement.queries.summary import summary_of
from procurement.views.common import asked_day, carried, deal_or_404, person, strip_of

PAGE = 200


@require_safe
def milestone_list(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/milestones/`: every milestone with its state, forecast, slip and float."""
    deal, asked = deal_or_404(code, request), ListFilter(request.GET)
    summary = summary_of(plan_of(deal, user=person(request), status_date=asked_day(request)))
    rows = asked.of(summary)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page", "1"))
    facets = facets_of(summary.plan.rows, asked)
    context = {
        "deal": deal,
        "summary": summary,
        "page": page,
        "status_date": summary.plan.status_date,
        "carried": carried(asked, summary.plan.status_date),
        "facets": facets,
        "flags": [(name, field.choices[0][0], field.label) for name, field in _flags(asked)],
        "chips": chips_of(asked, facets, marks=ListFilter.MARKS),
        "problems": {name: [str(text) for text in texts] for name, texts in asked.errors.items()},
        "strip": strip_of(deal, [row.milestone for row in rows]),
    }
    return render(request, "deals/milestone_list.html", context)


def _flags(asked: ListFilter) -> list[tuple[str, Any]]:
    return [(name, asked.fields[name]) for name in ListFilter.MARKS]
