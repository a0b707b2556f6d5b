"""The sheet of a model: what the catalog knows of it, and where the deals name it."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.composers.agreement import agreement
from catalog.drawings import when_said_of
from catalog.models import Claim, Source
from catalog.queries.pages import ModelSheet, model_sheet
from catalog.queries.similar import similar_models
from catalog.tray import models_of
from catalog.views.ledger import may_write
from portal.accounts.models import User
from portal.pagekit.marking import Strip
from procurement.queries.mentions import Mentions, mentions_of
from procurement.queries.requirements import ModelAnswer, answered_by
from procurement.queries.trials import Experience, experience_of
from procurement.views.common import person, strip_of_rows
from procurement.views.trials import experience_context


@require_safe
def model_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """`/catalog/<slug>/`: one model with every statement, what parties saw of it, similar ones, and its deals."""
    user = person(request)
    sheet = model_sheet(slug, user=user)
    if sheet is None:
        raise Http404
    mentions = mentions_of(sheet.model, user=user)
    experience = experience_of(sheet.model, user=user, claims=_claims(sheet))
    context = {
        **_catalog_context(sheet),
        **experience_context(experience, user),
        "experience": experience,
        "similar": similar_models(sheet.model, user=user),
        "mentions": mentions,
        "answers": _answers(sheet, user),
        "may_write": may_write(user),
        "tray": models_of(request),
        "strip": _strip(mentions, experience),
    }
    return render(request, "catalog/model_detail.html", context)


def _catalog_context(sheet: ModelSheet) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "model": sheet.model,
        "agreement": agreement(sheet.figures),
        "when": when_said_of(sheet.figures),
        "sources": _sources(sheet),
    }


def _sources(sheet: ModelSheet) -> list[tuple[Source, int]]:
    """Each source with the number of its statements, by publisher."""
    counts = Counter(claim.source for claim in _claims(sheet))
    return sorted(counts.items(), key=lambda pair: (pair[0].publisher.casefold(), pair[0].slug))


def _answers(sheet: ModelSheet, user: User) -> list[ModelAnswer]:
    """Requirements of the model's domain on which a statement says something, best answer first, failed ones last."""
    return answered_by(sheet.model, _claims(sheet), user=user)


def _claims(sheet: ModelSheet) -> list[Claim]:
    return [claim for figure in sheet.figures for claim in figure.claims]


def _strip(mentions: Mentions, experience: Experience) -> Strip:
    """The sheet is public record until it shows a row of somebody's own deal, or what a party keeps to some."""
    orders = [(order.deal, [order.releasable_to, order.milestone.releasable_to]) for order in mentions.orders]
    terms = [(row.term.deal, [row.releasable_to, row.term.releasable_to]) for row in mentions.positions]
    deals = [*orders, *terms, *((deal, []) for deal in mentions.deals)]
    return strip_of_rows(deals, others=experience.releases)
