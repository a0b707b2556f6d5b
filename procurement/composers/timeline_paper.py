"""The timeline on paper: the drawing of the page, panel by panel, and its table after it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from portal.drawing.cutting import cut
from portal.drawing.timeline import Panel, Timeline
from portal.pagekit.marking import in_words, strip
from portal.pagekit.words import day, moment, number, plain, title, unmarked
from portal.paper.asked import SIZES, Paper
from portal.paper.drawings import on_paper
from portal.paper.printing import Attachment, printed
from procurement.composers.lines import line_of
from procurement.composers.timeline_table import tables_of
from procurement.queries.plan import Plan, PlanRow
from procurement.queries.summary import Summary, summary_of
from procurement.timelines import View, keys_of, timeline

Json = dict[str, Any]
FIRST, OTHERS = 580, 700  # pixels of a panel that stand below the head of the first sheet, and on each other one


@dataclass(frozen=True)
class Asked:
    """What is printed: `rows` of the plan, looked at so. `address`: where a reader finds the same on the portal.

    `narrowed` says what narrows the rows, in the language of the moment.
    """

    rows: Sequence[PlanRow]
    view: View
    narrowed: Callable[[], Sequence[str]]
    address: str


def timeline_paper(plan: Plan, asked: Asked, *, languages: Sequence[str], size: str, at: datetime) -> Paper:
    """The timeline as PDF/A-3a and PDF/UA-1, with the schedule of its rows inside. `size` is a key of SIZES."""
    minute = at.replace(second=0, microsecond=0)
    sides = []
    for language in languages:
        with translation.override(language):
            sides.append(_side(plan, asked, language, minute))
    data = {"title": sides[0]["document"], "portal": sides[0]["portal"], "size": SIZES[size], "sides": sides}
    inside = Attachment("schedule.json", _document(plan, asked, minute), "The schedule of the rows shown, as data")
    content = printed("timeline", data, at=minute, attachments=[inside])
    return Paper(f"{plan.deal.code}-timeline-{plan.status_date:%Y-%m-%d}.{'-'.join(languages)}.pdf", content)


def _document(plan: Plan, asked: Asked, at: datetime) -> Json:
    return {
        "deal": plan.deal.code,
        "exercise": plan.deal.is_exercise,
        "status_date": plan.status_date.isoformat(),
        "known_at": at.isoformat(timespec="seconds"),
        "address": asked.address,
        "milestones": [line_of(row) for row in asked.rows],
    }


def _side(plan: Plan, asked: Asked, language: str, at: datetime) -> Json:
    deal, whole = plan.deal, summary_of(plan)
    name = plain(title(deal))
    shown = summary_of(replace(plan, rows=asked.rows))
    drawn = timeline(shown, asked.view, whole=plan)
    releases = [row.milestone.releasable_to for row in plan.rows]
    lead = render_to_string("deals/lead_now.html", {"summary": whole, "deal": deal})
    return {
        "lang": language,
        "portal": _("Drone Deal Portal"),
        "paper": _("Timeline"),
        "marking": in_words(strip(is_exercise=deal.is_exercise, is_public=deal.is_public, releases=releases)),
        "as_of": _("What held on %(day)s, as the portal knew it on %(moment)s")
        % {"day": day(plan.status_date), "moment": moment(at)},
        "document": f"{deal.code}: {_('Timeline')}, {day(plan.status_date, long=True)}",
        "heading": _("Timeline on %(day)s") % {"day": day(plan.status_date, long=True)},
        "deal": name[:1].upper() + name[1:],
        "lead": unmarked(lead),
        "rows": _rows(shown, whole, asked.narrowed()),
        "address": asked.address,
        "again": _("The same on the portal:"),
        "axis": axis_of(drawn, plan) if drawn else None,
        "panels": list(panels_of(drawn, shown, plan)) if drawn else [],
        "keys": [{"svg": _svg("key", key=key), "label": label} for key, label in keys_of(asked.view)] if drawn else [],
        "texts": {
            "slip": _("days of slip"),
            "bare": _("Bars without a name are checks, permits and payments of an order; the table names them."),
            "table": _("The same as a table") if drawn else _("Milestones"),
            "fiscal": _(
                "FY = US fiscal year, 1 October to 30 September. "
                "Critical = float 0; float counts to the last milestone that you may see."
            ),
        },
        "tables": tables_of(shown, address=asked.address),
    }


def _rows(shown: Summary, whole: Summary, narrowed: Sequence[str]) -> str:
    """How many rows of how many, and why not all."""
    if not narrowed:
        return ""
    counts = {"n": number(shown.total), "total": number(whole.total)}
    return f"{_('%(n)s of %(total)s milestones') % counts}: {' · '.join(narrowed)}"


def axis_of(drawn: Timeline, plan: Plan) -> Json:
    years = [band.label for band in drawn.axis.bands if band.label]
    name = _("Years, and the steps within them") + (f": {', '.join(years)}" if years else "")
    return {"svg": _svg("axis", drawing=drawn, status_date=plan.status_date), "name": name}


def panels_of(drawn: Timeline, shown: Summary, plan: Plan) -> Iterator[Json]:
    """Each workstream as the page draws it; what is higher than a sheet in parts. The table says what they show."""
    said = {plain(title(one.workstream)): one for one in shown.workstreams}
    for place, panel in enumerate(drawn.panels):
        one = said[panel.title]
        counts = {"met": len(one.met), "total": len(one.rows)}
        name = f"{panel.title}: {_('%(met)s of %(total)s met') % counts}"
        if one.last:
            name += f", {_('ends %(day)s') % {'day': day(one.last.due_on)}}"
        yield from (_part(drawn, part, name, plan) for part in cut(panel, OTHERS if place else FIRST))


def _part(drawn: Timeline, panel: Panel, name: str, plan: Plan) -> Json:
    return {"svg": _svg("panel", drawing=drawn, panel=panel, status_date=plan.status_date), "name": name}


def _svg(part: str, **context: Any) -> str:
    return on_paper(render_to_string(f"drawing/timeline_{part}.svg.html", context))
