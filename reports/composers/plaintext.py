"""The report as plain text, for mail and for screens without pages: the same sentence, chapters and cells."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from portal.pagekit.words import NBSP, plain, title
from reports.composers.chapters import chapters_of
from reports.composers.document import Chapter, Json, Table, shown, value_of
from reports.composers.paper import comments_proof, facts, heading, lead, marking, proof
from reports.composers.remarks import remarks_of
from reports.models import Narrative, Report


def plain_text(report: Report, *, languages: Sequence[str], address: str = "", said: Sequence[Narrative] = ()) -> str:
    """Lines of text, one language after the other; `address` is where the report stands, if it is known."""
    parts = []
    for language in languages:
        with translation.override(language):
            parts.append("\n".join(_lines(report, report.body or {}, address, said)))
    return ("\n\n" + "=" * 72 + "\n\n").join(parts).replace(NBSP, " ") + "\n"


def _lines(report: Report, body: Json, address: str, said: Sequence[Narrative]) -> Iterator[str]:
    yield from (marking(report), "", heading(report), plain(title(body["deal"])), "", lead(report), "")
    yield from (f"{fact.words}  {fact.name}" for fact in facts(body))
    for chapter in chapters_of(body, remarks_of(said)):
        yield from _chapter(chapter)
    yield ""
    yield from (f"{name}: {value}" for name, value in [*proof(report), *comments_proof(said)])
    if address:
        yield f"{_('The report with its files')}: {address}"


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield from ("", chapter.title, "-" * len(chapter.title))
    for remark in chapter.remarks:
        note = "" if remark.is_translated else f" ({_('not translated')})"
        yield f"{remark.party}{note}: {remark.words}"
    if not chapter.filled and chapter.none:
        yield chapter.none
    for table in chapter.filled:
        if table.title != chapter.title:
            yield from ("", f"{table.title}:")
        yield from (_row(table, row) for row in table.rows)


def _row(table: Table, row: Sequence[Any]) -> str:
    """The first cell, then each other cell that is filled, with its head."""
    cells = [
        f"{column.head}: {shown(value, column.kind)}"
        for value, column in zip(row[1:], table.columns[1:], strict=True)
        if value_of(value) not in (None, "")
    ]
    return f"* {'; '.join([shown(row[0], table.columns[0].kind), *cells])}"
