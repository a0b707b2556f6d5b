"""Pages of the claim ledger: put a figure on record, one statement and its history, the queue, the coverage board."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.actions.claims import add_claim, check_claim, prefer_claim, withdraw_claim
from catalog.forms import ClaimForm, LedgerForm
from catalog.models import Capability, DroneModel
from catalog.queries.coverage import coverage
from catalog.queries.ledger import claim_page, stale_page
from catalog.queries.pages import sources_of
from catalog.rules import REVIEW_AFTER
from catalog.units import UNITS
from catalog.vocabulary import Domain, Speaker
from portal.accounts import roles
from portal.accounts.models import User
from portal.faults import Fault
from portal.pagekit.door import asked_day, own_address, person
from portal.pagekit.faults import problems_of, told

GET_OR_POST = ["GET", "HEAD", "POST"]
Problems = Mapping[str, Sequence[str]]


def may_write(user: User) -> bool:
    """True when the page may offer its forms; the action decides."""
    return user.may(roles.CATALOG) and user.party is not None


@require_http_methods(GET_OR_POST)
def new_claim(request: HttpRequest, slug: str) -> HttpResponse:
    """`/catalog/<slug>/claims/new/`: the form that puts a figure on record."""
    model = DroneModel.objects.visible_to(request.user).filter(slug=slug).first()
    if model is None:
        raise Http404
    if request.method != "POST":
        return _new_claim_page(request, model, {}, 200)
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return _new_claim_page(request, model, problems_of(form), 400)
    try:
        claim = add_claim(model_slug=slug, words=form.words, by=person(request), at=timezone.now())
    except Fault as fault:
        return _new_claim_page(request, model, *told(fault))
    messages.success(request, _("The statement is on record."))
    return redirect("claim-detail", claim.pk)


def _new_claim_page(request: HttpRequest, model: DroneModel, problems: Problems, status: int) -> HttpResponse:
    context = {
        "model": model,
        "capabilities": Capability.objects.visible_to(request.user),
        "units": [code for code in UNITS if code != "1"],
        "speakers": Speaker.choices,
        "sources": sources_of(model.pk, user=person(request)),
        "typed": {name: (request.POST or request.GET).get(name, "") for name in ClaimForm.base_fields},
        "problems": problems,
        "may_write": may_write(person(request)),
    }
    return render(request, "catalog/claim_new.html", context, status=status)


@require_http_methods(GET_OR_POST)
def claim_detail(request: HttpRequest, number: int) -> HttpResponse:
    """`/catalog/claims/<number>/`: one statement, its checks and preferences, and what may be done with it."""
    if request.method != "POST":
        return _claim_detail_page(request, number, {}, 200)
    form = LedgerForm(request.POST)
    if not form.is_valid():
        problems = problems_of(form)
        return _claim_detail_page(request, number, problems, 400)
    try:
        message = _do(request, number, form.cleaned_data)
    except Fault as fault:
        return _claim_detail_page(request, number, *told(fault))
    messages.success(request, message)
    return HttpResponseRedirect(own_address(form.cleaned_data["back"]) or request.path)


def _do(request: HttpRequest, number: int, words: dict[str, Any]) -> str:
    """Writes what the form asks for; returns what the page says then."""
    who: dict[str, Any] = {"claim_id": number, "by": person(request), "at": timezone.now()}
    if words["do"] == "check":
        check_claim(**who, note=words["reason"])
        return _("Checked today: the source still states it.")
    if words["do"] == "withdraw":
        withdraw_claim(**who, reason=words["reason"], replaced_by=words["replaced_by"])
        return _("The statement is withdrawn.")
    prefer_claim(**who, reason=words["reason"], stands=words["do"] == "prefer")
    return _("Your party’s preference is on record.")


def _claim_detail_page(request: HttpRequest, number: int, problems: Problems, status: int) -> HttpResponse:
    page = claim_page(number, user=person(request))
    if page is None:
        raise Http404
    own, today = {preference.party_id for preference in page.preferred}, timezone.now().date()
    party = person(request).party_id
    context = {
        "page": page,
        "claim": page.claim,
        "model": page.claim.model,
        "today": today,
        "checked_today": next((check for check in page.checks if check.checked_on == today), None),
        "typed": request.POST,
        "problems": problems,
        "may_write": may_write(person(request)) and not page.is_withdrawn,
        "is_own": page.claim.owner_id in (None, party),
        "is_preferred": party in own,
    }
    return render(request, "catalog/claim_detail.html", context, status=status)


@require_safe
def stale(request: HttpRequest) -> HttpResponse:
    """`/catalog/stale/`: statements that nobody has checked for long, each with one click that says it still holds."""
    day = asked_day(request)
    page = stale_page(person(request), on=day, number=request.GET.get("page", "1"))
    context = {
        "page": page,
        "status_date": day,
        "days": REVIEW_AFTER.days,
        "may_write": may_write(person(request)),
    }
    return render(request, "catalog/stale.html", context)


@require_safe
def coverage_board(request: HttpRequest) -> HttpResponse:
    """`/catalog/coverage/`: how many figures two independent sources state, by domain and capability."""
    board = coverage(person(request), on=asked_day(request))
    domains = [(Domain(code).label, row) for code, row in board.by_domain.items()]
    context = {"board": board, "domains": domains, "status_date": board.on}
    return render(request, "catalog/coverage.html", context)
