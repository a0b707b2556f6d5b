"""Drawings of the catalog that need more than one figure."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from catalog.models import Claim
from catalog.queries.figures import Figure
from catalog.templatetags.catalog_figures import stated
from catalog.vocabulary import Speaker
from portal.drawing.said import Said, WhenSaid, when_said
from portal.pagekit.words import day, title
from portal.partialdate import first_day, last_day

OWN_WORD = frozenset({Speaker.MAKER, Speaker.MINISTRY, Speaker.OFFICIAL, Speaker.OPERATOR})


def when_said_of(figures: Sequence[Figure]) -> WhenSaid | None:
    """When each statement was said, one row per capability; None when no statement has a date."""
    rows: dict[str, list[Claim]] = {}
    for figure in figures:
        rows.setdefault(title(figure.capability), []).extend(figure.claims)
    return when_said([(name, [_said(name, claim) for claim in claims]) for name, claims in rows.items()])


def _said(name: str, claim: Claim) -> Said:
    dated = claim.stated_on
    words = f"{name}: {stated(claim)} · {claim.source.publisher} · {day(dated) or _('no date')}"
    since, until = (first_day(dated), last_day(dated)) if dated else (None, None)
    return Said(since, until, own_word=claim.stated_by in OWN_WORD, label=words)
