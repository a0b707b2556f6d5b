"""Pages of reports."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from procurement.views.common import person, strip_of
from procurement.vocabulary import MilestoneState, StatementKind, TermStatus
from reports import drawings
from reports.filters import ReportFilter
from reports.queries import report_of, reports_of

PAGE_SIZE = 50


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
    body = report.body or {}
    context = {
        "report": report,
        "body": body,
        "deal": report.deal,
        "drawing": drawings.strip(body),
        "states": dict(MilestoneState.choices),
        "kinds": dict(StatementKind.choices),
        "term_states": dict(TermStatus.choices),
        "terms": [(TermStatus(code).label, n) for code, n in body.get("terms", {}).get("by_status", {}).items()],
        "strip": strip_of(report.deal),
        "status_date": body.get("period", {}).get("last_day"),
        "known_at": report.known_at,
    }
    return render(request, "reports/report_detail.html", context)
