"""What stands on a paper, as a reader's program takes it out."""

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
