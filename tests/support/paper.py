"""What stands on a paper, as a reader's program takes it out."""

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2


def words_of(paper: bytes) -> str:
    """The text of all pages of a PDF, with single spaces between the words."""
    return " ".join(pages_of(paper))


def pages_of(paper: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(paper)
    try:
        return [_plain(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def _plain(text: str) -> str:
    return " ".join(text.replace("\ufffe", "-").split())  # the sign for a hyphen at the end of a line


def links_of(paper: bytes) -> Iterator[tuple[str, str]]:
    """Each link that leads out of the paper, as (address, the text that it lies upon)."""
    document = pypdfium2.PdfDocument(paper)
    try:
        with pikepdf.open(io.BytesIO(paper)) as read:
            for sheet, page in zip(read.pages, document, strict=True):
                text = page.get_textpage()
                for link in sheet.get("/Annots", []):
                    if "/URI" in link.get("/A", {}):
                        left, bottom, right, top = (float(edge) for edge in link.Rect)
                        yield str(link.A.URI), _plain(text.get_text_bounded(left, bottom, right, top))
    finally:
        document.close()
