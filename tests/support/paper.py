"""What stands on a paper, as a reader's program takes it out."""

import pypdfium2


def words_of(paper: bytes) -> str:
    """The text of all pages of a PDF, with single spaces between the words."""
    document = pypdfium2.PdfDocument(paper)
    try:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
        return " ".join(text.replace("\ufffe", "-").split())  # the sign for a hyphen at the end of a line
    finally:
        document.close()
