"""The comparison page: `/catalog/compare/?m=a&m=b`, with the check against a requirement beside it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.queries.comparison import FEWEST, MOST, Comparison, comparison
from procurement.models import Requirement
from procurement.queries.requirements import answer_of, judging, requirements_of
from procurement.views.common import person


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Everything is in the address: `m` per model, `only=differences`, `requirement=<slug>`, `units`, `lang`."""
    asked = request.GET.getlist("m")
    found = comparison(asked, user=person(request))
    only = request.GET.get("only") == "differences"
    checks = [row for row in requirements_of(person(request)) if judging(row) and _concerns(row, found)]
    chosen = next((row for row in checks if row.slug == request.GET.get("requirement")), None)
    context: dict[str, Any] = {
        "found": found,
        "rows": [row for row in found.rows if row.differs or not only],
        "numbers": {source.pk: number for number, source in enumerate(found.sources, 1)},
        "only": only,
        "enough": len(found.models) >= FEWEST,
        "too_many": len(set(asked)) > MOST,
        "checks": checks,
        "chosen": chosen,
        "check": _check(chosen, found) if chosen else None,
    }
    return render(request, "catalog/comparison.html", context)


def _concerns(requirement: Requirement, found: Comparison) -> bool:
    return any(model.domain == requirement.domain for model in found.models)


def _check(requirement: Requirement, found: Comparison) -> dict[str, Any]:
    """`overall`: the answer of each model; `rows`: each judging figure with the judgement of each model."""
    answers = [answer_of(model, model.counting, requirement) for model in found.models]  # type: ignore[attr-defined]  # prefetched
    by_figure = zip(*(one.judgements for one in answers), strict=True)
    return {"overall": answers, "rows": list(zip(judging(requirement), by_figure, strict=True))}
