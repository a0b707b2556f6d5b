"""The page of schedules: when which deal is reported to whom, and what officers may do about it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts import roles
from portal.faults import Fault
from portal.pagekit.door import person
from portal.pagekit.faults import problems_of, told
from procurement.views.common import strip_of_rows
from reports.actions.schedules import add_schedule, change_schedule, pause_schedule, resume_schedule, run_now
from reports.forms import PERIODIC, ChangeForm, ScheduleForm
from reports.queries.schedules import deals_to_report, schedules_of
from reports.vocabulary import Zone

Problems = Mapping[str, Sequence[str]]


@require_http_methods(["GET", "HEAD", "POST"])
def schedule_list(request: HttpRequest) -> HttpResponse:
    """`/reports/schedules/`: every schedule that the reader may see; POST makes a new one."""
    if request.method != "POST":
        return _page(request, {}, 200)
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        return _page(request, problems_of(form), 400)
    try:
        add_schedule(words=form.words, by=person(request), at=timezone.now())
    except Fault as fault:
        return _page(request, *told(fault))
    messages.success(request, _("The schedule is made; its first report tells the period of today."))
    return redirect("report-schedules")


@require_POST
def schedule_change(request: HttpRequest, number: int) -> HttpResponse:
    """`/reports/schedules/<number>/`: pause, take up, another clock, or a report now."""
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return _page(request, problems_of(form), 400)
    try:
        return _do(request, number, form.cleaned_data)
    except Fault as fault:
        return _page(request, *told(fault))


def _do(request: HttpRequest, number: int, asked: dict[str, Any]) -> HttpResponse:
    by, at = person(request), timezone.now()
    if asked["do"] == "run":
        report = run_now(schedule_id=number, by=by, at=at)
        return redirect("report-detail", report.pk)
    which: dict[str, Any] = {"schedule_id": number, "version": asked["version"], "by": by}
    if asked["do"] == "pause":
        pause_schedule(**which)
        messages.success(request, _("Paused: no report is made until you take it up again."))
    elif asked["do"] == "resume":
        resume_schedule(**which, at=at)
        messages.success(request, _("Taken up again with the period of today."))
    else:
        hour = asked["hour"] if asked["hour"] is not None else 0
        change_schedule(**which, zone=asked["zone"] or Zone.UTC, hour=hour, reason="Another clock")
        messages.success(request, _("The schedule is changed."))
    return redirect("report-schedules")


def _page(request: HttpRequest, problems: Problems, status: int) -> HttpResponse:
    user = person(request)
    rows = schedules_of(user, at=timezone.now())
    own = [row.schedule for row in rows if not row.schedule.deal.is_public]
    context = {
        "rows": rows,
        "problems": problems,
        "typed": request.POST,
        "may": user.may(roles.ISSUE_REPORT),
        "deals": deals_to_report(user),
        "cadences": PERIODIC,
        "zones": Zone.choices,
        "hours": range(24),
        "strip": strip_of_rows([(row.deal, [row.releasable_to]) for row in own]),
    }
    return render(request, "reports/schedules.html", context, status=status)
