"""Folding of names for search, the same for rows and for what somebody types."""

import unicodedata

APOSTROPHES = str.maketrans(dict.fromkeys("'’ʼ`´‘", ""))
# The Ukrainian national transliteration of 2010, plus the four Russian letters that names in sources have.
LETTERS = (
    "а:a б:b в:v г:h ґ:g д:d е:e є:ie ж:zh з:z и:y і:i ї:i й:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts"
    " ч:ch ш:sh щ:shch ь: ю:iu я:ia ё:e ы:y э:e ъ:"
)
CYRILLIC = str.maketrans(dict(pair.split(":") for pair in LETTERS.split(" ")))


def fold(text: str) -> str:
    """Lower case without accents and apostrophes, dashes as blanks; Cyrillic letters stay."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(APOSTROPHES)
    letters = (c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c) or c in "\u0306\u0308")
    words = unicodedata.normalize("NFC", "".join(letters))
    return " ".join("".join(c if c.isalnum() else " " for c in words).split())


def latin(text: str) -> str:
    """Folded text in Latin letters (the Ukrainian national transliteration of 2010)."""
    return fold(text).translate(CYRILLIC)


def search_text(*names: str) -> str:
    """All names of one thing, folded in both scripts, each form once."""
    forms = [form for name in names if name for form in (fold(name), latin(name))]
    return " | ".join(dict.fromkeys(forms))
