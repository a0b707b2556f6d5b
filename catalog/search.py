"""Folding of names for search, the same for rows and for what somebody types.

A name is kept in two forms, both Latin: the national transliteration, and the skeleton in which all usual
spellings of one name meet: Liutyi, Lyutyy, Ljutyj, Лютий and Лютый are all `luti`. Words with a typo are found
through what remains when letters are left out (`spoilt`), and checked with `typos_between`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from catalog.spellings import BY_EAR, KEYS_LATIN, KEYS_RUSSIAN, KEYS_UKRAINIAN, LETTERS, ROMAN, SOUNDS

APOSTROPHES = str.maketrans(dict.fromkeys("'’ʼ`´‘", ""))
CYRILLIC = str.maketrans({pair[0]: pair[2:] for pair in LETTERS.split(" ")})
UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i"})
PARTS = re.compile(r"\d+|[^\d]+")
DOUBLE = re.compile(r"(.)\1+")
SOFT_C = re.compile("c[eiy]")
TO_UKRAINIAN = str.maketrans(KEYS_LATIN, KEYS_UKRAINIAN)
TO_RUSSIAN = str.maketrans(KEYS_LATIN, KEYS_RUSSIAN)
TO_LATIN = str.maketrans(KEYS_RUSSIAN + "іїє", KEYS_LATIN + "s]'")
SHORTEST_SPOILT, SHORTEST_TWICE, LONGEST_SPOILT = 4, 6, 14
MOST_WORDS, LONGEST_TEXT = 8, 120
SAID = "~"  # before a word that is said about a thing and is not its name


def fold(text: str) -> str:
    """Lower case without accents and apostrophes, dashes as blanks; Cyrillic letters stay."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(APOSTROPHES).translate(UNDECOMPOSED)
    letters = (c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c) or c in "\u0306\u0308")
    words = unicodedata.normalize("NFC", "".join(letters))
    return " ".join("".join(c if c.isalnum() else " " for c in _without_foreign_marks(words)).split())


def _without_foreign_marks(text: str) -> str:
    """Breve and diaeresis belong to й and ї, ё; on Latin letters they are accents (ö, ă)."""
    return "".join(unicodedata.normalize("NFD", c)[0] if "\u00c0" <= c <= "\u024f" else c for c in text)


def latin(text: str) -> str:
    """Folded text in Latin letters (the Ukrainian national transliteration of 2010)."""
    return fold(text).translate(CYRILLIC)


def skeleton(folded: str) -> str:
    """The form in which all usual spellings of one folded name meet; words stay words."""
    return " ".join(_bones(word) for word in folded.split())


@lru_cache(maxsize=4096)
def _bones(word: str) -> str:
    found = _sounds(word)
    bones = "".join(part if part.isdigit() else DOUBLE.sub(r"\1", part) for part in PARTS.findall(found))
    return bones or word


def _sounds(word: str) -> str:
    found = word.translate(CYRILLIC)
    for pattern, sound in SOUNDS:
        found = re.sub(pattern, sound, found)
    return found


def name_forms(names: Iterable[str]) -> list[str]:
    """Every form in which a name may be typed: Latin, skeleton, parts joined or split, by ear. Each once."""
    forms = [form for name in names for written in _written(fold(name)) for form in _scripts(written)]
    return list(dict.fromkeys(form for form in forms if form))


def joined_pairs(names: Iterable[str]) -> list[str]:
    """Neighbouring words of names written as one: `seababy`. They are words of the name, not whole names."""
    pairs = ("".join(pair) for name in names for pair in pairwise(fold(name).split()))
    return list(dict.fromkeys(form for pair in pairs for form in _scripts(pair)))


def _scripts(folded: str) -> tuple[str, str]:
    return folded.translate(CYRILLIC), skeleton(folded)


def _written(folded: str) -> Iterator[str]:
    words = folded.split()
    yield from _by_ear(folded)
    yield "".join(words)
    yield " ".join(part for word in words for part in PARTS.findall(word))
    if not ROMAN.keys().isdisjoint(words):
        yield " ".join(ROMAN.get(word, word) for word in words)


def _by_ear(folded: str) -> Iterator[str]:
    """The name itself, and as an ear writes its English words."""
    yield folded
    for turn in range(2):
        yield " ".join(_heard(word, turn) for word in folded.split())


def _heard(word: str, turn: int) -> str:
    spellings = BY_EAR.get(word, word).split()
    return spellings[min(turn, len(spellings) - 1)]


def key(names: Sequence[str]) -> str:
    """All forms of names as one text in which ` word`, ` word ` and `| whole name |` can be looked for."""
    forms = name_forms(names)
    return f"| {' | '.join(forms)} | / {' '.join(joined_pairs(names))} " if forms else ""


def other_keyboards(text: str) -> list[str]:
    """What the same keys would have written on the other keyboard: ьфпгкф is magura, vfuehf магура."""
    typed = text.casefold()
    found = (typed.translate(table) for table in (TO_UKRAINIAN, TO_RUSSIAN, TO_LATIN))
    return [written for written in dict.fromkeys(found) if written != typed]


def query_words(text: str) -> list[str]:
    """The folded words of what somebody typed, at most eight."""
    return fold(text[:LONGEST_TEXT]).split()[:MOST_WORDS]


def spelling_words(names: Sequence[str]) -> set[str]:
    """The skeleton words of names that are long enough for a typo to be told; parts with digits never are.

    A soft c is kept as it is written too: whoever hears it as a k (`skythe`) is far from the skeleton of `scythe`.
    """
    words = [word for name in names for heard in _by_ear(fold(name)) for word in skeleton(heard).split()]
    written = [word for name in names for word in latin(name).split() if SOFT_C.search(word)]
    return {word for word in [*words, *written] if may_be_spoilt(word)}


def may_be_spoilt(word: str) -> bool:
    """True when one typo still leaves enough to know the word by."""
    return SHORTEST_SPOILT <= len(word) <= LONGEST_SPOILT and word.isalpha()


def to_mend(word: str) -> str:
    """The skeleton of a folded word in which typos are looked for.

    Two equal letters may be a slip of the fingers: when their union leaves too little, both stay (`bbay` for `baby`).
    """
    bones = skeleton(word)
    return bones if may_be_spoilt(bones) else _sounds(word)


def typos_allowed(one: str, other: str) -> int:
    """One typo from four letters on, two from seven; of six letters only when they begin alike."""
    shorter = min(len(one), len(other))
    return 2 if shorter > SHORTEST_TWICE or (shorter == SHORTEST_TWICE and one[0] == other[0]) else 1


def spoilt(word: str) -> set[str]:
    """The word and what is left of it without any one or two of its letters: two words a typo apart share one."""
    most = 2 if len(word) >= SHORTEST_TWICE else 1
    rests = (combinations(word, len(word) - missing) for missing in range(most + 1))
    return {"".join(rest) for found in rests for rest in found}


def typos_between(one: str, other: str) -> int:
    """The typos between two words that share a rest; one letter that has wandered is one typo."""
    return 1 if len(one) > SHORTEST_SPOILT and sorted(one) == sorted(other) and one != other else distance(one, other)


def distance(one: str, other: str) -> int:
    """Typos between two words: letters put in, left out, changed, or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]
