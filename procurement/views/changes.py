"""What changed in a deal, the newest first."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.accounts.markings import Marking
from portal.partialdate import whole_day
from procurement import change_words
from procurement.queries.changes import changes_of, kinds_of
from procurement.views.common import deal_or_404, person, strip_of
from procurement.vocabulary import Recorded


@require_safe
def change_list(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/changes/`: who changed what, when and why; `?kind=` and `?since=` narrow it."""
    deal, user = deal_or_404(code, request), person(request)
    kinds = kinds_of(deal, user=user)
    asked = [kind for kind in kinds if kind.value in request.GET.getlist("kind")]
    since, problems = _since(request)
    unknown = sorted(set(request.GET.getlist("kind")) - {"", *Recorded.values})
    if unknown:
        told = {"value": ", ".join(unknown), "known": ", ".join(kinds)}
        problems += [_("“%(value)s” is no kind of row, so nothing is left out. Possible: %(known)s.") % told]
    number = request.GET.get("page", "1")
    page = changes_of(deal, user=user, kinds=asked or kinds, since=since, number=number)
    rows = [(one, change_words.why(one), change_words.named(deal, one), _list(code, one.kind)) for one in page]
    marked = [touched.row for one in page for touched in one.touched if isinstance(touched.row, Marking)]
    context = {
        "deal": deal,
        "page": page,
        "rows": rows,
        "kinds": kinds,
        "asked": asked,
        "since": since,
        "problems": problems,
        "strip": strip_of(deal, also=marked),
    }
    return render(request, "deals/change_list.html", context)


def _since(request: HttpRequest) -> tuple[date | None, list[str]]:
    """The day asked for; what is wrong with it."""
    asked = request.GET.get("since", "").strip()
    try:
        return (whole_day(asked), []) if asked else (None, [])
    except ValueError:
        return None, [_("“%(value)s” is no day, so all days are shown. Write it as YYYY-MM-DD.") % {"value": asked}]


def _list(code: str, kind: Recorded) -> str:
    """The page that lists all rows of the kind."""
    return reverse(change_words.LISTS.get(kind, "deal-detail"), args=[code])
