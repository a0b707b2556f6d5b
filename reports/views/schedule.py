"""The page of one schedule: clock, mails, recipients, what was mailed, and a preview of the next report."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import mail
from portal.accounts import roles
from portal.faults import Fault, Missing
from portal.pagekit.door import person
from portal.pagekit.faults import problems_of, told
from procurement.views.common import strip_of_rows
from reports.actions.mailing import send_again
from reports.actions.recipients import add_recipient, remove_recipient
from reports.actions.schedules import change_schedule, pause_schedule, resume_schedule, run_now
from reports.composers.preview import preview_of
from reports.forms import ChangeForm, SettingsForm
from reports.models import ReportDelivery, ReportRecipient
from reports.queries.delivering import deliveries_of, recipients_of
from reports.queries.previewing import collected_now
from reports.queries.schedules import Listed, schedule_of
from reports.views.showing import on_page
from reports.vocabulary import FileForm, Tongue, Zone

Problems = Mapping[str, Sequence[str]]
MAILS_SHOWN = 30


def _found(request: HttpRequest, uid: UUID) -> Listed:
    row = schedule_of(uid, user=person(request), at=timezone.now())
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def schedule_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """`/reports/schedules/<uid>/`: everything about one schedule; POST does what the button says."""
    row = _found(request, uid)
    if request.method != "POST":
        return _page(request, row, {}, 200)
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return _page(request, row, problems_of(form), 400)
    words = SettingsForm(request.POST)
    if form.cleaned_data["do"] == "change" and not words.is_valid():
        return _page(request, row, problems_of(words), 400)
    try:
        return _do(request, row, form.cleaned_data, words)
    except Fault as fault:
        return _page(request, row, *told(fault))


def _do(request: HttpRequest, row: Listed, asked: dict[str, Any], words: SettingsForm) -> HttpResponse:
    by, at, number = person(request), timezone.now(), row.schedule.pk
    what = asked["do"]
    which: dict[str, Any] = {"schedule_id": number, "version": asked["version"], "by": by}
    if what == "run":
        return redirect("report-detail", run_now(schedule_id=number, by=by, at=at).pk)
    if what == "add":
        add_recipient(schedule_id=number, who=request.POST.get("who", ""), by=by, at=at)
        said = _("The recipient is named; the next report is mailed there too.")
    elif what == "remove":
        remove_recipient(recipient=_recipient(request, row), by=by, at=at)
        said = _("The recipient is off the list; nothing is mailed there any more.")
    elif what == "pause":
        pause_schedule(**which)
        said = _("Paused: no report is made until you take it up again.")
    elif what == "resume":
        resume_schedule(**which, at=at)
        said = _("Taken up again with the period of today.")
    else:
        change_schedule(**which, **words.cleaned_data, reason="Changed on the page")
        said = _("The schedule is changed.")
    messages.success(request, said)
    return redirect("report-schedule", row.schedule.uid)


def _recipient(request: HttpRequest, row: Listed) -> ReportRecipient:
    try:
        uid = UUID(request.POST.get("recipient", ""))
    except ValueError:
        raise Missing(_("There is no such recipient.")) from None
    found = ReportRecipient.objects.visible_to(person(request)).filter(uid=uid, schedule=row.schedule).first()
    if found is None:
        raise Missing(_("There is no such recipient."))
    return found


def _page(request: HttpRequest, row: Listed, problems: Problems, status: int) -> HttpResponse:
    user, schedule = person(request), row.schedule
    recipients = recipients_of(schedule, user=user)
    mails = list(deliveries_of(user).filter(report__schedule=schedule)[:MAILS_SHOWN])
    is_typed = bool(problems) and request.POST.get("do") == "change"
    context = {
        "row": row,
        "schedule": schedule,
        "problems": problems,
        "typed": request.POST if problems else {},
        "zone": request.POST.get("zone") if is_typed else schedule.zone,
        "hour": request.POST.get("hour") if is_typed else schedule.hour,
        "language": request.POST.get("language") if is_typed else schedule.language,
        "picked": request.POST.getlist("formats") if is_typed else schedule.formats,
        "may": user.may(roles.ISSUE_REPORT),
        "recipients": recipients,
        "mails": mails,
        "is_mailing": mail.is_configured(),
        "zones": Zone.choices,
        "tongues": Tongue.choices,
        "forms": FileForm.choices,
        "strip": strip_of_rows(
            [(schedule.deal, [schedule.releasable_to])],
            others=[*(named.releasable_to for named in recipients), *(sent.releasable_to for sent in mails)],
        ),
    }
    return render(request, "reports/schedule.html", context, status=status)


@require_safe
def schedule_preview(request: HttpRequest, uid: UUID) -> HttpResponse:
    """`/reports/schedules/<uid>/preview/`: the next report as it would be now. Nothing is stored or numbered."""
    row = _found(request, uid)
    at = timezone.now()
    report = preview_of(row.schedule, collected_now(row.schedule, at=at), at=at)
    return render(request, "reports/preview.html", {"row": row, **on_page(report, {})})


@require_POST
def mail_again(request: HttpRequest, uid: UUID) -> HttpResponse:
    """`/reports/mails/<uid>/again/`: puts a mail that failed in line again."""
    rows = ReportDelivery.objects.visible_to(person(request)).select_related("report__schedule")
    delivery = rows.filter(uid=uid).first()
    if delivery is None:
        raise Http404
    try:
        version = int(request.POST.get("version", "0")[:9] or 0)
        send_again(delivery=delivery, version=version, by=person(request), at=timezone.now())
    except ValueError:
        raise Http404 from None
    except Fault as fault:
        row = _found(request, delivery.report.schedule.uid)
        return _page(request, row, *told(fault))
    messages.success(request, _("The mail is in line again."))
    return redirect("report-schedule", delivery.report.schedule.uid)
