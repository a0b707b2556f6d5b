"""Pages of reports."""

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal import mail
from portal.accounts import roles
from portal.faults import Fault, Missing
from portal.paper.asked import LANGUAGES, SIZES
from portal.rest.pdf import disposition
from procurement.views.common import person, strip_of, strip_of_rows
from reports.actions.making import make_again
from reports.composers.between import chapters_between
from reports.composers.figures import figures_of
from reports.composers.files import file_of
from reports.composers.remarks import remarks_of
from reports.filters import ReportFilter
from reports.queries.delivering import deliveries_of
from reports.queries.making import job_of, waits
from reports.queries.narratives import may_comment, told_with
from reports.queries.reading import ready_report, report_of, reports_of
from reports.views.showing import of_report, on_page
from reports.vocabulary import FileForm, ReportState

PAGE_SIZE = 50
RENEWED = "3"  # seconds


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """`/reports/`: all reports, or those of `?deal=`."""
    chosen = ReportFilter(request.GET, queryset=reports_of(person(request)))
    rows = chosen.qs if chosen.is_valid() else chosen.queryset.none()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page", "1"))
    strip = next((strip_of(report.deal) for report in page if not report.deal.is_public), None)
    context = {"page": page, "deal_code": request.GET.get("deal", ""), **({"strip": strip} if strip else {})}
    return render(request, "reports/report_list.html", context)


@require_safe
def report_detail(request: HttpRequest, number: int) -> HttpResponse:
    """`/reports/<id>/`: the stored body in the reader's language. Nothing is computed anew."""
    report = report_of(number, user=person(request))
    if report is None:
        raise Http404
    is_ready = report.state == ReportState.READY
    job = None if is_ready else job_of(report)
    said = told_with(report)
    remarks = remarks_of(said)
    context = {
        "job": job,
        "waits": waits(report, job),
        "may": person(request).may(roles.ISSUE_REPORT),
        "mails": list(deliveries_of(person(request)).filter(report=report)) if is_ready else [],
        "is_mailing": mail.is_configured(),
        "said": said,
        "may_comment": may_comment(person(request), report),
        "papers": SIZES,
        **on_page(report, remarks),
    }
    answer = render(request, "reports/report_detail.html", context)
    if context["waits"]:
        answer.headers["Refresh"] = RENEWED  # nothing can be typed on this page, so nothing is lost
    return answer


@require_POST
def report_retry(request: HttpRequest, number: int) -> HttpResponse:
    """`/reports/<id>/retry/`: puts a report that failed in line again."""
    asked = request.POST.get("version", "")
    version = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    try:
        make_again(number=number, version=version, by=person(request), at=timezone.now())
    except Missing:
        raise Http404 from None
    except Fault as fault:
        messages.error(request, fault.message)
    return redirect("report-detail", number)


@require_safe
def report_figures(request: HttpRequest, number: int) -> HttpResponse:
    """`/reports/<id>/figures/`: each figure with the address of the rows that make it."""
    report = ready_report(number, user=person(request))
    if report is None:
        raise Http404
    context = {"figures": list(figures_of(report.body or {}).values()), **of_report(report)}
    return render(request, "reports/figure_list.html", context)


@require_safe
def report_figure(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """`/reports/<id>/figures/<key>/`: the rows that one figure counts or adds up, as the snapshot holds them."""
    report = ready_report(number, user=person(request))
    figure = figures_of(report.body or {}).get(key) if report else None
    if report is None or figure is None:
        raise Http404
    return render(request, "reports/figure_detail.html", {"figure": figure, **of_report(report)})


@require_safe
def report_file(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """`/reports/<id>/report.pdf` (.xlsx, .txt, .json); `?lang=` en, uk or both, `?paper=` a4 or letter."""
    report = ready_report(number, user=person(request))
    if report is None or form not in FileForm.values:
        raise Http404
    languages = LANGUAGES.get(request.GET.get("lang", "") or request.LANGUAGE_CODE)
    size = request.GET.get("paper", "a4")
    if languages is None or size not in SIZES:
        raise SuspiciousOperation("lang is en, uk or both; paper is a4 or letter")
    base = request.build_absolute_uri("/").rstrip("/")
    made = file_of(report, FileForm(form), languages=languages, size=size, base=base)
    headers = {"Content-Disposition": disposition(made.name), "Cache-Control": "private, no-store"}
    return HttpResponse(made.content, content_type=made.media_type, headers=headers)


@require_safe
def report_between(request: HttpRequest, number: int, before: int) -> HttpResponse:
    """`/reports/<id>/since/<older id>/`: what changed between two reports of one deal, side by side."""
    user = person(request)
    one, two = ready_report(before, user=user), ready_report(number, user=user)
    if one is None or two is None or one.deal_id != two.deal_id or one.pk == two.pk:
        raise Http404
    context = {
        "before": one,
        "report": two,
        "deal": two.deal,
        "chapters": chapters_between(one.body or {}, two.body or {}),
        "others": reports_of(user).filter(deal=two.deal, state=ReportState.READY).exclude(pk=two.pk)[:PAGE_SIZE],
        "strip": strip_of_rows([(two.deal, [one.releasable_to, two.releasable_to])]),
        "status_date": two.last_day,
        "known_at": two.known_at,
    }
    return render(request, "reports/between.html", context)
