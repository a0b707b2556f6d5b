"""Briefing papers, ready to send: collected, composed, printed. The same for page and API."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from catalog.composers.attached import attached
from catalog.composers.briefing import briefing
from catalog.queries.pages import model_sheet
from portal.accounts.models import User
from portal.paper.printing import printed

LANGUAGES = {"en": ["en"], "uk": ["uk"], "both": ["en", "uk"]}


@dataclass(frozen=True)
class Paper:
    """A PDF and the name under which it is kept."""

    name: str
    content: bytes


def languages_of(asked: str, *, reader: str) -> Sequence[str]:
    """The languages of a paper: as asked (`en`, `uk`, `both`), else the reader's own."""
    return LANGUAGES.get(asked) or LANGUAGES.get(reader, ["en"])


def model_paper(slug: str, *, user: User, languages: Sequence[str], at: datetime) -> Paper | None:
    """The briefing of one model as known at `at`; None when the model does not exist for this person."""
    sheet = model_sheet(slug, user=user)
    if sheet is None:
        return None
    minute = at.replace(second=0, microsecond=0)  # as the paper says it: within a minute its bytes are the same
    data = briefing(sheet, languages=languages, at=minute)
    content = printed("briefing", data, at=minute, attachments=[attached([sheet], at=minute)])
    return Paper(f"{slug}-{minute:%Y-%m-%d}.{'-'.join(languages)}.pdf", content)
