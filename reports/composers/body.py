"""Compose: one language-free body out of what was collected. Both languages and every format are made from it.

The body is plain JSON: codes, both titles, ISO dates, amounts as text. Pages choose words and order, never figures.
A section is one function of what was collected and stands in SECTIONS. Whoever changes what a section gives raises
FORMAT: a report is rebuilt only by the format that made it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from reports.composers import dates, goods, outlook, plan, record, talks
from reports.queries.collecting import Collected

FORMAT = 5
Json = dict[str, Any]
SECTIONS: Mapping[str, Callable[[Collected], Any]] = {
    "summary": plan.summary,
    "origins": plan.origins_of,
    "workstreams": plan.workstreams,
    "met": plan.met,
    "due_next": plan.due_next,
    "late": plan.late,
    "contested": plan.contested,
    "slips": plan.slips_of,
    "ledger": dates.ledger,
    "critical": outlook.critical,
    "risk": dates.risk,
    "baselines": dates.baselines,
    "decisions": outlook.decisions,
    "deliveries": goods.deliveries,
    "payments": goods.payments,
    "production": goods.production,
    "proposals": talks.proposals,
    "terms": talks.terms,
    "moved": talks.moved,
    "changes": talks.changes,
    "coverage": record.coverage,
    "catalog": record.catalog,
    "engagements": record.engagements,
    "quality": outlook.quality,
    "milestones": plan.milestones,
}


def compose(found: Collected, *, known_at: datetime) -> Json:
    """The body of the report; nothing in it depends on a language or on who reads it."""
    return {
        "format": FORMAT,
        "deal": _deal(found),
        "audience": found.audience,
        "period": {"start": found.period.start.isoformat(), "last_day": found.period.last_day.isoformat()},
        "known_at": known_at.isoformat(timespec="seconds"),
        "previous": found.previous.pk if found.previous else None,
        "previous_sha256": found.previous.sha256 if found.previous else None,
        **{name: section(found) for name, section in SECTIONS.items()},
    }


def _deal(found: Collected) -> Json:
    deal = found.deal
    ends = {"starts_on": plan.iso(deal.starts_on), "ends_on": plan.iso(deal.ends_on)}
    return {
        "code": deal.code,
        "nature": deal.nature,
        "exercise": deal.is_exercise,
        "public": deal.is_public,
        **plan.titles(deal),
        **ends,
    }
