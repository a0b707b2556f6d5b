"""Pages of proposals: the list, one with its decision, and making one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts import roles
from portal.faults import Fault
from portal.pagekit.faults import told
from procurement import proposal_rules as rules
from procurement.actions.decisions import accept_proposal, refuse_proposal
from procurement.actions.proposals import withdraw_proposal
from procurement.forms import DecisionForm
from procurement.models import Deal
from procurement.queries.proposals import ProposalPage, proposal_page, proposals_of_deal
from procurement.views.common import asked_day, deal_or_404, person, strip_of
from procurement.vocabulary import ProposalState

GET_OR_POST = ["GET", "HEAD", "POST"]
SAID = {
    "accept": gettext_lazy("The proposal is accepted; everything in it is agreed now."),
    "refuse": gettext_lazy("The proposal is refused."),
    "withdraw": gettext_lazy("The proposal is withdrawn."),
}


@require_safe
def proposal_list(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/proposals/`: the open ones first."""
    deal = deal_or_404(code, request)
    rows = proposals_of_deal(deal, user=person(request))
    context = {"deal": deal, "proposals": rows, "strip": strip_of(deal, [row.proposal for row in rows])}
    return render(request, "deals/proposal_list.html", context)


@require_http_methods(GET_OR_POST)
def proposal_detail(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """`/deals/<code>/proposals/<name>/`: old beside new, what it would do, and the decision."""
    deal = deal_or_404(code, request)
    parts = rules.named(name)
    if parts is None:
        raise Http404
    if request.method != "POST":
        return _show(request, deal, name)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _show(request, deal, name, problems={"reason": [_("The form is incomplete.")]}, status=400)
    try:
        _decide(request, deal, parts, form.cleaned_data)
    except Fault as fault:
        problems, status = told(fault)
        return _show(request, deal, name, problems=problems, status=status)
    messages.success(request, SAID[form.cleaned_data["decision"]])
    return redirect("proposal-detail", code, name)


def _decide(request: HttpRequest, deal: Deal, parts: tuple[int, list[str]], given: dict[str, Any]) -> None:
    action = {"accept": accept_proposal, "refuse": refuse_proposal, "withdraw": withdraw_proposal}[given["decision"]]
    action(
        deal_code=deal.code,
        number=parts[0],
        releasable_to=parts[1],
        version=given["version"],
        by=person(request),
        at=timezone.now(),
        reason=given["reason"],
    )


def _show(
    request: HttpRequest,
    deal: Deal,
    name: str,
    *,
    problems: Mapping[str, Sequence[str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = proposal_page(deal, name, user=person(request), status_date=asked_day(request))
    if found is None:
        raise Http404
    context = {
        "deal": deal,
        "found": found,
        "proposal": found.proposal,
        "may": _rights(request, found),
        "typed": request.POST if status != 200 else {},
        "problems": problems or {},
        "strip": strip_of(deal, [found.proposal]),
    }
    return render(request, "deals/proposal_detail.html", context, status=status)


def _rights(request: HttpRequest, found: ProposalPage) -> dict[str, bool]:
    """What the page offers; the actions decide."""
    user, proposal = person(request), found.proposal
    side = user.party.side if user.party else ""
    is_open = proposal.state == ProposalState.OPEN
    other = is_open and rules.may_decide(side, proposer=proposal.party.side, internal=found.is_internal)
    other = other and not (found.is_internal and proposal.opened_by_id == user.pk)
    decides = other and user.may(roles.DECIDE)
    return {
        "decide": decides,
        "counter": other and user.may(roles.PROPOSE) and found.form is not None,
        "withdraw": is_open and side == proposal.party.side and user.may(roles.PROPOSE) and not decides,
    }
