"""Trying out other dates: what would move. Everything stands in the address, and nothing is written."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.drawing.moves import moves
from procurement.models import Deal
from procurement.proposal_rules import SETTLED
from procurement.queries.plan import PlanRow
from procurement.queries.what_if import Change, WhatIf, may_change, what_if
from procurement.views.common import asked_day, deal_or_404, may_propose, person, strip_of
from procurement.vocabulary import WhatIfFault

KINDS = {"move": "start", "duration": "days"}  # a parameter, and the field of the form that adds to it


@require_safe
def what_if_page(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/what-if/?move=M-7:2027-03-01&duration=M-8:45`, both as often as one likes.

    The form adds one change: `add` is a milestone, `start` and `days` are asked for it; `milestone` is chosen at first.
    """
    deal = deal_or_404(code, request)
    asked = {name: _with_added(request, name) for name in KINDS}
    found = what_if(
        deal,
        moves=asked["move"],
        durations=asked["duration"],
        user=person(request),
        status_date=asked_day(request),
    )
    adds = bool(request.GET.get("add"))
    problems = [text for texts in found.problems.values() for text in texts]
    if adds and not any(request.GET.get(field) for field in KINDS.values()):
        problems.append(WhatIfFault.NO_VALUE.label % {"what": request.GET["add"][:80]})
    if adds and not problems:
        return HttpResponseRedirect("?" + urlencode({**_kept(request), **asked}, doseq=True))
    return _show(request, deal, found, problems)


def _with_added(request: HttpRequest, name: str) -> list[str]:
    """The changes of the address; one that the form adds takes the place of an earlier one of its milestone."""
    texts = request.GET.getlist(name)
    code, value = request.GET.get("add", ""), request.GET.get(KINDS[name], "").strip()
    if not code or not value:
        return texts
    return [text for text in texts if text.rpartition(":")[0] != code] + [f"{code}:{value}"]


def _kept(request: HttpRequest) -> dict[str, str]:
    return {"status_date": request.GET["status_date"]} if "status_date" in request.GET else {}


def _show(request: HttpRequest, deal: Deal, found: WhatIf, problems: list[str]) -> HttpResponse:
    may = may_propose(person(request), deal)
    drawing = moves([(one.before, one.after) for one in found.moved])
    context = {
        "deal": deal,
        "found": found,
        "problems": problems,
        "asked": [(name, text) for name in KINDS for text in request.GET.getlist(name)],
        "changes": [(change, may and _may_propose(change)) for change in found.changes],
        "rows": sorted((row for row in found.before.rows if may_change(row)), key=_place),
        "typed": {
            "add": request.GET.get("add") or request.GET.get("milestone", ""),
            **{name: request.GET.get(name, "") for name in KINDS.values()},
        },
        "status_date": found.before.status_date,
        "paths": list(zip((_("Critical path now"), _("Critical path then")), found.critical, strict=True)),
        "drawing": drawing,
        "moved": list(zip(found.moved, drawing.marks if drawing else [], strict=True)),
        "strip": strip_of(deal, [row.milestone for row in found.before.rows]),
    }
    return render(request, "deals/what_if.html", context, status=400 if problems else 200)


def _place(row: PlanRow) -> tuple[int, str, str]:
    """By workstream, as on the other pages."""
    workstream = row.milestone.workstream
    return workstream.position, workstream.code, row.milestone.code


def _may_propose(change: Change) -> bool:
    return not change.milestone.is_restricted and change.row.state not in SETTLED
