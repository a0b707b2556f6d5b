"""The page of a milestone, and stating something about it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.faults import Conflict, Fault, Invalid
from portal.pagekit.door import own_address
from portal.pagekit.faults import problems_of, told
from procurement import drawings
from procurement.actions.milestones import state_milestone
from procurement.actions.reviews import check_milestone
from procurement.actions.spreads import Days, state_spread
from procurement.forms import SpreadForm, StatementForm, sayable
from procurement.models import Deal, MilestoneStatement
from procurement.proposal_rules import SETTLED
from procurement.queries.pages import MilestonePage, is_milestone_of, milestone_page
from procurement.rules import Said
from procurement.views.common import asked_day, deal_or_404, may_propose, may_state, person, strip_of
from procurement.vocabulary import ReasonCode, StatementKind

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
def milestone_detail(request: HttpRequest, code: str, milestone: str) -> HttpResponse:
    """`/deals/<code>/milestones/<milestone>/`: what each party says, and the form to say something."""
    deal = deal_or_404(code, request)
    if request.method != "POST":
        return _show(request, deal, milestone)
    if not is_milestone_of(deal, milestone, user=person(request)):
        raise Http404
    form = StatementForm(request.POST)
    if not form.is_valid():
        return _show(request, deal, milestone, problems=problems_of(form), status=400)
    try:
        _state(request, milestone, form.cleaned_data)
    except Conflict as fault:
        return _show(request, deal, milestone, conflict=fault, status=409)
    except Invalid as fault:
        return _show(request, deal, milestone, problems=fault.problems, status=400)
    except Fault as fault:
        return _show(request, deal, milestone, problems={"": [fault.message]}, status=403)
    messages.success(request, _("Your statement is in the record."))
    return redirect("milestone-detail", code, milestone)


@require_POST
def milestone_check(request: HttpRequest, code: str, milestone: str) -> HttpResponse:
    """`/deals/<code>/milestones/<milestone>/check/`: one click says that it is still true; leads back where it was."""
    deal = deal_or_404(code, request)
    if not is_milestone_of(deal, milestone, user=person(request)):
        raise Http404
    try:
        check_milestone(milestone_code=milestone, by=person(request), at=timezone.now())
    except Fault as fault:
        problems, status = told(fault)
        return _show(request, deal, milestone, problems=problems, status=status)
    messages.success(request, _("Checked today: the milestone is still true."))
    back = own_address(request.POST.get("back", ""))
    return HttpResponseRedirect(back) if back else redirect("milestone-detail", code, milestone)


@require_POST
def milestone_spread(request: HttpRequest, code: str, milestone: str) -> HttpResponse:
    """`/deals/<code>/milestones/<milestone>/spread/`: its owner states how sure the duration is."""
    deal = deal_or_404(code, request)
    if not is_milestone_of(deal, milestone, user=person(request)):
        raise Http404
    form = SpreadForm(request.POST)
    if not form.is_valid():
        return _show(request, deal, milestone, problems=problems_of(form), status=400)
    given = form.cleaned_data
    try:
        state_spread(
            milestone_code=milestone,
            by=person(request),
            at=timezone.now(),
            reason=given["spread_reason"],
            version=given["version"],
            days=Days(given["shortest"], given["likely"], given["longest"]),
        )
    except Fault as fault:
        problems, status = told(fault)
        return _show(request, deal, milestone, problems=problems, status=status)
    messages.success(request, _("Your statement is in the record."))
    return redirect("milestone-detail", code, milestone)


def _state(request: HttpRequest, milestone: str, words: dict[str, Any]) -> None:
    state_milestone(
        milestone_code=milestone,
        kind=words["kind"],
        by=person(request),
        at=timezone.now(),
        reason=words["reason"],
        version=words["version"],
        date=words["date"],
        start_date=words["start_date"],
        about=words["about"],
        quantity=words["quantity"],
        quantity_unit=words["quantity_unit"],
        reason_code=words["reason_code"],
    )


def _show(
    request: HttpRequest,
    deal: Deal,
    code: str,
    *,
    problems: Mapping[str, Sequence[str]] | None = None,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; after a refusal with everything that was typed still in the form."""
    found = milestone_page(deal, code, user=person(request), status_date=asked_day(request))
    if found is None:
        raise Http404
    context = {
        "found": found,
        "deal": deal,
        "row": found.row,
        "milestone": found.milestone,
        "status_date": found.row.status_date,
        "drawing": drawings.chain(found),
        "choices": sayable(found.row.state),
        "kinds": dict(StatementKind.choices),
        "reason_codes": ReasonCode.choices,
        "may": _rights(request, deal, found),
        "standing": {said.number for said in found.row.facts.counting},
        "typed": request.POST if status != 200 else {},
        "problems": problems or {},
        "conflict": conflict,
        "since": _since(found, conflict),
        "resend": _form_for(request.POST.get("kind", ""), found) if conflict else "",
        "strip": strip_of(deal, [found.milestone]),
    }
    return render(request, "deals/milestone_detail.html", context, status=status)


def _since(found: MilestonePage, conflict: Conflict | None) -> list[MilestoneStatement]:
    """What was said between the version that the form showed and the present one."""
    said: Any = conflict.current["said_since"] if conflict else []
    names = {statement["id"] for statement in said}
    return [row for row in found.row.statements if str(row.uid) in names]


def _form_for(kind: str, found: MilestonePage) -> str:
    """Where on the page the typed words can be sent again; '' where the present state takes them no more."""
    if kind in {StatementKind.CONFIRMED, StatementKind.DISPUTED}:
        return "f-answer" if found.open_report else ""
    return "state" if kind in dict(sayable(found.row.state)) else ""


def _rights(request: HttpRequest, deal: Deal, found: MilestonePage) -> dict[str, bool]:
    """What the page offers; the action decides."""
    user, report = person(request), found.open_report
    speaks = may_state(user) and not deal.is_public
    internal = found.milestone.is_restricted
    other = report is not None and user.party is not None and report.side != user.party.side
    second = report is not None and internal and report.person != user.username
    return {
        "state": speaks,
        "confirm": speaks and report is not None and (second if internal else other),
        "dispute": speaks and report is not None and not internal and _may_dispute(report, found, user.party_code),
        "withdraw": speaks,
        "spread": speaks and found.milestone.owner_id == user.party_id and not found.row.is_done,
        "check": speaks and found.review is not None and found.milestone.owner_id == user.party_id,
        "propose": may_propose(user, deal) and found.row.state not in SETTLED,
        "link": may_propose(user, deal),
    }


def _may_dispute(report: Said, found: MilestonePage, party_code: str) -> bool:
    """Another party's report, to which this party has not answered with a dispute last."""
    answers = [said for said in found.row.facts.counting if said.about == report.number and said.party == party_code]
    return report.party != party_code and [said.kind for said in answers][-1:] != [StatementKind.DISPUTED]
