"""How the timeline is looked at and printed, as the address asks: the same for page, paper and API."""

from django.utils.http import urlencode

from procurement.composers.timeline_paper import Asked
from procurement.filters.plan import PlanFilter
from procurement.filters.words import chips_of, facets_of
from procurement.queries.plan import Plan
from procurement.timelines import View
from procurement.vocabulary import Years

LOOK = ("by", "links")


def view_of(asked: PlanFilter) -> View:
    """By which years, from when to when, with which links; the usual years where others are asked for."""
    by = asked.data.get("by", "")
    first, last = asked.window if asked.is_valid() else (None, None)
    return View(Years(by) if by in Years.values else Years.FISCAL, first, last, asked.data.get("links") == "1")


def printing(asked: PlanFilter, plan: Plan, *, page: str) -> Asked:
    """What is printed of a valid filter; `page` is the address of the timeline, without a query."""
    look = [(name, asked.data[name]) for name in LOOK if asked.data.get(name)]
    query = urlencode([("status_date", plan.status_date.isoformat()), *look, *asked.asked])
    return Asked(
        rows=asked.rows(plan.rows),
        view=view_of(asked),
        narrowed=lambda: [chip.label for chip in chips_of(asked, facets_of(plan.rows, asked))],
        address=f"{page}?{query}",
    )
