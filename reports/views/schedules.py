"""The list of schedules: when which deal is reported to whom, and a form for a new one."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import mail
from portal.accounts import roles
from portal.faults import Fault
from portal.pagekit.door import person
from portal.pagekit.faults import problems_of, told
from procurement.views.common import strip_of_rows
from reports.actions.schedules import add_schedule
from reports.forms import PERIODIC, ScheduleForm
from reports.queries.schedules import deals_to_report, schedules_of
from reports.vocabulary import FileForm, Tongue, Zone

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
        row = add_schedule(words=form.words, by=person(request), at=timezone.now())
    except Fault as fault:
        return _page(request, *told(fault))
    messages.success(request, _("The schedule is made; its first report tells the period of today."))
    return redirect("report-schedule", row.uid)


def _page(request: HttpRequest, problems: Problems, status: int) -> HttpResponse:
    user = person(request)
    rows = schedules_of(user, at=timezone.now())
    own = [row.schedule for row in rows if not row.schedule.deal.is_public]
    context = {
        "rows": rows,
        "problems": problems,
        "typed": request.POST,
        "picked": request.POST.getlist("formats") if problems else [FileForm.PDF],
        "may": user.may(roles.ISSUE_REPORT),
        "deals": deals_to_report(user),
        "cadences": PERIODIC,
        "zones": Zone.choices,
        "tongues": Tongue.choices,
        "forms": FileForm.choices,
        "is_mailing": mail.is_configured(),
        "strip": strip_of_rows([(row.deal, [row.releasable_to]) for row in own]),
    }
    return render(request, "reports/schedules.html", context, status=status)
