"""Choosing the two milestones of a link that is to be proposed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from portal.pagekit.faults import problems_of
from procurement.forms import LinkForm
from procurement.queries.pages import milestones_of
from procurement.views.common import deal_or_404, may_propose, person, strip_of
from procurement.vocabulary import LinkType


@require_safe
def link_new(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/links/new/?before=…&after=…&type=…`: leads to the proposal once all three are named."""
    deal = deal_or_404(code, request)
    if deal.is_public:
        raise Http404
    milestones = milestones_of(deal, user=person(request))
    form = LinkForm(request.GET, milestones=[(row.code, row.code) for row in milestones])
    if "type" in request.GET and form.is_valid():
        return redirect(f"{reverse('proposal-new', args=[code])}?{urlencode({'link': form.name})}")
    context = {
        "deal": deal,
        "milestones": milestones,
        "types": LinkType.choices,
        "typed": request.GET,
        "may": may_propose(person(request), deal),
        "problems": problems_of(form) if "type" in request.GET else {},
        "strip": strip_of(deal, milestones),
    }
    return render(request, "deals/link_new.html", context, status=400 if context["problems"] else 200)
