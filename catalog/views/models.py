"""The list of models and the sheet of one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from catalog.composers.papers import compared, comparison_paper, model_paper
from catalog.conditions import BadCondition, units_of
from catalog.filters import DroneModelFilter
from catalog.forms import PARTS, ConditionForm, asked_units, condition_form, with_condition
from catalog.models import Capability, DroneModel, Maker
from catalog.models.saved import LONGEST_NAME
from catalog.naming import by_name
from catalog.queries.comparison import FEWEST, MOST
from catalog.queries.listing import CatalogPage, catalog_page
from catalog.tray import models_of, put_in, take_out
from catalog.unit_choice import system
from catalog.units import in_system
from catalog.vocabulary import Domain, DroneRole, Kind, ModelStatus, Operator
from portal.faults import Invalid
from portal.pagekit.words import title
from portal.paper.asked import Paper, languages_of
from portal.rest.pdf import disposition

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
    user: Any = request.user  # signed in: LoginRequiredMiddleware
    chosen = DroneModelFilter(request.GET, queryset=DroneModel.objects.visible_to(user))
    found = catalog_page(
        chosen.rows,
        narrowed=chosen.narrowed,
        conditions=chosen.conditions,
        matches=chosen.matches,
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
        "tray": models_of(request),
        "filtered": any(request.GET.get(name) for name in NARROWING),
        "longest_name": LONGEST_NAME,
    }


def _facets(request: HttpRequest, found: CatalogPage, capabilities: dict[str, Capability]) -> list[dict[str, Any]]:
    """Each filter with its values, how many of the models shown have it, and whether it is chosen."""
    labels: dict[str, list[tuple[str, Any]]] = {name: list(words.choices) for name, words in FACETS.items()}
    labels["maker"] = [(maker.slug, title(maker)) for maker in Maker.objects.order_by(*by_name())]
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


@require_POST
def tray(request: HttpRequest) -> HttpResponse:
    """`POST /catalog/tray/`: puts the models of `m` into the tray or takes the one of `out` out of it."""
    try:
        if "out" in request.POST:
            take_out(request, request.POST["out"])
        else:
            put_in(request, request.POST.getlist("m"))
    except Invalid as fault:
        messages.error(request, " ".join(fault.problems["m"]))
    return redirect(_local(request))


def _local(request: HttpRequest) -> str:
    """Where the person came from; the catalog when that is no page of the portal."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if safe else "/catalog/"


@require_safe
def model_briefing(request: HttpRequest, slug: str) -> HttpResponse:
    """`/catalog/<slug>/briefing.pdf`: the model on paper; `?lang=` en, uk or both, else the reader's language."""
    languages = languages_of(request.GET.get("lang", ""), reader=request.LANGUAGE_CODE or "")
    return _pdf(model_paper(slug, user=request.user, languages=languages, at=timezone.now()))  # type: ignore[arg-type]


@require_safe
def comparison_briefing(request: HttpRequest) -> HttpResponse:
    """`/catalog/compare/briefing.pdf?m=a&m=b`: two to six models on paper; `only` and `lang` as on the page."""
    slugs = compared(request.GET.getlist("m"))
    if slugs is None:
        raise BadRequest(f"From {FEWEST} to {MOST} models.")
    languages = languages_of(request.GET.get("lang", ""), reader=request.LANGUAGE_CODE or "")
    only = request.GET.get("only") == "differences"
    paper = comparison_paper(slugs, user=request.user, languages=languages, at=timezone.now(), only_differences=only)  # type: ignore[arg-type]
    return _pdf(paper)


def _pdf(paper: Paper | None) -> HttpResponse:
    if paper is None:
        raise Http404
    headers = {"Content-Disposition": disposition(paper.name)}
    return HttpResponse(paper.content, content_type="application/pdf", headers=headers)
