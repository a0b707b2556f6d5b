"""Pages of operators: all background work, its attempts and age, and what may be put in line again."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal import mail
from portal.accounts import roles
from portal.accounts.models import User
from portal.jobs import quarantine
from portal.jobs.models import JobState
from portal.jobs.operating import counts, jobs_for, last_tick, put_again, shown
from portal.pagekit.door import person
from reports.queries.delivering import waiting_count
from reports.queries.schedules import held_back

PAGE_SIZE = 50


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """`/operations/jobs/`: the newest first; `?state=` narrows. Absent for everybody but operators."""
    user = person(request)
    if not user.may(roles.OPERATE):
        raise Http404
    asked = request.GET.get("state", "")
    page = Paginator(jobs_for(user, asked), PAGE_SIZE).get_page(request.GET.get("page", "1"))
    now = timezone.now()
    context = {
        "page": page,
        "rows": [shown(job, user=user, at=now) for job in page],
        "counts": counts(),
        "asked": asked,
        "states": JobState.values,
        "tick": last_tick(),
        "waiting_mails": waiting_count(),
        "is_mailing": mail.is_configured(),
        **_quarantine(user, now),
        "strip": None,
    }
    return render(request, "operations/jobs.html", context)


def _quarantine(user: User, at: datetime) -> dict[str, Any]:
    """What is held back, as long as there is quarantine."""
    begun = quarantine.begun()
    if begun is None:
        return {"quarantine": None}
    count, held = held_back(user, at=at - quarantine.HELD_AFTER)
    return {"quarantine": begun, "held_count": count, "held": held}


@require_POST
def job_again(request: HttpRequest, number: int) -> HttpResponse:
    """`/operations/jobs/<id>/again/`: a parked job is put in line again."""
    if not person(request).may(roles.OPERATE):
        raise Http404
    if put_again(number, by=person(request), at=timezone.now()):
        messages.success(request, _("The job is in line again."))
    else:
        messages.error(request, _("This job is not parked, or is put in line again elsewhere. Nothing was done."))
    return redirect("job-list")


@require_POST
def quarantine_lift(request: HttpRequest) -> HttpResponse:
    """`/operations/quarantine/lift/`: an operator has looked at the restored record."""
    user = person(request)
    if not user.may(roles.OPERATE):
        raise Http404
    if quarantine.lift(by=user.actor, at=timezone.now()):
        messages.success(request, _("The quarantine is lifted: mails and old work go on."))
    else:
        messages.error(request, _("There is no quarantine (any more). Nothing was done."))
    return redirect("job-list")
