"""The chapters of a report in their order. A new one is one function here; what it tells comes from the body alone."""

from collections.abc import Sequence

from reports.composers import chapters_goods as goods
from reports.composers import chapters_plan as plan
from reports.composers import chapters_talks as talks
from reports.composers.document import Chapter, Json, Make

OWN: Sequence[Make] = [
    plan.decisions,
    plan.workstreams,
    plan.met,
    plan.due_next,
    plan.slips,
    plan.critical,
    goods.deliveries,
    goods.payments,
    goods.production,
    talks.terms,
    talks.proposals,
    talks.changes,
    goods.coverage,
    talks.catalog,
    talks.engagements,
    talks.quality,
    plan.milestones,
]
PUBLIC: Sequence[Make] = [
    plan.still_to_come,
    plan.happened,
    talks.public_terms,
    talks.changes,
    talks.engagements,
    talks.catalog,
    talks.quality,
]


def chapters_of(body: Json) -> list[Chapter]:
    """The chapters in the active language; those that do not concern the deal are left out."""
    made = [make(body) for make in (PUBLIC if is_public(body) else OWN)]
    return [chapter for chapter in made if chapter is not None]


def is_public(body: Json) -> bool:
    """Bodies of earlier formats say so by their nature only."""
    return bool(body["deal"].get("public", body["deal"].get("nature") == "public-record"))
