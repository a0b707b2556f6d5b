"""The timeline of a deal: the drawing and its table, as the address asks for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.faults import Invalid
from portal.paper.asked import SIZES, languages_of
from portal.rest.pdf import disposition
from procurement.actions.statement_rows import Outcome
from procurement.composers.timeline_paper import timeline_paper
from procurement.filters import PlanFilter
from procurement.filters.timeline import printing, view_of
from procurement.filters.words import chips_of, facets_of
from procurement.queries.plan import Plan, plan_of
from procurement.queries.summary import summary_of
from procurement.timelines import View, keys_of, periods_of, timeline
from procurement.views.common import asked_day, carried, deal_or_404, may_state, person, strip_of
from procurement.views.sheet import sheet_context, status_of, written
from procurement.vocabulary import Years

AHEAD = 90  # days of the preset "next 90 days"
KEPT = ("by", "links", "edit", "status_date")  # what the filter's form carries along


@dataclass(frozen=True)
class Span:
    """A part of the deal that one click shows: its name, its first and last day (None: the whole deal)."""

    name: str
    first: date | None
    last: date | None
    chosen: bool


@require_http_methods(["GET", "HEAD", "POST"])
def deal_timeline(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/timeline/`: five years as a drawing and as a table; with `edit=1` the table takes statements."""
    deal = deal_or_404(code, request)
    plan = plan_of(deal, user=person(request), status_date=asked_day(request))
    if request.method != "POST":
        return _show(request, plan)
    try:
        outcomes = written(request, plan)
    except Invalid as fault:
        return _show(request, plan, problems=[text for texts in fault.problems.values() for text in texts], status=400)
    if any(outcome.fault for outcome in outcomes):
        now = plan_of(deal, user=person(request), status_date=plan.status_date)
        return _show(request, now, outcomes, status=status_of(outcomes))
    number = len(outcomes)
    told = ngettext("%(n)s statement is in the record.", "%(n)s statements are in the record.", number)
    messages.success(request, told % {"n": number})
    return HttpResponseRedirect(request.get_full_path())


@require_safe
def deal_timeline_paper(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/timeline.pdf`: what the page shows at the same query, on paper.

    `?lang=` en, uk or both, else the reader's; `?paper=` a4 or letter.
    """
    deal = deal_or_404(code, request)
    plan = plan_of(deal, user=person(request), status_date=asked_day(request))
    asked, size = PlanFilter(request.GET), request.GET.get("paper", "a4")
    if not asked.is_valid() or size not in SIZES:
        raise BadRequest(_("The filter cannot be read."))
    languages = languages_of(request.GET.get("lang", ""), reader=request.LANGUAGE_CODE or "")
    page = request.build_absolute_uri(reverse("deal-timeline", args=[deal.code]))
    made = timeline_paper(plan, printing(asked, plan, page=page), languages=languages, size=size, at=timezone.now())
    headers = {"Content-Disposition": disposition(made.name)}
    return HttpResponse(made.content, content_type="application/pdf", headers=headers)


def _show(
    request: HttpRequest,
    plan: Plan,
    outcomes: Sequence[Outcome] = (),
    *,
    problems: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    """The page; after a sheet that was not wholly written, with what was typed still in its rows."""
    failed = [outcome.row.milestone_code for outcome in outcomes if outcome.fault]
    context = context_of(request, plan, PlanFilter(request.GET), also=failed)
    edits = context["may_edit"] and "edit" in request.GET
    if edits or status != 200:
        rows = [row for w in context["shown"].workstreams for row in w.rows] if edits else []
        context["sheet"] = sheet_context(request, rows, outcomes, problems)
    return render(request, "deals/deal_timeline.html", {**context, "edits": edits}, status=status)


def context_of(request: HttpRequest, plan: Plan, asked: PlanFilter, *, also: Iterable[str] = ()) -> dict[str, Any]:
    """What the page shows. Rows named in `also` are shown whatever the filter says."""
    kept = {row.milestone.code for row in asked.rows(plan.rows)} | set(also)
    shown = summary_of(replace(plan, rows=[row for row in plan.rows if row.milestone.code in kept]))
    view = view_of(asked)
    return {
        "deal": plan.deal,
        "summary": summary_of(plan),
        "shown": shown,
        "status_date": plan.status_date,
        "drawing": timeline(shown, view, whole=plan),
        "controls": _controls(request, plan, view, asked),
        "problems": {name: [str(text) for text in texts] for name, texts in asked.errors.items()},
        "may_edit": may_state(person(request)) and not plan.deal.is_public,
        "strip": strip_of(plan.deal, [row.milestone for row in plan.rows]),
    }


def _controls(request: HttpRequest, plan: Plan, view: View, asked: PlanFilter) -> dict[str, Any]:
    facets = facets_of(plan.rows, asked)
    chips = chips_of(asked, facets)
    return {
        "view": view,
        "keys": keys_of(view),
        "papers": SIZES,
        "years": Years,
        "spans": _spans(plan, view),
        "kept": [(name, request.GET[name]) for name in KEPT if request.GET.get(name)],
        "facets": facets,
        "flags": [(name, asked.fields[name].label, name in request.GET) for name in PlanFilter.FLAGS],
        "chips": chips,
        "narrowed": bool(chips),
        "carried": carried(asked, plan.status_date),
        "same_rows": urlencode([(chip.name, chip.value) for chip in chips]),
    }


def _spans(plan: Plan, view: View) -> list[Span]:
    """The whole deal, the next days, the present year, then each year (or quarter) of the axis."""
    today = plan.status_date
    years = [(one.name, one.begin, one.end - timedelta(days=1)) for one in periods_of(plan, view.by)]
    present = _("This quarter") if view.by == Years.QUARTER else _("This year")
    named: list[tuple[str, date | None, date | None]] = [
        (_("Whole deal"), None, None),
        (_("Next %(days)s days") % {"days": AHEAD}, today, today + timedelta(days=AHEAD)),
        *[(present, first, last) for _name, first, last in years if first <= today <= last],
        *years,
    ]
    return [Span(name, first, last, (first, last) == (view.first, view.last)) for name, first, last in named]
