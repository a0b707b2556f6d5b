"""Comments of the parties beside the figures: the body that is hashed, and the words for pages and files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from portal.pagekit.words import title
from reports.models import Narrative
from reports.vocabulary import Section

Json = dict[str, Any]
FORMAT = 1


@dataclass(frozen=True)
class Remark:
    """One party's words to one section. `language` is that of the words; `is_translated` False where it is not the
    reader's."""

    party: str
    words: str
    language: str
    is_translated: bool


Remarks = Mapping[str, Sequence[Remark]]


def addendum(row: Narrative) -> Json:
    """The body of a released version: both languages, chained to its report and to the version that it corrects."""
    return {
        "format": FORMAT,
        "report": row.report_id,
        "report_sha256": row.report.sha256,
        "party": {"code": row.party.code, "name_en": row.party.name_en, "name_uk": row.party.name_uk},
        "number": row.number,
        "corrects_sha256": row.corrects.sha256 if row.corrects else None,
        "reason": row.reason,
        "released_at": row.released_at.isoformat(timespec="seconds") if row.released_at else None,
        "comments": comments_of(row),
    }


def comments_of(row: Narrative) -> list[Json]:
    """The comments in the order of the report, as {section, en, uk}; an empty text was not written."""
    return [
        {"section": section, **{language: row.comments[section].get(language, "") for language in ("en", "uk")}}
        for section in Section.values
        if section in row.comments
    ]


def remarks_of(rows: Sequence[Narrative]) -> dict[str, list[Remark]]:
    """The words of the versions by section, in the reader's language where there are any in it."""
    found: dict[str, list[Remark]] = {}
    for row in rows:
        for said in comments_of(row):
            found.setdefault(said["section"], []).append(_remark(title(row.party), said))
    return found


def _remark(party: str, said: Json) -> Remark:
    asked = "uk" if (get_language() or "en").startswith("uk") else "en"
    language = asked if said[asked] else {"en": "uk", "uk": "en"}[asked]
    return Remark(party, said[language], language, is_translated=language == asked)
