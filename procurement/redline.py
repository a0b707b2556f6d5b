"""Word-level difference of two texts. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORDS = re.compile(r"\s+|[^\W_]+(?:[’'ʼ\-][^\W_]+)*|[\W_]")


class Kind(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """A run of words that stays, goes or comes."""

    kind: Kind
    text: str


def redline(old: str, new: str) -> list[Piece]:
    """The pieces in reading order. What is not NEW joins to `old`, what is not GONE to `new`, letter by letter."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Kind.SAME, "".join(before[a:b])))
            continue
        pieces += [
            Piece(kind, "".join(words)) for kind, words in ((Kind.GONE, before[a:b]), (Kind.NEW, after[c:d])) if words
        ]
    return pieces


def side(pieces: Sequence[Piece], *, new: bool) -> list[Piece]:
    """The pieces of one side of a side-by-side view."""
    return [piece for piece in pieces if piece.kind != (Kind.GONE if new else Kind.NEW)]
