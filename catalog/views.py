"""Pages of the catalog."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.filters import DroneModelFilter
from catalog.models import DroneModel
from catalog.queries.pages import CatalogPage, catalog_page, model_sheet
from catalog.vocabulary import Domain, DroneRole, Kind, ModelStatus

FACETS = {"domain": Domain, "kind": Kind, "role": DroneRole, "status": ModelStatus}


@require_safe
def model_list(request: HttpRequest) -> HttpResponse:
    """`/catalog/`: filters, search, one page of models."""
    chosen = DroneModelFilter(request.GET, queryset=DroneModel.objects.visible_to(request.user))
    rows = chosen.qs if chosen.is_valid() else chosen.queryset.none()
    found = catalog_page(rows, user=request.user, number=request.GET.get("page", "1"))  # type: ignore[arg-type]
    context = {
        "found": found,
        "page": found.page,
        "facets": _facets(request, found),
        "q": request.GET.get("q", ""),
        "problems": dict(chosen.form.errors),
        "filtered": any(request.GET.get(name) for name in (*FACETS, "q", "maker")),
    }
    return render(request, "catalog/model_list.html", context)


def _facets(request: HttpRequest, found: CatalogPage) -> list[dict[str, Any]]:
    """Each filter with its values, how many of the models shown have it, and whether it is chosen."""
    return [
        {
            "name": name,
            "values": [
                {"code": code, "label": label, "count": count, "chosen": code in request.GET.getlist(name)}
                for code, label in words.choices
                if (count := found.facets[name].get(code, 0)) or code in request.GET.getlist(name)
            ],
        }
        for name, words in FACETS.items()
    ]


@require_safe
def model_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """`/catalog/<slug>/`: one model with every statement."""
    sheet = model_sheet(slug, user=request.user)  # type: ignore[arg-type]  # signed in: LoginRequiredMiddleware
    if sheet is None:
        raise Http404
    roles = [DroneRole(code).label for code in sheet.model.roles]
    return render(request, "catalog/model_detail.html", {"sheet": sheet, "model": sheet.model, "roles": roles})
