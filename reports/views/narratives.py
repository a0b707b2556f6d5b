"""Pages of what parties say to a report: all versions with the form for the first words, and one with its next step."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts import roles
from portal.accounts.models import User
from portal.faults import Fault
from portal.pagekit.door import person
from portal.pagekit.faults import problems_of, told
from procurement.views.common import strip_of_rows
from reports.actions.narratives import approve_narrative, comment, release_narrative, start_narrative
from reports.composers.chapters import chapters_of
from reports.composers.remarks import comments_of
from reports.forms import CommentForm, NarrativeStepForm
from reports.models import Narrative, Report
from reports.queries.narratives import may_comment, narrative_of, narratives_of
from reports.queries.reading import ready_report
from reports.vocabulary import NarrativeState, Section

GET_OR_POST = ["GET", "HEAD", "POST"]
Problems = Mapping[str, Sequence[str]]


@require_http_methods(GET_OR_POST)
def narrative_list(request: HttpRequest, number: int) -> HttpResponse:
    """`/reports/<id>/comments/`: every version that the reader may see; POST begins the next one of the own party."""
    report = _report(request, number)
    if request.method != "POST":
        return _list(request, report, {}, 200)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _list(request, report, problems_of(form), 400)
    words: dict[str, Any] = {"comments": form.comments, "reason": form.cleaned_data["reason"]}
    try:
        made = start_narrative(report_id=report.pk, by=person(request), at=timezone.now(), **words)
    except Fault as fault:
        return _list(request, report, *told(fault))
    messages.success(request, _("The draft is kept. Only your party sees it until it is released."))
    return redirect("report-comment", number, made.uid)


def _report(request: HttpRequest, number: int) -> Report:
    report = ready_report(number, user=person(request))
    if report is None:
        raise Http404
    return report


def _list(request: HttpRequest, report: Report, problems: Problems, status: int) -> HttpResponse:
    user = person(request)
    rows = list(narratives_of(user).filter(report=report))
    own = [row for row in rows if row.party_id == user.party_id]
    context = {
        "rows": rows,
        "may": may_comment(user, report) and all(row.state == NarrativeState.RELEASED for row in own),
        "corrects": own[0] if own else None,
        **_common(request, report, problems),
        "strip": strip_of_rows([(report.deal, [report.releasable_to, *(row.releasable_to for row in rows)])]),
    }
    return render(request, "reports/narrative_list.html", context, status=status)


def _common(request: HttpRequest, report: Report, problems: Problems) -> dict[str, Any]:
    """What both pages hold: the report, the sections that it has, and what was typed when it was refused."""
    sections = [(chapter.key, chapter.title) for chapter in chapters_of(report.body or {})]
    return {
        "report": report,
        "deal": report.deal,
        "sections": [(Section.WHOLE.value, Section.WHOLE.label), *sections],
        "typed": request.POST if problems else {},
        "problems": problems,
        "status_date": report.last_day,
        "known_at": report.known_at,
    }


@require_http_methods(GET_OR_POST)
def narrative_detail(request: HttpRequest, number: int, uid: UUID) -> HttpResponse:
    """`/reports/<id>/comments/<uid>/`: one version; POST writes, approves or releases it."""
    report = _report(request, number)
    if request.method != "POST":
        return _show(request, report, uid, {}, 200)
    step, words = NarrativeStepForm(request.POST), CommentForm(request.POST)
    needed = [step, words] if request.POST.get("do") == "comment" else [step]
    problems = {field: texts for form in needed for field, texts in problems_of(form).items()}
    if problems:
        return _show(request, report, uid, problems, 400)
    try:
        _do(request, uid, step.cleaned_data, words)
    except Fault as fault:
        return _show(request, report, uid, *told(fault))
    return redirect("report-comment", number, uid)


def _do(request: HttpRequest, uid: UUID, asked: Mapping[str, Any], words: CommentForm) -> None:
    which: dict[str, Any] = {"uid": uid, "version": asked["version"], "by": person(request)}
    if asked["do"] == "comment":
        comment(**which, comments=words.comments, at=timezone.now())
        messages.success(request, _("The draft is kept. Only your party sees it until it is released."))
    elif asked["do"] == "approve":
        approve_narrative(**which, at=timezone.now())
        messages.success(request, _("The comments are approved; they can be released."))
    else:
        release_narrative(**which, at=timezone.now())
        messages.success(request, _("The comments are released and stay as they are."))


def _show(request: HttpRequest, report: Report, uid: UUID, problems: Problems, status: int) -> HttpResponse:
    user = person(request)
    row = narrative_of(uid, user=user, report=report.pk)
    if row is None:
        raise Http404
    context = {
        "row": row,
        "comments": [(Section(said["section"]).label, said) for said in comments_of(row)],
        "newer": _newer(row, user),
        "may": _rights(user, row),
        **_common(request, report, problems),
        "strip": strip_of_rows([(report.deal, [report.releasable_to, row.releasable_to])]),
    }
    return render(request, "reports/narrative_detail.html", context, status=status)


def _newer(row: Narrative, user: User) -> Narrative | None:
    """The version that corrects this one, as far as the person may see it."""
    return narratives_of(user).filter(corrects=row).first()


def _rights(user: User, row: Narrative) -> dict[str, bool]:
    """What the page offers; the actions decide."""
    at_work = row.state != NarrativeState.RELEASED
    own = may_comment(user, row.report) and row.party_id == user.party_id and at_work
    is_draft = row.state == NarrativeState.DRAFT
    return {
        "write": own,
        "approve": own and is_draft and user.may(roles.DECIDE) and user.pk not in row.authors,
        "release": own and not is_draft,
    }
