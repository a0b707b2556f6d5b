"""Briefing papers, ready to send: collected, composed, printed. The same for page and API."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from catalog.composers.attached import attached
from catalog.composers.briefing import briefing
from catalog.composers.comparison import comparison
from catalog.queries.comparison import FEWEST, MOST
from catalog.queries.comparison import comparison as compare
from catalog.queries.pages import ModelSheet, model_sheet, sheet_of
from portal.accounts.models import User
from portal.paper.asked import Paper
from portal.paper.printing import printed


def model_paper(slug: str, *, user: User, languages: Sequence[str], at: datetime) -> Paper | None:
    """The briefing of one model as known at `at`; None when the model does not exist for this person."""
    sheet = model_sheet(slug, user=user)
    if sheet is None:
        return None
    minute = _minute(at)
    data = briefing(sheet, languages=languages, at=minute)
    return _paper("briefing", slug, data, [sheet], languages=languages, at=minute)


def comparison_paper(
    slugs: Sequence[str], *, user: User, languages: Sequence[str], at: datetime, only_differences: bool = False
) -> Paper | None:
    """The briefing of several models side by side; None when one of them does not exist for this person."""
    found = compare(slugs, user=user)
    if found.missing:
        return None
    minute = _minute(at)
    data = comparison(found, only_differences=only_differences, languages=languages, at=minute)
    sheets = [sheet_of(model, model.counting) for model in found.models]  # type: ignore[attr-defined]  # prefetched
    return _paper("comparison", "comparison", data, sheets, languages=languages, at=minute)


def compared(asked: Sequence[str]) -> list[str] | None:
    """The models of a comparison, each once, in the order asked for; None for fewer than two or more than six."""
    slugs = list(dict.fromkeys(asked))
    return slugs if FEWEST <= len(slugs) <= MOST else None


def _minute(at: datetime) -> datetime:
    """The moment as the paper says it: within a minute its bytes are the same."""
    return at.replace(second=0, microsecond=0)


def _paper(
    form: str, stem: str, data: dict[str, Any], sheets: Sequence[ModelSheet], *, languages: Sequence[str], at: datetime
) -> Paper:
    content = printed(form, data, at=at, attachments=[attached(sheets, at=at)])
    return Paper(f"{stem}-{at:%Y-%m-%d}.{'-'.join(languages)}.pdf", content)
