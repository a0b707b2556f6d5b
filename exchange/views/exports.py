"""Exports that belong to a page: the catalog as it is filtered, and the statements of one model."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from catalog.api.ledger import ClaimSerializer, ClaimViewSet
from catalog.api.models import DroneModelSerializer, DroneModelViewSet
from catalog.filters import DroneModelFilter
from catalog.models import DroneModel
from exchange.composers.download import download
from exchange.vocabulary import Format
from portal.accounts.models import User

# A page's .csv is opened by people in Excel; programs take it from the API, or say ?format=csv.
ENDINGS = {"csv": Format.CSV_EXCEL, "xlsx": Format.XLSX, "ndjson": Format.NDJSON, "json": Format.JSON}


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
def claims(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
    """`/catalog/<slug>/claims.csv`: every statement about one model that counts."""
    form, person = _form(request, ending), _person(request)
    model = get_object_or_404(DroneModel.objects.visible_to(person), slug=slug)
    rows = ClaimViewSet().rows(person).filter(model=model)
    serializer: Any = ClaimSerializer
    filters = {"model": [slug]}
    return download(name="claims", rows=rows, serializer=serializer, person=person, filters=filters, form=form)
