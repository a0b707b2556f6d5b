"""Which letters the fonts of the papers have. A letter that they lack would stop the whole paper."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

LETTERS = Path(__file__).with_name("fonts") / "letters.txt"
STAND_IN = "?"
BLANKS = "\t\n\r"


@cache
def known() -> frozenset[str]:
    """Every letter that both weights have; letters.txt lists them as ranges of code points (tools/paper_fonts.py)."""
    ranges = [line.split("-") for line in LETTERS.read_text(encoding="ascii").split()]
    return frozenset(chr(code) for low, high in ranges for code in range(int(low, 16), int(high, 16) + 1))


def legible(value: Any) -> Any:
    """The same JSON value with every text printable: a lacking letter stands in its plain form (ﬁ as fi) or as `?`.

    What is attached to the paper keeps each letter.
    """
    if isinstance(value, str):
        return value if known().issuperset(value) else "".join(_printable(letter) for letter in value)
    if isinstance(value, dict):
        return {name: legible(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [legible(part) for part in value]
    return value


def _printable(letter: str) -> str:
    if letter in known() or letter in BLANKS:
        return letter
    if unicodedata.category(letter) in {"Cc", "Cf", "Mn"}:
        return ""
    if unicodedata.category(letter) == "Pd":
        return "-"
    plain = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in plain if part in known()) or STAND_IN
