"""A report as a file: one call for pages, API and mail."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.composers.paper import paper
from reports.composers.plaintext import plain_text
from reports.composers.proof import canonical
from reports.composers.spreadsheet import workbook
from reports.models import Report
from reports.queries.narratives import told_with
from reports.vocabulary import FileForm

MEDIA_TYPES = {
    FileForm.PDF: "application/pdf",
    FileForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileForm.TEXT: "text/plain; charset=utf-8",
    FileForm.JSON: "application/json",
}
__all__ = ["File", "file_of"]


@dataclass(frozen=True)
class File:
    """Bytes with the name under which they are kept."""

    name: str
    content: bytes
    media_type: str


def file_of(report: Report, form: FileForm, *, languages: Sequence[str], size: str = "a4", base: str = "") -> File:
    """The file of a ready report. A workbook is in the first language; JSON has none and is what was hashed.

    Released comments stand beside the figures in each of the others; JSON of theirs is their own.
    """
    address = f"{base}/reports/{report.pk}/"
    said = [] if form == FileForm.JSON else told_with(report)
    if form == FileForm.PDF:
        content = paper(report, languages=languages, size=size, base=base, said=said)
    elif form == FileForm.XLSX:
        content = workbook(report, language=languages[0], said=said)
    elif form == FileForm.TEXT:
        content = plain_text(report, languages=languages, address=address, said=said).encode()
    else:
        content = canonical(report.body or {})
    tongue = "" if form == FileForm.JSON else f".{'-'.join(languages)}"
    return File(f"{report.deal.code}-{report.last_day:%Y-%m-%d}{tongue}.{form.value}", content, MEDIA_TYPES[form])
