"""Pages of terms: all of a deal, one with its positions and versions, and stating or withdrawing a position."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.models import User
from portal.faults import Fault
from portal.pagekit.faults import problems_of, told
from procurement import term_drawings
from procurement.actions.positions import state_position, withdraw_position
from procurement.forms import PositionForm, WithdrawalForm
from procurement.models import Deal
from procurement.queries.terms import Part, TermPage, side_of, term_of, term_page, terms_at
from procurement.views.common import asked_day, deal_or_404, may_propose, person, strip_of

GET_OR_POST = ["GET", "HEAD", "POST"]
Problems = Mapping[str, Sequence[str]]


@require_safe
def term_list(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/terms/`: every term with where both sides stand, by workstream."""
    deal, day = deal_or_404(code, request), asked_day(request)
    parts = terms_at(deal, user=person(request), on=day)
    rows = [row for part in parts for row in part.rows]
    context = {
        "deal": deal,
        "parts": [(part, [(row, term_drawings.one_line(row)) for row in part.rows]) for part in parts],
        "counts": _counts(parts),
        "status_date": day,
        "strip": strip_of(deal, [row.term for row in rows]),  # of positions only shared ones are shown
    }
    return render(request, "deals/term_list.html", context)


def _counts(parts: Sequence[Part]) -> dict[str, int]:
    """How many terms there are, have an agreed text, are settled without one, and are open."""
    rows = [row for part in parts for row in part.rows]
    text = sum(row.version is not None for row in rows)
    figure = sum(row.version is None and row.is_settled for row in rows)
    return {"all": len(rows), "text": text, "settled": figure, "rest": len(rows) - text - figure}


@require_http_methods(GET_OR_POST)
def term_detail(request: HttpRequest, code: str, term: str) -> HttpResponse:
    """`/deals/<code>/terms/<term>/`: what is agreed, who stood where when, and the form to state a position."""
    deal = deal_or_404(code, request)
    if request.method != "POST":
        return _show(request, deal, term)
    if term_of(deal, term, user=person(request)) is None:
        raise Http404
    form = PositionForm(request.POST)
    if not form.is_valid():
        return _show(request, deal, term, problems=problems_of(form), status=400)
    try:
        _state(request, deal, term, form)
    except Fault as fault:
        problems, status = told(fault)
        return _show(request, deal, term, problems=problems, status=status)
    messages.success(request, _("Your position is in the record."))
    return _back(deal, term)


def _state(request: HttpRequest, deal: Deal, term: str, form: PositionForm) -> None:
    """`audience` is all parties of the deal, or the own side."""
    own = form.cleaned_data["audience"] == "side"
    codes = [party.code for party in side_of(deal, person(request))] if own else []
    state_position(
        deal_code=deal.code,
        term_code=term,
        words=form.words,
        releasable_to=codes,
        by=person(request),
        at=timezone.now(),
    )


@require_POST
def position_withdraw(request: HttpRequest, code: str, term: str, uid: UUID) -> HttpResponse:
    """`/deals/<code>/terms/<term>/positions/<uid>/withdraw/`: takes a position of the own party back."""
    deal = deal_or_404(code, request)
    found = term_page(deal, term, user=person(request), on=asked_day(request))
    if found is None or uid not in {one.uid for one in found.positions}:
        raise Http404
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        return _show(request, deal, term, problems=_at(uid, problems_of(form)), status=400, withdrawing=uid)
    try:
        withdraw_position(uid=uid, by=person(request), at=timezone.now(), reason=form.cleaned_data["reason"])
    except Fault as fault:
        problems, status = told(fault)
        return _show(request, deal, term, problems=_at(uid, problems), status=status, withdrawing=uid)
    messages.success(request, _("The position is withdrawn."))
    return _back(deal, term)


def _at(uid: UUID, problems: Problems) -> Problems:
    """The problem names the field of this position: each position has a form of its own."""
    return {f"{name}-{uid}" if name else "": texts for name, texts in problems.items()}


def _back(deal: Deal, term: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('term-detail', args=[deal.code, term])}#said")


def _show(
    request: HttpRequest,
    deal: Deal,
    code: str,
    *,
    problems: Problems | None = None,
    status: int = 200,
    withdrawing: UUID | None = None,
) -> HttpResponse:
    """The page; after a refusal with everything that was typed still in the form."""
    day = asked_day(request)
    found = term_page(deal, code, user=person(request), on=day)
    if found is None:
        raise Http404
    context = {
        "deal": deal,
        "found": found,
        "row": found.row,
        "term": found.term,
        "beside": [(row, term_drawings.one_line(row)) for row in found.beside],
        "drawing": term_drawings.negotiation(found),
        "status_date": day,
        "may": _rights(person(request), deal, found),
        "typed": request.POST if status != 200 else {},
        "withdrawing": withdrawing,
        "problems": problems or {},
        "strip": strip_of(deal, [found.term, *found.positions]),
    }
    return render(request, "deals/term_detail.html", context, status=status)


def _rights(user: User, deal: Deal, found: TermPage) -> dict[str, Any]:
    """What the page offers; the actions decide."""
    speaks = may_propose(user, deal)  # officers of seller and buyer, as for positions
    return {"state": speaks, "propose": speaks}
