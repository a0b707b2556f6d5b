"""Pages of baselines: the list with taking one, and one with its rows, signing it and setting it aside."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal.accounts import roles
from portal.accounts.models import User
from portal.faults import Fault
from portal.pagekit.faults import problems_of, told
from procurement.actions.baselines import set_baseline_aside, sign_baseline, take_baseline
from procurement.forms import BaselineForm, BaselineStepForm
from procurement.models import Baseline, Deal
from procurement.queries.baselines import baseline_page, baselines_of_deal
from procurement.views.common import deal_or_404, may_propose, person, strip_of
from procurement.vocabulary import BaselineState

GET_OR_POST = ["GET", "HEAD", "POST"]
STEPS: dict[str, Callable[..., Baseline]] = {"sign": sign_baseline, "aside": set_baseline_aside}
SAID = {
    "sign": gettext_lazy("Your side has signed the baseline."),
    "aside": gettext_lazy("The baseline is set aside. It stays on record."),
}


def deal_of_parties(code: str, request: HttpRequest) -> Deal:
    """The deal; the public record has no agreed dates, so it has no page that compares them."""
    deal = deal_or_404(code, request)
    if deal.is_public:
        raise Http404
    return deal


@require_http_methods(GET_OR_POST)
def baseline_list(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/baselines/`: every baseline, who signed it when, and the form to take one."""
    deal = deal_of_parties(code, request)
    if request.method != "POST":
        return _list(request, deal)
    form = BaselineForm(request.POST)
    if not form.is_valid():
        return _list(request, deal, problems=problems_of(form), status=400)
    try:
        made = take_baseline(deal_code=code, by=person(request), at=timezone.now(), **form.cleaned_data)
    except Fault as fault:
        problems, status = told(fault)
        return _list(request, deal, problems=problems, status=status)
    messages.success(request, _("The baseline is taken. It counts once both sides have signed it."))
    return redirect("baseline-detail", code, made.number)


def _list(
    request: HttpRequest, deal: Deal, *, problems: Mapping[str, Sequence[str]] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "deal": deal,
        "baselines": baselines_of_deal(deal, user=person(request)),
        "may_take": may_propose(person(request), deal),
        "typed": request.POST if status != 200 else {},
        "problems": problems or {},
        "strip": strip_of(deal),
    }
    return render(request, "deals/baseline_list.html", context, status=status)


@require_http_methods(GET_OR_POST)
def baseline_detail(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """`/deals/<code>/baselines/<number>/`: its rows, its signatures, and the next step."""
    deal = deal_of_parties(code, request)
    if request.method != "POST":
        return _show(request, deal, number)
    form = BaselineStepForm(request.POST)
    if not form.is_valid():
        return _show(request, deal, number, problems={"": [_("The form is incomplete.")]}, status=400)
    try:
        _step(request, deal, number, form.cleaned_data)
    except Fault as fault:
        problems, status = told(fault)
        return _show(request, deal, number, problems=problems, status=status)
    messages.success(request, SAID[form.cleaned_data["step"]])
    return redirect("baseline-detail", code, number)


def _step(request: HttpRequest, deal: Deal, number: int, given: Mapping[str, Any]) -> None:
    words = {"reason": given["reason"]} if given["step"] == "aside" else {}
    STEPS[given["step"]](
        deal_code=deal.code,
        number=number,
        version=given["version"],
        by=person(request),
        at=timezone.now(),
        **words,
    )


def _show(
    request: HttpRequest,
    deal: Deal,
    number: int,
    *,
    problems: Mapping[str, Sequence[str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = baseline_page(deal, number, user=person(request))
    if found is None:
        raise Http404
    context = {
        "deal": deal,
        "baseline": found.baseline,
        "rows": found.rows,
        "may": _rights(person(request), deal, found.baseline),
        "typed": request.POST if status != 200 else {},
        "problems": problems or {},
        "strip": strip_of(deal, [row.milestone for row in found.rows]),
    }
    return render(request, "deals/baseline_detail.html", context, status=status)


def _rights(user: User, deal: Deal, baseline: Baseline) -> dict[str, bool]:
    """What the page offers; the actions decide."""
    open_to = may_propose(user, deal) and baseline.state == BaselineState.WAITING and user.party is not None
    side = user.party.side if user.party else ""
    return {
        "sign": open_to and user.may(roles.DECIDE) and side in baseline.waits_for,
        "aside": open_to and (side == baseline.party.side or side in baseline.waits_for),
    }
