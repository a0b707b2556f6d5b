"""Pages on who makes and who says: makers, and sources with everything that they were cited for."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.queries.makers import maker_page, makers_of
from catalog.queries.sources import cited_in_catalog, source_of, sources_of
from procurement.models import Deal
from procurement.queries.cited import CitedInDeals, cited_in_deals
from procurement.views.common import person, strip_of_rows

PAGE_SIZE = 50


@require_safe
def maker_list(request: HttpRequest) -> HttpResponse:
    """`/makers/`: every maker with the number of its models."""
    page = Paginator(makers_of(person(request)), PAGE_SIZE).get_page(request.GET.get("page", "1"))
    return render(request, "record/maker_list.html", {"page": page})


@require_safe
def maker_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """`/makers/<slug>/`: one maker and its models."""
    found = maker_page(slug, user=person(request))
    if found is None:
        raise Http404
    return render(request, "record/maker_detail.html", {"maker": found.maker, "models": found.models})


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    """`/sources/`: every source, or those whose publisher, title or address holds the words of `?q=`."""
    words = request.GET.get("q", "")
    page = Paginator(sources_of(person(request), words=words), PAGE_SIZE).get_page(request.GET.get("page", "1"))
    return render(request, "record/source_list.html", {"page": page, "q": words})


@require_safe
def source_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """`/sources/<slug>/`: one published page and everything that was taken from it."""
    source = source_of(slug, user=person(request))
    if source is None:
        raise Http404
    deals = cited_in_deals(source, user=person(request))
    catalog = cited_in_catalog(source, user=person(request))
    context = {"source": source, "catalog": catalog, "deals": deals, "strip": strip_of_rows(_marked(deals))}
    return render(request, "record/source_detail.html", context)


def _marked(deals: CitedInDeals) -> list[tuple[Deal, list[list[str]]]]:
    terms = [(row.term.deal, [row.releasable_to, row.term.releasable_to]) for row in deals.positions]
    dates = [(row.milestone.deal, [row.releasable_to, row.milestone.releasable_to]) for row in deals.statements]
    return [*terms, *dates]
