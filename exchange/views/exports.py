"""Exports that belong to a page: the catalog as it is filtered, a comparison, and the statements of one model."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.api.ledger import ClaimSerializer, ClaimViewSet
from catalog.api.models import DroneModelSerializer, DroneModelViewSet
from catalog.filters import DroneModelFilter
from catalog.models import DroneModel
from exchange.composers.comparison_files import comparison_export
from exchange.composers.download import download, written
from exchange.vocabulary import Format
from portal.accounts.models import User
from portal.history.reading import one_snapshot
from procurement.queries.comparison import compared

# A page's .csv is opened by people in Excel; programs take it from the API, or say ?format=csv.
ENDINGS = {"csv": Format.CSV_EXCEL, "xlsx": Format.XLSX, "ndjson": Format.NDJSON, "json": Format.JSON}
COMPARED = frozenset({"csv", "xlsx", "json"})


def _form(request: HttpRequest, ending: str) -> Format:
    if ending not in ENDINGS:
        raise Http404
    return Format.CSV if ending == "csv" and request.GET.get("format") == Format.CSV else ENDINGS[ending]


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # LoginRequiredMiddleware lets nobody else in
    return request.user


@require_safe
def models(request: HttpRequest, ending: str) -> HttpResponseBase:
    """`/catalog/export.xlsx?domain=air`: the models that the page with the same filters shows."""
    form, person = _form(request, ending), _person(request)
    chosen = DroneModelFilter(request.GET, queryset=DroneModelViewSet().rows(person))
    if not chosen.is_valid():
        return redirect(f"/catalog/?{request.GET.urlencode()}")  # the page says what is wrong
    filters = {name: request.GET.getlist(name) for name in DroneModelFilter.base_filters if request.GET.get(name)}
    serializer: Any = DroneModelSerializer
    return download(
        name="drone-models", rows=chosen.qs, serializer=serializer, person=person, filters=filters, form=form
    )


@require_safe
def comparison(request: HttpRequest, ending: str) -> HttpResponseBase:
    """`/catalog/compare/export.xlsx?m=a&m=b`: what the comparison page with the same address shows."""
    if ending not in COMPARED:
        raise Http404
    form, person = _form(request, ending), _person(request)
    only, requirement = request.GET.get("only") == "differences", request.GET.get("requirement", "")
    with one_snapshot() as horizon:
        shown = compared(request.GET.getlist("m"), only=only, requirement=requirement, user=person)
    if not shown.is_whole:
        return redirect(f"/catalog/compare/?{request.GET.urlencode()}")  # the page says what is wrong
    return written(comparison_export(shown, person=person, at=timezone.now(), horizon=horizon), form)


@require_safe
def claims(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
    """`/catalog/<slug>/claims.csv`: every statement about one model that counts."""
    form, person = _form(request, ending), _person(request)
    model = get_object_or_404(DroneModel.objects.visible_to(person), slug=slug)
    rows = ClaimViewSet().rows(person).filter(model=model)
    serializer: Any = ClaimSerializer
    filters = {"model": [slug]}
    return download(name="claims", rows=rows, serializer=serializer, person=person, filters=filters, form=form)
