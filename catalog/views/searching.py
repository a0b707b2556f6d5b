"""Suggestions while somebody types into a search box."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from catalog.models import DroneModel, Maker
from catalog.queries.searching import suggestions
from portal.pagekit.words import title


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """`/catalog/suggest/?q=`: at most eight models and makers, the best first, for the search box."""
    found = suggestions(request.GET.get("q", ""), user=request.user)  # type: ignore[arg-type]  # signed in
    told = ngettext("%(n)s suggestion", "%(n)s suggestions", len(found)) % {"n": len(found)}
    return JsonResponse({"results": [_suggestion(row) for row in found], "told": told})


def _suggestion(row: DroneModel | Maker) -> dict[str, str]:
    if isinstance(row, Maker):
        url = reverse("maker-detail", args=[row.slug])
        return {"kind": "maker", "slug": row.slug, "name": title(row), "note": row.get_kind_display(), "url": url}
    note = ", ".join(filter(None, [row.get_kind_display(), title(row.maker) if row.maker else ""]))
    url = reverse("model-detail", args=[row.slug])
    return {"kind": "model", "slug": row.slug, "name": title(row), "note": note, "url": url}
