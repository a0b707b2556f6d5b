"""The chapters of a report in their order. A new one is one function here; what it tells comes from the body alone."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from reports.composers import chapters_dates as dates
from reports.composers import chapters_goods as goods
from reports.composers import chapters_plan as plan
from reports.composers import chapters_talks as talks
from reports.composers.document import Chapter, Json, Make
from reports.composers.remarks import Remarks
from reports.vocabulary import Section

OWN: Mapping[Section, Make] = {
    Section.DECISIONS: plan.decisions,
    Section.WORKSTREAMS: plan.workstreams,
    Section.MET: plan.met,
    Section.DUE: plan.due_next,
    Section.SLIPS: plan.slips,
    Section.LEDGER: dates.ledger,
    Section.CRITICAL: plan.critical,
    Section.RISK: dates.risk,
    Section.DELIVERIES: goods.deliveries,
    Section.PAYMENTS: goods.payments,
    Section.PRODUCTION: goods.production,
    Section.TERMS: talks.terms,
    Section.MOVED: talks.moved,
    Section.PROPOSALS: talks.proposals,
    Section.CHANGES: talks.changes,
    Section.COVERAGE: goods.coverage,
    Section.CATALOG: talks.catalog,
    Section.ENGAGEMENTS: talks.engagements,
    Section.BASELINES: dates.baselines,
    Section.QUALITY: talks.quality,
    Section.MILESTONES: plan.milestones,
}
PUBLIC: Mapping[Section, Make] = {
    Section.DUE: plan.still_to_come,
    Section.MET: plan.happened,
    Section.TERMS: talks.public_terms,
    Section.MOVED: talks.moved,
    Section.CHANGES: talks.changes,
    Section.ENGAGEMENTS: talks.engagements,
    Section.CATALOG: talks.catalog,
    Section.QUALITY: talks.quality,
}


def chapters_of(body: Json, remarks: Remarks | None = None) -> list[Chapter]:
    """The chapters in the active language, with what parties say to them; those that do not concern the deal are
    left out. Words to a section that is left out are told first, with those to the whole deal."""
    said = remarks or {}
    made = {key: make(body) for key, make in (PUBLIC if is_public(body) else OWN).items()}
    told = [
        replace(chapter, key=key.value, remarks=said.get(key.value, ())) for key, chapter in made.items() if chapter
    ]
    rest = [one for key, several in said.items() if not made.get(Section(key)) for one in several]
    first = Chapter(str(Section.WHOLE.label), _("what the parties say"), key=Section.WHOLE.value, remarks=rest)
    return [first, *told] if rest else told


def is_public(body: Json) -> bool:
    """Bodies of earlier formats say so by their nature only."""
    return bool(body["deal"].get("public", body["deal"].get("nature") == "public-record"))
