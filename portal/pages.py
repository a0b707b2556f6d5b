"""Pages that join several apps: home."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from procurement import drawings
from procurement.models import Deal
from procurement.queries.origins import origins
from procurement.queries.pages import DealPage, deal_page, main_deal
from procurement.queries.waiting import waiting_for
from procurement.views.common import asked_day, person, strip_of
from reports.queries.delivering import mail_counts
from reports.queries.reading import latest_report

ORIGINS_SHOWN = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """`/`: what waits for the reader, what is due, what slips, and the latest report."""
    deal = main_deal(person(request))
    context: dict[str, Any] = {"today": timezone.now().date(), "deal": deal}
    if deal is not None:
        page = deal_page(deal, user=person(request), status_date=asked_day(request))
        context |= _deal_context(request, deal, page)
    return render(request, "home/home.html", context)


def _deal_context(request: HttpRequest, deal: Deal, page: DealPage) -> dict[str, Any]:
    rows = page.summary.plan.rows
    report = latest_report(deal, user=person(request))
    return {
        "page": page,
        "summary": page.summary,
        "status_date": page.summary.plan.status_date,
        "waiting": waiting_for(person(request), rows, page.terms, status_date=page.summary.plan.status_date),
        "origins": origins(page.summary.plan)[:ORIGINS_SHOWN],
        "short_lots": [(progress.order, lot) for progress in page.orders for lot in progress.short_lots],
        "short_payments": [payment for progress in page.payments for payment in progress.short],
        "drawing": drawings.strip(page.summary),
        "deliveries": drawings.deliveries(page.orders, deal=deal, today=page.summary.plan.status_date),
        "report": report,
        "mailed": mail_counts(report, user=person(request)) if report else [],
        "strip": strip_of(deal, [row.milestone for row in rows]),
    }
