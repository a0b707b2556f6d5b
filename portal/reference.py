"""Pages on the words of the portal: the glossary, and the data dictionary of the API."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.api import VIEWSETS
from portal.dictionary import by_term, lists, units
from portal.rest.fields import TYPE_NAMES


@require_safe
def glossary_page(request: HttpRequest) -> HttpResponse:
    """`/glossary/`: every word in both languages, in the order of the reader's alphabet."""
    return render(request, "reference/glossary.html", {"terms": by_term(get_language() or "en")})


@require_safe
def dictionary_page(request: HttpRequest) -> HttpResponse:
    """`/dictionary/`: every list of the API with its columns, types and codes, and every unit."""
    context = {"lists": lists(VIEWSETS), "units": units(), "types": TYPE_NAMES}
    return render(request, "reference/dictionary.html", context)
