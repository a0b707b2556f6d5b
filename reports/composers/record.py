"""What the catalog and the talks say around the deal: requirements, statements of figures, visits and meetings."""

from typing import Any

from catalog.models import Claim, Source
from procurement.models import Engagement
from procurement.queries.requirements import ModelAnswer, answer_of, judging
from reports.composers.goods import model_name
from reports.queries.collecting import Collected

Json = dict[str, Any]


def coverage(found: Collected) -> list[Json]:
    """How the stated figures of each ordered model answer each requirement of its domain that they speak of."""
    catalog = found.catalog
    answers = [
        answer_of(model, catalog.claims[model.pk], requirement)
        for model in catalog.models
        for requirement in catalog.requirements
        if requirement.domain == model.domain and judging(requirement)
    ]
    return [_answer(one) for one in answers if one.says_something]


def _answer(one: ModelAnswer) -> Json:
    wanted = one.requirement
    return {
        "model": model_name(one.model),
        "requirement": {"slug": wanted.slug, "title_en": wanted.title_en, "title_uk": wanted.title_uk},
        "branch": wanted.branch,
        "answer": one.answer.value,
        "surely": one.surely,
        "figures": len(one.judgements),
    }


def catalog(found: Collected) -> Json:
    """What was put on record and taken back in the period: counted for all models, told for the ordered ones."""
    changed = found.catalog
    return {
        "new_models": changed.new_models,
        "new_claims": changed.new_claims,
        "withdrawn": changed.withdrawn,
        "added": [_claim(row) for row in changed.added],
        "taken_back": [_claim(row) for row in changed.taken_back],
    }


def _claim(row: Claim) -> Json:
    names = {"name_en": row.capability.name_en, "name_uk": row.capability.name_uk}
    return {
        "claim": row.pk,
        "model": model_name(row.model),
        "capability": {"code": row.capability.code, **names},
        "bound": row.bound,
        "low": None if row.low is None else str(row.low),
        "high": None if row.high is None else str(row.high),
        "unit": row.unit,
        "words": row.condition,
        "source": _source(row.source),
    }


def engagements(found: Collected) -> list[Json]:
    return [_engagement(row) for row in found.engagements]


def _engagement(row: Engagement) -> Json:
    return {
        "slug": row.slug,
        "kind": row.kind,
        "starts_on": row.starts_on,
        "place": row.place,
        "subject_en": row.subject_en,
        "subject_uk": row.subject_uk,
        "outcome_en": row.outcome_en,
        "outcome_uk": row.outcome_uk,
        "source": _source(row.source) if row.source else None,
    }


def _source(source: Source) -> Json:
    return {"publisher": source.publisher, "url": source.url, "slug": source.slug}
