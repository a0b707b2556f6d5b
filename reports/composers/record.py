"""What the catalog and the talks say around the deal: requirements, statements of figures, visits and meetings."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from itertools import groupby
from typing import Any

from catalog.models import Claim, DroneModel, Source
from catalog.queries.figures import stated
from catalog.rules import figure_state
from catalog.vocabulary import FigureState
from procurement.models import Engagement, RequirementFigure
from procurement.queries.requirements import Judgement, ModelAnswer, answer_of, judging
from reports.composers.goods import model_name
from reports.queries.collecting import Collected, ModelChange

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
        "judged": [_judged(row) for row in one.judgements],
    }


def _judged(row: Judgement) -> Json:
    """One figure that a requirement asks for, as its source states it, and how the model answers it."""
    return {"level": row.figure.level, **_stated(row.figure), "answer": row.match.value}


def catalog(found: Collected) -> Json:
    """What was put on record and taken back in the period: counted for all models, told for the ordered ones."""
    changed = found.catalog
    return {
        "new_models": changed.new_models,
        "new_claims": changed.new_claims,
        "withdrawn": changed.withdrawn,
        "by_model": [_changed(row) for row in changed.by_model],
        "added": [_claim(row) for row in changed.added],
        "taken_back": [_claim(row) for row in changed.taken_back],
        "disputed": [told for model in changed.models for told in _disputed(found, model)],
    }


def _disputed(found: Collected, model: DroneModel) -> Iterator[Json]:
    """The figures of an ordered model that cannot all hold now and could before the period: statements of it."""
    first = datetime.combine(found.period.start, time(), tzinfo=UTC)
    ordered = sorted(found.catalog.claims[model.pk], key=lambda row: (row.capability.code, row.pk))
    for _code, group in groupby(ordered, key=lambda row: row.capability.code):
        rows = list(group)
        older = [row for row in rows if row.recorded_at < first]
        if _cannot_hold(rows) and not _cannot_hold(older):
            names = {"name_en": rows[0].capability.name_en, "name_uk": rows[0].capability.name_uk}
            capability = {"code": rows[0].capability.code, **names}
            yield {"model": model_name(model), "capability": capability, "claims": [_claim(row) for row in rows]}


def _cannot_hold(rows: Sequence[Claim]) -> bool:
    return figure_state([stated(row) for row in rows]) == FigureState.DISPUTED


def _changed(row: ModelChange) -> Json:
    """How many statements of one model were put on record and taken back; whether they are the first of it."""
    return {"model": model_name(row.model), "added": row.added, "withdrawn": row.withdrawn, "new": row.is_new}


def _claim(row: Claim) -> Json:
    return {"claim": row.pk, "model": model_name(row.model), **_stated(row), "source": _source(row.source)}


def _stated(row: Claim | RequirementFigure) -> Json:
    """A figure as it was stated: of what, within which bounds, under which condition."""
    names = {"name_en": row.capability.name_en, "name_uk": row.capability.name_uk}
    return {
        "capability": {"code": row.capability.code, **names},
        "bound": row.bound,
        "low": None if row.low is None else str(row.low),
        "high": None if row.high is None else str(row.high),
        "unit": row.unit,
        "words": row.condition,
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
