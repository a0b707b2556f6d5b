"""Saved filters: the page that lists them, what may be done with one, and the address that opens it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.actions.saved_filters import FilterWords, change_filter, save_filter, withdraw_filter
from catalog.models import Capability
from catalog.models.saved import LONGEST_NAME
from catalog.queries.saved_filters import saved_filter, saved_filters_of
from catalog.saved_queries import Asked, asked_now, canonical, listed, result_of
from portal.faults import Fault, Invalid
from portal.pagekit.door import person
from portal.pagekit.faults import told
from portal.pagekit.marking import of_party

GET_OR_POST = ["GET", "HEAD", "POST"]
PAGE_SIZE = 30
Problems = Mapping[str, Sequence[str]]


@require_http_methods(GET_OR_POST)
def saved_filters(request: HttpRequest) -> HttpResponse:
    """`/catalog/filters/`: the person's saved filters and those that colleagues share; POST saves one more."""
    if request.method != "POST":
        return _page(request, {}, 200)
    words = FilterWords(request.POST.get("name", ""), "shared" in request.POST, "watched" in request.POST)
    try:
        query = canonical(request.POST.get("query", ""))
        save_filter(query=query, words=words, by=person(request), at=timezone.now(), find=result_of)
    except Fault as fault:
        return _page(request, *told(fault))
    messages.success(request, _("The filter is saved. You find it under “Saved filters”."))
    return redirect(f"/catalog/?{query}")


def _page(request: HttpRequest, problems: Problems, status: int) -> HttpResponse:
    user = person(request)
    page = Paginator(saved_filters_of(user), PAGE_SIZE).get_page(request.GET.get("page", "1"))
    context = {
        "page": page,
        "rows": listed(page, user),
        "capabilities": Capability.objects.in_bulk(field_name="code"),
        "typed": request.POST,
        "present": _typed_filter(request),
        "longest_name": LONGEST_NAME,
        "problems": problems,
        "strip": of_party(user.party_code),
    }
    return render(request, "catalog/saved_filters.html", context, status=status)


def _typed_filter(request: HttpRequest) -> Asked | None:
    """The filter that was to be saved, in words; None where none was, or where it cannot be read."""
    try:
        return asked_now(canonical(request.POST["query"]), person(request)) if "query" in request.POST else None
    except Invalid:
        return None


@require_http_methods(GET_OR_POST)
def saved_filter_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """`/catalog/filters/<uid>/`: leads to the list as it was saved; POST changes or deletes the saved filter."""
    if request.method != "POST":
        row = saved_filter(uid, user=person(request))
        if row is None:
            raise Http404
        return redirect(f"/catalog/?{row.query}")
    try:
        message = _do(request, uid)
    except Fault as fault:
        problems, status = told(fault)
        return _page(request, {"": [text for texts in problems.values() for text in texts]}, status)
    messages.success(request, message)
    return redirect("saved-filters")


CHANGES: dict[str, Callable[[HttpRequest], FilterWords]] = {
    "rename": lambda request: FilterWords(name=request.POST.get("name", "")),
    "share": lambda _request: FilterWords(shared=True),
    "unshare": lambda _request: FilterWords(shared=False),
    "watch": lambda _request: FilterWords(watched=True),
    "unwatch": lambda _request: FilterWords(watched=False),
}


def _do(request: HttpRequest, uid: UUID) -> str:
    """Writes what the form asks for; returns what the page says then."""
    what = request.POST.get("do", "")
    who: dict[str, Any] = {"uid": uid, "by": person(request), "at": timezone.now()}
    if what == "delete":
        withdraw_filter(**who, version=_version(request))
        return _("The saved filter is deleted.")
    if what not in CHANGES:
        raise Invalid({"": [_("Choose what to do.")]})
    version = None if what.endswith("watch") else _version(request)
    row = change_filter(**who, words=CHANGES[what](request), version=version, find=result_of)
    return _("“%(name)s” is changed.") % {"name": row.name}


def _version(request: HttpRequest) -> int:
    """The version that the form was made with; 0, which no row has, where it is missing."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
