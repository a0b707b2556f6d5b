"""The text of a deal on a day: page and paper."""

from datetime import date

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.paper.asked import LANGUAGES, languages_of
from portal.partialdate import FIRST_YEAR, LAST_YEAR, whole_day
from portal.rest.pdf import disposition
from procurement.composers.deal_text import lead, paper, without_text
from procurement.queries.deal_text import deal_text as text_on
from procurement.views.common import deal_or_404, person, strip_of


@require_safe
def deal_text(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/text/?on=2026-11-22&text=both`: every clause as it held on the day, today when none is asked."""
    deal, today = deal_or_404(code, request), timezone.now().date()
    asked = request.GET.get("on", "").strip()
    day = _day(asked) if asked else today
    found = text_on(deal, user=person(request), on=day or today, today=today)
    shown = request.GET.get("text", "both")
    context = {
        "deal": deal,
        "found": found,
        "lead": lead(found),
        "rest": {row.term.pk: without_text(row, is_past=found.is_past) for row in found.without},
        "languages_shown": LANGUAGES.get(shown, LANGUAGES["both"]),
        "shown": shown if shown in LANGUAGES else "both",
        "asked": asked or found.on.isoformat(),
        "wrong": "" if day else _wrong_day(),
        "status_date": found.on,
        "strip": strip_of(deal),
    }
    return render(request, "deals/deal_text.html", context, status=200 if day else 400)


@require_safe
def deal_text_paper(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/text.pdf?on=2026-11-22`: the same on paper; `?lang=` en, uk or both, else the reader's."""
    deal, now = deal_or_404(code, request), timezone.now()
    asked = request.GET.get("on", "").strip()
    day = _day(asked) if asked else now.date()
    if day is None:
        raise BadRequest(_wrong_day())
    found = text_on(deal, user=person(request), on=day, today=now.date())
    languages = languages_of(request.GET.get("lang", ""), reader=request.LANGUAGE_CODE or "")
    made = paper(found, languages=languages, at=now)
    headers = {"Content-Disposition": disposition(made.name)}
    return HttpResponse(made.content, content_type="application/pdf", headers=headers)


def _day(text: str) -> date | None:
    try:
        return whole_day(text)
    except ValueError:
        return None


def _wrong_day() -> str:
    words = _("Write a day as YYYY-MM-DD, in a year from %(first)s to %(last)s.")
    return words % {"first": FIRST_YEAR, "last": LAST_YEAR}
