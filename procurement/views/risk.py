"""How sure the dates of a deal are. Seed, number of courses and assumption stand in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.drawing.likelihood import Likelihood, likelihood
from portal.pagekit.words import day as in_words
from procurement.models import Deal
from procurement.queries.risk import Asked, Risk, RiskRow, read_asked, risk_of
from procurement.views.common import asked_day, deal_or_404, person, strip_of

NAMES = ("seed", "runs", "assume")


@require_safe
def risk_page(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/risk/?seed=1&runs=1000&assume=10:30`: the same address gives the same figures."""
    deal = deal_or_404(code, request)
    typed = {name: request.GET.get(name, "").strip() for name in NAMES}
    asked, problems = read_asked(typed)
    risk = risk_of(deal, user=person(request), status_date=asked_day(request), asked=asked)
    context = {
        "deal": deal,
        "risk": risk,
        "streams": _streams(risk),
        "drawing": _drawing(risk, deal),
        "problems": problems,
        "typed": {**{"seed": asked.seed, "runs": asked.runs}, **{name: text for name, text in typed.items() if text}},
        "assumed": asked.assume and dict(zip(("less", "more"), asked.assume, strict=True)),
        "address": _address(risk, asked),
        "status_date": risk.plan.status_date,
        "strip": strip_of(deal, [row.milestone for row in risk.plan.rows]),
    }
    return render(request, "deals/risk.html", context, status=400 if problems else 200)


def _address(risk: Risk, asked: Asked) -> str:
    """An address that gives exactly these figures as long as the record says the same."""
    values = [("status_date", risk.plan.status_date.isoformat()), ("seed", str(asked.seed)), ("runs", str(asked.runs))]
    if asked.assume:
        values.append(("assume", "{}:{}".format(*asked.assume)))
    return "?" + urlencode(values)


def _streams(risk: Risk) -> list[tuple[object, list[RiskRow]]]:
    """Rows by workstream in the order of the pages, each in order of date."""
    streams = {one.row.milestone.workstream.pk: one.row.milestone.workstream for one in risk.rows}
    ordered = sorted(streams.values(), key=lambda stream: (stream.position, stream.code))
    by_day = sorted(risk.rows, key=lambda one: (one.p80, one.row.milestone.code))
    return [(stream, [one for one in by_day if one.row.milestone.workstream_id == stream.pk]) for stream in ordered]


def _drawing(risk: Risk, deal: Deal) -> Likelihood | None:
    if risk.p50 is None or risk.p80 is None:
        return None
    named = [(percent, f"{percent} %: {in_words(day)}") for percent, day in ((50, risk.p50), (80, risk.p80))]
    days = [
        (day, f"{name} {in_words(day)}", paint)
        for day, name, paint in (
            (risk.plan.end, _("forecast"), "today"),
            (deal.ends_on, _("last day of the deal"), "firm"),
        )
        if day
    ]
    return likelihood(risk.curve, named=named, days=sorted(days))
