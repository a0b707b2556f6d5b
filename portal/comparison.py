"""The comparison page: `/catalog/compare/?m=a&m=b`, with the check against a requirement beside it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from procurement.queries.comparison import compared
from procurement.views.common import person


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Everything is in the address: `m` per model, `only=differences`, `requirement=<slug>`, `units`, `lang`."""
    shown = compared(
        request.GET.getlist("m"),
        only=request.GET.get("only") == "differences",
        requirement=request.GET.get("requirement", ""),
        user=person(request),
    )
    context: dict[str, Any] = {
        "shown": shown,
        "found": shown.found,
        "rows": shown.rows,
        "numbers": {source.pk: number for number, source in enumerate(shown.found.sources, 1)},
        "check": shown.check,
    }
    return render(request, "catalog/comparison.html", context)
