"""The sheet of a model: what the catalog knows of it, and where the deals name it."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.composers.agreement import agreement
from catalog.drawings import when_said_of
from catalog.models import Source
from catalog.queries.pages import ModelSheet, model_sheet
from catalog.queries.similar import similar_models
from catalog.tray import models_of
from catalog.views.ledger import may_write
from portal.accounts.models import User
from portal.pagekit.marking import Strip
from procurement.queries.mentions import Mentions, mentions_of
from procurement.queries.requirements import ModelAnswer, answered_by
from procurement.views.common import person, strip_of_rows


@require_safe
def model_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """`/catalog/<slug>/`: one model with every statement, similar ones, and the deals that name it."""
    sheet = model_sheet(slug, user=person(request))
    if sheet is None:
        raise Http404
    mentions = mentions_of(sheet.model, user=person(request))
    context = {
        **_catalog_context(sheet),
        "similar": similar_models(sheet.model, user=person(request)),
        "mentions": mentions,
        "answers": _answers(sheet, person(request)),
        "may_write": may_write(person(request)),
        "tray": models_of(request),
        "strip": _strip(mentions),
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
    counts = Counter(claim.source for figure in sheet.figures for claim in figure.claims)
    return sorted(counts.items(), key=lambda pair: (pair[0].publisher.casefold(), pair[0].slug))


def _answers(sheet: ModelSheet, user: User) -> list[ModelAnswer]:
    """The requirements that the model may answer: those of which it surely fails nothing."""
    claims = [claim for figure in sheet.figures for claim in figure.claims]
    return answered_by(sheet.model, claims, user=user)


def _strip(mentions: Mentions) -> Strip:
    """The sheet is public record until it shows a row of somebody's own deal."""
    orders = [(order.deal, [order.releasable_to, order.milestone.releasable_to]) for order in mentions.orders]
    terms = [(row.term.deal, [row.releasable_to, row.term.releasable_to]) for row in mentions.positions]
    return strip_of_rows([*orders, *terms, *((deal, []) for deal in mentions.deals)])
