"""Making a proposal: what shall change, its effect on the plan, then sending it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.faults import Fault
from portal.pagekit.faults import problems_of, told
from procurement.actions.proposals import Wanted, checked, open_proposal, proposing_party
from procurement.forms import ProposalForm
from procurement.models import Deal
from procurement.proposal_rules import FIELDS, LONGEST_TEXT
from procurement.queries.proposals import Offered, offered, preview, proposals_of
from procurement.views.common import asked_day, deal_or_404, person, strip_of
from procurement.vocabulary import ReasonCode, Subject

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
def proposal_new(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/proposals/new/?milestone=…` or `?term=…`; `answers` makes it a counter-proposal.

    Agreed values may come along: `&agreed_start=2027-03-01&agreed_finish=2027-04-15`.
    """
    deal = deal_or_404(code, request)
    subject = _subject(request, deal)
    try:
        proposing_party(person(request))
    except Fault as fault:
        problems, status = told(fault)
        return _show(request, deal, subject, problems=problems, status=status)
    if request.method != "POST":
        return _show(request, deal, subject)
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return _show(request, deal, subject, problems=problems_of(form), status=400)
    try:
        return _go_on(request, deal, subject, form.cleaned_data)
    except Fault as fault:
        problems, status = told(fault)
        own = {name.removeprefix(f"{subject.row.code}."): texts for name, texts in problems.items()}
        return _show(request, deal, subject, problems=own, status=status)


def _subject(request: HttpRequest, deal: Deal) -> Offered:
    """The milestone or term of the address, with what is agreed, and the proposal that is answered."""
    named = [(subject.value, request.GET[subject.value]) for subject in Subject if request.GET.get(subject.value)]
    found = offered(deal, named[0], user=person(request)) if len(named) == 1 else None
    if found is None or deal.is_public:
        raise Http404
    return found


def _go_on(request: HttpRequest, deal: Deal, subject: Offered, given: dict[str, Any]) -> HttpResponse:
    """Shows the effect first; sends when the person has asked for that."""
    wanted = Wanted(*subject.key, {name: given[name] for name in FIELDS[subject.key[0]]})
    if "send" not in request.POST:
        new = checked(deal_code=deal.code, wanted=[wanted], by=person(request))
        shown = preview(deal, subject, new, user=person(request), status_date=asked_day(request))
        return _show(request, deal, subject, shown=shown)
    proposal = open_proposal(
        deal_code=deal.code,
        wanted=[wanted],
        reason_code=given["reason_code"],
        by=person(request),
        at=timezone.now(),
        reason=given["reason"],
        answers=_answers(request),
    )
    messages.success(request, _("Your proposal is sent. The other side finds it in its inbox."))
    return redirect("proposal-detail", deal.code, proposal.number)


def _answers(request: HttpRequest) -> int | None:
    text = request.GET.get("answers", "")
    if text and not (text.isdecimal() and len(text) < 7):
        raise Http404
    return int(text) if text else None


def _named(request: HttpRequest, subject: Offered) -> dict[str, str]:
    """Values that the address brings along, as from trying out other dates: the form begins with them."""
    return {name: request.GET[name][:LONGEST_TEXT] for name in FIELDS[subject.key[0]] if name in request.GET}


def _show(
    request: HttpRequest,
    deal: Deal,
    subject: Offered,
    *,
    problems: Mapping[str, Sequence[str]] | None = None,
    shown: Any = None,
    status: int = 200,
) -> HttpResponse:
    """The form with the present values, or with everything that was typed."""
    number = _answers(request)
    answered = proposals_of(person(request)).filter(deal=deal, number=number).first() if number else None
    if number and answered is None:
        raise Http404
    start = {**subject.start_from(answered), **_named(request, subject)}
    context = {
        "deal": deal,
        "subject": subject,
        "answered": answered,
        "typed": request.POST.dict() if request.method == "POST" else start,
        "codes": ReasonCode.choices,
        "shown": shown,
        "may": status != 403 or request.method == "POST",
        "problems": problems or {},
        "strip": strip_of(deal),
    }
    return render(request, "deals/proposal_new.html", context, status=status)
