"""The text of a deal as data, for the API and inside the paper, and the paper itself."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.pagekit.marking import in_words, strip
from portal.pagekit.words import day, moment, number, plain, text, title
from portal.paper.asked import Paper
from portal.paper.printing import Attachment, printed
from procurement.models import Position, TermVersion
from procurement.queries.deal_text import DealText
from procurement.queries.pages import LEADS
from procurement.queries.terms import TermRow
from procurement.templatetags.terms import span

Json = dict[str, Any]


def document(found: DealText) -> Json:
    """The whole text as one object: both languages, numbers as texts. Clauses without an agreed text have null."""
    deal = found.deal
    return {
        "deal": deal.code,
        "exercise": deal.is_exercise,
        "title_en": deal.title_en,
        "title_uk": deal.title_uk,
        "on": found.on.isoformat(),
        "clauses": [_clause(row, is_past=found.is_past) for row in found.clauses],
    }


def _clause(row: TermRow, *, is_past: bool) -> Json:
    term = row.term
    return {
        "clause": row.number,
        "term": term.code,
        "workstream": term.workstream.code,
        "title_en": term.title_en,
        "title_uk": term.title_uk,
        "unit": term.unit,
        "status": None if is_past else term.status,
        "standing": row.between.standing.value,
        "agreed": _version(row.version) if row.version else None,
        "last_shared": [_position(row.offers[side]) for side in LEADS if side in row.offers],
    }


def _version(version: TermVersion) -> Json:
    return {
        "version": version.number,
        "text_en": version.text_en,
        "text_uk": version.text_uk,
        "low": digits(version.low),
        "high": digits(version.high),
        "valid_from": version.valid_from.isoformat(),
        "valid_to": version.valid_to.isoformat() if version.valid_to else None,
        "proposal": version.proposal.number if version.proposal else None,
    }


def _position(said: Position) -> Json:
    return {
        "id": str(said.uid),
        "party": said.party.code if said.party else None,
        "stated_on": said.stated_on,
        "low": digits(said.low),
        "high": digits(said.high),
        "text_en": said.text_en,
        "text_uk": said.text_uk,
    }


def digits(value: Decimal | None) -> str | None:
    """A number with the digits that it was given."""
    return None if value is None else f"{value:f}"


def paper(found: DealText, *, languages: Sequence[str], at: datetime) -> Paper:
    """The text on paper: PDF/A-3a and PDF/UA-1, with the same as JSON inside."""
    minute = at.replace(second=0, microsecond=0)
    sides = []
    for language in languages:
        with translation.override(language):
            sides.append(_side(found, language, minute))
    inside = Attachment("agreed-text.json", document(found), "The same text as data, with both languages")
    data = {"title": sides[0]["document"], "portal": sides[0]["portal"], "sides": sides, "parts": _parts(found)}
    content = printed("agreed_text", data, at=minute, attachments=[inside])
    return Paper(f"{found.deal.code}-text-{found.on:%Y-%m-%d}.{'-'.join(languages)}.pdf", content)


def _parts(found: DealText) -> list[Json]:
    """What is the same in every language: numbers, and which clauses have a text."""
    return [
        {
            "number": str(part.workstream.position),
            "clauses": [
                {"number": row.number, "code": row.term.code, "agreed": row.version is not None} for row in part.rows
            ],
        }
        for part in found.parts
    ]


def _side(found: DealText, language: str, at: datetime) -> Json:
    deal = found.deal
    name = title(deal)
    return {
        "lang": language,
        "portal": _("Drone Deal Portal"),
        "marking": in_words(strip(is_exercise=deal.is_exercise, is_public=deal.is_public)),
        "as_of": _("What held on %(day)s, as the portal knew it on %(moment)s")
        % {"day": day(found.on), "moment": moment(at)},
        "paper": _("Consolidated text"),
        "document": f"{name}: {_('Text of the deal')}, {day(found.on, long=True)}",
        "title": name,
        "code": deal.code,
        "on": _("as it held on %(day)s") % {"day": day(found.on, long=True)},
        "lead": lead(found),
        "parts": [
            {"title": plain(title(part.workstream)), "clauses": [_on_paper(row, language, found) for row in part.rows]}
            for part in found.parts
        ],
        "texts": {
            "no_text": _("No agreed text."),
            "note": _(
                "Only a proposal of one side that the other side accepted makes an agreed text. Positions are what a"
                " party said last to the other; they bind nobody. A new term takes the next number."
            ),
        },
    }


def lead(found: DealText) -> str:
    """How many clauses have an agreed text, in one sentence."""
    agreed, rest = len(found.agreed), len(found.without)
    words = ngettext("%(n)s clause has an agreed text", "%(n)s clauses have an agreed text", agreed)
    others = ngettext("%(n)s term has none", "%(n)s terms have none", rest)
    return f"{words % {'n': number(str(agreed))}}; {others % {'n': number(str(rest))}}."


def _on_paper(row: TermRow, language: str, found: DealText) -> Json:
    version = row.version
    shared: Json = {"title": title(row.term), "title_lang": language if row.term.title_uk else "en"}
    if version is None:
        return {**shared, "figure": "", "held": "", "text": "", "rest": without_text(row, is_past=found.is_past)}
    held = _("version %(n)s, since %(day)s") % {"n": version.number, "day": day(version.valid_from)}
    if version.proposal:
        held += ", " + _("proposal %(n)s") % {"n": version.proposal.number}
    figure = span(version, row.term) if version.low is not None or version.high is not None else ""
    return {**shared, "figure": figure, "held": held, "text": text(version, "text"), "rest": []}


def without_text(row: TermRow, *, is_past: bool) -> list[str]:
    """What can be said of a term without an agreed text, in sentences: its status today, where both sides stood."""
    said = [] if is_past else [_("Status: %(status)s.") % {"status": row.term.get_status_display()}]
    if row.same_figure and not is_past:
        return [*said, _sentence(_("Both sides last named %(figure)s.") % {"figure": span(row.same_figure, row.term)})]
    for side in LEADS:
        offer = row.offers.get(side)
        if offer is not None:
            figure = span(offer, row.term) if offer.low is not None or offer.high is not None else text(offer, "text")
            who = str(offer.party.get_side_display()) if offer.party else offer.stated_by
            said.append(_sentence(f"{who}, {day(offer.stated_on)}: {figure}."))
    return said


def _sentence(words: str) -> str:
    """With one full stop, also behind an abbreviation or a whole sentence."""
    return words.rstrip(".") + "."
