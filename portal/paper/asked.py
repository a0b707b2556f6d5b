"""How a paper is asked for, and how it is handed out: the same words for every paper of the portal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LANGUAGES: Mapping[str, Sequence[str]] = {"en": ["en"], "uk": ["uk"], "both": ["en", "uk"]}
SIZES: Mapping[str, str] = {"a4": "a4", "letter": "us-letter"}  # as addresses name them, and as the forms do


@dataclass(frozen=True)
class Paper:
    """A PDF and the name under which it is kept."""

    name: str
    content: bytes


def languages_of(asked: str, *, reader: str) -> Sequence[str]:
    """The languages of a paper: as asked (`en`, `uk`, `both`), else the reader's own."""
    return LANGUAGES.get(asked) or LANGUAGES.get(reader, ["en"])
