"""The report as data for templates/typst/report.typ: a cover, then the chapters, once for each language."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.pagekit.marking import in_words, strip
from portal.pagekit.words import day, moment, plain, title, unmarked
from portal.paper.asked import SIZES
from portal.paper.drawings import on_paper
from portal.paper.printing import Attachment, printed
from reports import drawings
from reports.composers.chapters import chapters_of, is_public
from reports.composers.document import (
    NUMBERS,
    Chapter,
    Column,
    Drawing,
    Json,
    Kind,
    Table,
    Told,
    is_bad,
    linked,
    shown,
    value_of,
)
from reports.composers.remarks import remarks_of
from reports.models import Narrative, Report

# Millimetres of the columns of a long table; texts share what is left.
WIDTHS = {
    Kind.TEXT: 0,
    Kind.WORD: 24,
    Kind.CODE: 18,
    Kind.DAY: 20,
    Kind.NUMBER: 20,
    Kind.SIGNED: 14,
    Kind.LATE: 14,
    Kind.BEHIND: 20,
}


def paper(report: Report, *, languages: Sequence[str], size: str, base: str, said: Sequence[Narrative] = ()) -> bytes:
    """The PDF of a ready report. `size` is a key of SIZES, `base` the address that its links begin with.

    `said` are released comments of parties; each is attached as it was hashed.
    """
    body: Json = report.body or {}
    assert report.known_at is not None  # a ready report has it
    sides = []
    for language in languages:
        with translation.override(language):
            sides.append(_side(report, body, language, base, said))
    data = {"title": sides[0]["document"], "portal": sides[0]["portal"], "size": SIZES[size], "sides": sides}
    whole = Attachment(
        "report.json", body, "The report as data; its SHA-256 is the one on the cover", is_canonical=True
    )
    more = [
        Attachment(
            f"comments-{row.party.code}-{row.number}.json",
            row.body or {},
            "Comments of a party as data; their SHA-256 is on the cover",
            is_canonical=True,
        )
        for row in said
    ]
    return printed("report", data, at=report.known_at, attachments=[whole, *more])


def _side(report: Report, body: Json, language: str, base: str, said: Sequence[Narrative]) -> Json:
    strip = None if is_public(body) else drawings.strip_drawing(body)
    return {
        "lang": language,
        "portal": _("Drone Deal Portal"),
        "marking": marking(report),
        "paper": _("Status report"),
        "document": document_name(report),
        "as_of": known(report),
        "heading": heading(report),
        "deal": _capital(plain(title(body["deal"]))),
        "lead": lead(report),
        "facts": [([_cell(cell, fact.kind) for cell in fact.cells], fact.name) for fact in facts(body)],
        "figures": figures_at(report, base),
        "proof": [*proof(report), *comments_proof(said), (_("Each figure with its rows"), figures_at(report, base))],
        "contents": _("Contents"),
        "again": _("The same rows:"),
        "other_tongue": _("not translated"),
        "strip": _drawing(strip) if strip else None,
        "strip_note": _(
            "One square is one milestone at its forecast finish: grey is met, petrol is on the critical path."
        ),
        "chapters": [_chapter(chapter, base) for chapter in chapters_of(body, remarks_of(said))],
    }


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def document_name(report: Report) -> str:
    return f"{report.deal.code}: {_('Status report')}, {day(report.last_day, long=True)}"


def heading(report: Report) -> str:
    return _("Status on %(day)s") % {"day": day(report.last_day, long=True)}


def known(report: Report) -> str:
    words = {"day": day(report.last_day), "moment": moment(report.known_at)}
    return _("What held on %(day)s, as the portal knew it on %(moment)s") % words


def marking(report: Report) -> str:
    """The words of the strip on top: whose eyes the report is for."""
    deal = report.deal
    return in_words(strip(is_exercise=deal.is_exercise, is_public=deal.is_public, releases=[report.releasable_to]))


def lead(report: Report) -> str:
    """The sentence that says it first: that of the page, without its markup."""
    body: Json = report.body or {}
    said = render_to_string("reports/lead.html", {"summary": body["summary"], "deal": report.deal})
    first = body.get("origins", [])[:1]
    begun = [
        _("The delay begins with “%(title)s”, %(code)s.") % {"title": title(row), "code": row["code"]}
        for row in first
        if row["end_days"]
    ]
    return " ".join([unmarked(said), *begun])


@dataclass(frozen=True)
class Fact:
    """A figure of the cover, or one beside the whole of which it is a part."""

    name: str
    cells: Sequence[Any]
    kind: Kind = Kind.NUMBER

    @property
    def words(self) -> str:
        return " / ".join(shown(cell, self.kind) for cell in self.cells)


def facts(body: Json) -> list[Fact]:
    """The figures of the cover."""
    summary, states = body["summary"], body["summary"]["states"]
    total, met = linked(body, summary["total"], "total"), linked(body, states["met"], "met")
    if is_public(body):
        terms = linked(body, body["terms"]["total"], "terms-total")
        return [
            *[Fact(_("milestones named by sources"), [total]), Fact(_("happened"), [met])],
            Fact(_("terms known"), [terms]),
        ]
    return [
        Fact(_("milestones met"), [met, total]),
        Fact(_("overdue"), [linked(body, summary["overdue"], "overdue")]),
        Fact(_("contested"), [linked(body, states["contested"], "contested")]),
        Fact(
            _("days against the plan, at the end"),
            [linked(body, summary["end_slip_days"], "end-slip")],
            Kind.SIGNED,
        ),
        Fact(_("forecast end"), [linked(body, summary["forecast_end"], "forecast-end")], Kind.DAY),
    ]


def proof(report: Report) -> list[tuple[str, str]]:
    """What makes the report provable, as (name, value)."""
    period = {"start": day(report.period_start), "end": day(report.last_day)}
    before = report.previous
    return [
        (_("Report"), str(report.pk)),
        (_("Deal"), report.deal.code),
        (_("Period"), _("%(start)s to %(end)s") % period),
        (_("Known at"), moment(report.known_at)),
        (_("Follows"), _("report %(number)s") % {"number": before.pk} if before else "–"),
        ("SHA-256", report.sha256),
    ]


def figures_at(report: Report, base: str) -> str:
    """Where the rows stand that each figure counts, as they were."""
    return f"{base}{reverse('report-figures', args=[report.pk])}"


def comments_proof(said: Sequence[Narrative]) -> list[tuple[str, str]]:
    """The released comments that stand in the document, with the hash of each, as (name, value)."""
    return [
        (_("Comments of %(party)s") % {"party": row.party.code}, f"{version_name(row)}, SHA-256 {row.sha256}")
        for row in said
    ]


def version_name(row: Narrative) -> str:
    """Version 2, corrects version 1: why."""
    if row.corrects is None:
        return _("version %(number)s") % {"number": row.number}
    words = {"number": row.number, "old": row.corrects.number, "reason": row.reason}
    return _("version %(number)s, corrects version %(old)s: %(reason)s") % words


def _chapter(chapter: Chapter, base: str) -> Json:
    return {
        "title": chapter.title,
        "note": chapter.note,
        "none": "" if chapter.filled or chapter.drawings else chapter.none,
        "tables": [
            _table(table, base, named=table.title != chapter.title or number > 0)
            for number, table in enumerate(chapter.filled)
        ],
        "drawings": [_drawing(drawing) for drawing in chapter.drawings],
        "remarks": [asdict(remark) for remark in chapter.remarks],
    }


def _drawing(drawing: Drawing) -> Json:
    said = f"{drawing.caption}: {drawing.name}" if drawing.caption else drawing.name
    return {"svg": on_paper(drawing.svg), "name": said, "caption": drawing.caption, "words": drawing.name}


def _table(table: Table, base: str, *, named: bool) -> Json:
    return {
        "title": table.title if named else "",
        "name": table.title,
        "columns": [
            _column(column, [row[n] for row in table.rows], is_first=n == 0) for n, column in enumerate(table.columns)
        ],
        "rows": [
            [_cell(value, column.kind) for value, column in zip(row, table.columns, strict=True)] for row in table.rows
        ],
        "link": table.link and base + table.link,
        "shown_link": table.link,
    }


def _column(column: Column, values: Sequence[Any], *, is_first: bool) -> Json:
    """`share` weighs a column of texts by the length that nine in ten of them keep: words get the room that they need.

    The first column stands on the margin, whatever it holds.
    """
    lengths = sorted(len(str(value_of(value))) for value in values if value) or [0]
    share = min(4.0, max(1.0, lengths[len(lengths) * 9 // 10 if len(lengths) > 9 else -1] / 14))
    wide, code = column.kind == Kind.TEXT, column.kind == Kind.CODE
    return {
        "head": column.head,
        "right": column.is_right and not is_first,
        "wide": wide,
        "code": code,
        "width": WIDTHS[column.kind],
        "narrow": _narrow(column, lengths[-1]),
        "share": share,
    }


def _narrow(column: Column, longest: int) -> float:
    """Millimetres of a column of short numbers under a long head, which is broken there; 0 where the head fits.

    A digit of a table is about 1.7 wide, a letter of a head 1.4, and 3 stay free between two columns.
    """
    word = max(len(part) for part in column.head.split())
    needed = max(longest * 1.7, word * 1.4, len(column.head) * 0.8) + 3
    return needed if column.kind in NUMBERS and len(column.head) * 1.4 > needed else 0


def _cell(cell: Any, kind: Kind) -> Any:
    """The text alone; with whether it is bad and the name of its figure behind it where there is one of both."""
    text, bad, key = shown(cell, kind), is_bad(cell, kind), cell.key if isinstance(cell, Told) else ""
    return [text, bad, key] if bad or key else text
