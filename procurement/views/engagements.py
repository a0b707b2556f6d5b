"""What was talked about in the course of a deal: visits, meetings, calls, statements and signings."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from procurement.models import Engagement
from procurement.queries.engagements import engagements_of, party_names
from procurement.views.common import deal_or_404, person, strip_of
from procurement.views.narrowing import Choices, narrowed
from procurement.vocabulary import EngagementKind

PAGE = 50


def _kind(kind: str) -> Choices[Engagement]:
    return {kind: (EngagementKind(kind).label, lambda row: row.kind == kind)}


@require_safe
def engagement_list(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/engagements/`: those in which the parties of the deal took part, the latest first."""
    deal = deal_or_404(code, request)
    every = list(engagements_of(deal, user=person(request)))
    kinds = {kind for kind in EngagementKind.values if any(row.kind == kind for row in every)}
    choices = {key: choice for kind in EngagementKind.values if kind in kinds for key, choice in _kind(kind).items()}
    found = narrowed(request, "kind", every, choices)
    page = Paginator(found.rows, PAGE).get_page(request.GET.get("page", "1"))
    names = party_names([party for row in page for party in row.party_codes])
    context = {
        "deal": deal,
        "every": every,
        "found": found,
        "carried": [("kind", found.chosen)] if found.chosen else [],
        "page": page,
        "names": names,
        "strip": strip_of(deal, also=page),
    }
    return render(request, "deals/engagement_list.html", context)
