"""Pages of the catalog."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from catalog.conditions import BadCondition, units_of
from catalog.filters import DroneModelFilter
from catalog.forms import PARTS, ConditionForm, asked_units, condition_form, with_condition
from catalog.models import Capability, DroneModel, Maker
from catalog.queries.listing import CatalogPage, catalog_page
from catalog.queries.pages import model_sheet
from catalog.queries.searching import suggestions
from catalog.unit_choice import system
from catalog.units import in_system
from catalog.vocabulary import Domain, DroneRole, Kind, ModelStatus, Operator
from portal.pagekit.words import title

FACETS = {"domain": Domain, "kind": Kind, "role": DroneRole, "status": ModelStatus}
FOLDED = ("maker", "has")  # long lists that open on request
NARROWING = (*FACETS, *FOLDED, "q", "figure", "match")


@require_safe
def model_list(request: HttpRequest) -> HttpResponse:
    """`/catalog/`: filters, conditions on figures, search, one page of models."""
    capabilities = Capability.objects.in_bulk(field_name="code")
    form = condition_form(request.GET, default_unit=in_system("km", system()))
    if set(PARTS) & set(request.GET):
        try:
            return redirect(f"{request.path}?{with_condition(request.GET, form, capabilities).urlencode()}")
        except BadCondition as error:
            form = replace(form, problem=str(error))
    return render(request, "catalog/model_list.html", _list_context(request, form, capabilities))


def _list_context(request: HttpRequest, form: ConditionForm, capabilities: dict[str, Capability]) -> dict[str, Any]:
    chosen = _filter(request, request.GET)
    user: Any = request.user  # signed in: LoginRequiredMiddleware

    def without(name: str) -> QuerySet[DroneModel]:
        left = request.GET.copy()
        return _rows(_filter(request, left)) if left.pop(name, None) else _rows(chosen)

    found = catalog_page(
        _rows(chosen),
        without=without,
        conditions=chosen.conditions,
        user=user,
        number=request.GET.get("page", "1"),
    )
    measured = [row for row in sorted(capabilities.values(), key=lambda c: c.position) if units_of(row)]
    return {
        "found": found,
        "page": found.page,
        "form": form,
        "operators": Operator.choices,
        "measured": measured,
        "units": asked_units(measured),
        "conditions": chosen.conditions,
        "capabilities": capabilities,
        "facets": _facets(request, found, capabilities),
        "q": request.GET.get("q", ""),
        "problems": [text for texts in chosen.form.errors.values() for text in texts],
        "filtered": any(request.GET.get(name) for name in NARROWING),
    }


def _filter(request: HttpRequest, params: QueryDict) -> DroneModelFilter:
    return DroneModelFilter(params, queryset=DroneModel.objects.visible_to(request.user))


def _rows(chosen: DroneModelFilter) -> QuerySet[DroneModel]:
    """The filtered rows; none where a filter cannot be read."""
    rows: QuerySet[DroneModel] = chosen.qs if chosen.is_valid() else chosen.queryset.none()
    return rows


def _facets(request: HttpRequest, found: CatalogPage, capabilities: dict[str, Capability]) -> list[dict[str, Any]]:
    """Each filter with its values, how many of the models shown have it, and whether it is chosen."""
    labels: dict[str, list[tuple[str, Any]]] = {name: list(words.choices) for name, words in FACETS.items()}
    labels["maker"] = [(maker.slug, title(maker)) for maker in Maker.objects.order_by("name_en")]
    labels["has"] = [(row.code, title(row)) for row in sorted(capabilities.values(), key=lambda c: c.position)]
    return [
        {"name": name, "folded": name in FOLDED, "values": values, "chosen": any(value["chosen"] for value in values)}
        for name, pairs in labels.items()
        if (values := _values(pairs, found.facets[name], request.GET.getlist(name)))
    ]


def _values(pairs: list[tuple[str, Any]], counts: Mapping[str, int], chosen: list[str]) -> list[dict[str, Any]]:
    return [
        {"code": code, "label": label, "count": counts.get(code, 0), "chosen": code in chosen}
        for code, label in pairs
        if counts.get(code) or code in chosen
    ]


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """`/catalog/suggest/?q=`: at most eight models and makers, the best first, for the search box."""
    found = suggestions(request.GET.get("q", ""), user=request.user)  # type: ignore[arg-type]  # signed in
    told = ngettext("%(n)s suggestion", "%(n)s suggestions", len(found)) % {"n": len(found)}
    return JsonResponse({"results": [_suggestion(row) for row in found], "told": told})


def _suggestion(row: DroneModel | Maker) -> dict[str, str]:
    if isinstance(row, Maker):
        url = f"{reverse('model-list')}?{urlencode({'maker': row.slug})}"
        return {"kind": "maker", "slug": row.slug, "name": title(row), "note": row.get_kind_display(), "url": url}
    note = ", ".join(filter(None, [row.get_kind_display(), title(row.maker) if row.maker else ""]))
    url = reverse("model-detail", args=[row.slug])
    return {"kind": "model", "slug": row.slug, "name": title(row), "note": note, "url": url}


@require_safe
def model_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """`/catalog/<slug>/`: one model with every statement."""
    sheet = model_sheet(slug, user=request.user)  # type: ignore[arg-type]  # signed in: LoginRequiredMiddleware
    if sheet is None:
        raise Http404
    roles = [DroneRole(code).label for code in sheet.model.roles]
    return render(request, "catalog/model_detail.html", {"sheet": sheet, "model": sheet.model, "roles": roles})
