"""Finds the headings of a sheet and guesses what each column means, in English and Ukrainian."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.search import fold
from catalog.stated import heading
from catalog.unit_words import unit_code
from exchange.importers.files import Line, Sheet
from exchange.vocabulary import Means

LOOKED_AT = 15  # rows among which the headings are looked for
FIGURE, FROM, TO = "figure:", "low:", "high:"  # before the code of a capability: all of it, its lower or higher end
ENDS = {
    FROM: {"from", "lower", "min", "minimum", "від", "мін", "мінімум", "мінімальна", "мінімальне", "нижня"},
    TO: {"to", "upper", "max", "maximum", "до", "макс", "максимум", "максимальна", "максимальне", "верхня"},
}
WORDS: dict[str, str] = {
    Means.MODEL: (
        "model|model slug|model name|drone|name|system|product|type|модель|назва|назва моделі|назва виробу|найменування"
        "|найменування виробу|виріб|дрон|бпла|бпак|зразок|засіб|комплекс|тип"
    ),
    Means.CAPABILITY: "capability|characteristic|parameter|property|характеристика|параметр|показник|властивість",
    Means.VALUE: "value|figure|stated|значення|величина|заявлено|показник значення",
    Means.LOW: "low value|lower value|min value|minimum value|lower bound|нижня межа|мінімальне значення",
    Means.HIGH: "high value|upper value|max value|maximum value|upper bound|верхня межа|максимальне значення",
    Means.UNIT: "unit|units|unit of measure|одиниця|одиниці|одиниця виміру|од виміру|од вим",
    Means.CONDITION: "condition|conditions|note|notes|remark|умова|умови|примітка|примітки",
    Means.SPEAKER: "stated by|who says|speaker|хто сказав|хто заявив|ким заявлено|чиї слова",
    Means.STATED_ON: "stated on|date|when|дата|дата заяви|коли|станом на",
    Means.SOURCE_URL: "source url|url|link|url source|джерело url|web address|source link|посилання|адреса|url джерела",
    Means.PUBLISHER: "source|publisher|source publisher|published by|джерело|видавець|видання",
    Means.SOURCE_TITLE: "source title|title|headline|назва джерела|заголовок|назва публікації",
}
ALONE: dict[str, str] = {FROM: Means.LOW, TO: Means.HIGH}
CAPABILITIES: dict[str, str] = {
    "range": "max range|operating range|flight range|дальність польоту|дальність дії|макс дальність",
    "combat-radius": "radius|радіус дії|бойовий радіус дії",
    "control-link-range": "control range|link range|data link range|дальність звязку|дальність керування",
    "endurance": "flight time|flight endurance|час польоту|тривалість польоту|автономність",
    "payload": "payload mass|payload weight|max payload|warhead|бойова частина|бч|маса бч|вантажопідйомність"
    "|навантаження",
    "max-speed": "speed|top speed|max speed|швидкість|макс швидкість|максимальна швидкість",
    "cruise-speed": "cruising speed|cruise|крейсерська",
    "ceiling": "altitude|max altitude|service ceiling|висота польоту|макс висота|стеля",
    "max-takeoff-mass": "mtow|takeoff weight|takeoff mass|take off weight|злітна|маса злітна|злітна маса"
    "|макс злітна маса|злітна вага",
    "empty-mass": "empty weight|weight|mass|порожня|маса порожня|маса|вага",
    "wingspan": "wing span|розмах крил|розмах",
    "engine-power": "power|engine|потужність",
    "unit-price": "price|unit cost|cost|ціна|вартість|ціна за одиницю",
    "production-rate": "production|monthly production|виробництво|випуск",
}


@dataclass(frozen=True)
class Heading:
    """A column of a sheet: its place from 0, its whole heading, and name and unit that the heading holds."""

    place: int
    text: str
    name: str
    unit: str


@dataclass(frozen=True)
class Table:
    """A sheet with its headings found; `lines` are the rows below them."""

    name: str
    headings: Sequence[Heading]
    lines: Sequence[Line]

    def has_addresses(self, heading: Heading) -> bool:
        """True when one of the first cells below the heading is the address of a page."""
        cells = (line.cells[heading.place] for line in self.lines[:LOOKED_AT] if heading.place < len(line.cells))
        return any(isinstance(cell, str) and cell.startswith(("https://", "http://")) for cell in cells)

    @property
    def signature(self) -> str:
        """The same for every file with these headings: what a remembered mapping is found by."""
        return hashlib.sha256("\n".join(fold(h.text) for h in self.headings).encode()).hexdigest()


class Guesses:
    """What headings may mean: the fixed words, and the names of the capabilities in both languages."""

    def __init__(self, capabilities: Iterable[tuple[str, str, str]]) -> None:
        self.words: dict[str, str] = {}
        for meaning, words in WORDS.items():
            self.words.update(dict.fromkeys(map(fold, words.split("|")), str(meaning)))
        for code, name_en, name_uk in capabilities:
            names = [code, name_en, name_uk, *CAPABILITIES.get(code, "").split("|")]
            for name in names:
                if fold(name):
                    self.words.setdefault(fold(name), FIGURE + code)

    def meaning(self, heading: Heading) -> str:
        """The meaning of a column; '' when its heading tells none."""
        direct = self.words.get(fold(heading.name)) or self.words.get(fold(heading.text))
        return direct or self._end(fold(heading.name)) or ""

    def meanings(self, table: Table) -> list[str]:
        """The meanings of the columns of one table. `Max range` is a figure of its own, beside `Min range` an end.

        A `Source` is its address where the cells below hold addresses, and no other column does.
        """
        alone = [self.meaning(heading) for heading in table.headings]
        if Means.SOURCE_URL not in alone:
            alone = [
                str(Means.SOURCE_URL) if meaning == Means.PUBLISHER and table.has_addresses(heading) else meaning
                for heading, meaning in zip(table.headings, alone, strict=True)
            ]
        return [self._beside(heading, meaning, alone) for heading, meaning in zip(table.headings, alone, strict=True)]

    def _beside(self, heading: Heading, meaning: str, others: Sequence[str]) -> str:
        code = meaning.removeprefix(FIGURE)
        is_high = end_of(fold(heading.name).partition(" ")[0]) == TO
        return TO + code if meaning.startswith(FIGURE) and is_high and FROM + code in others else meaning

    def _end(self, name: str) -> str:
        """`range from` and `min range` are the lower end of the range. A speed that is a maximum has no minimum."""
        first, _, rest = name.partition(" ")
        begun, _, last = name.rpartition(" ")
        for word, other in ((first, rest), (last, begun)):
            side, meaning = end_of(word), self.words.get(other, "")
            of_a_maximum = meaning.startswith(f"{FIGURE}max-") and word.startswith(("min", "мін"))
            if side and meaning.startswith(FIGURE) and not of_a_maximum:
                return side + meaning.removeprefix(FIGURE)
        return ALONE.get(end_of(name), "")


def end_of(word: str) -> str:
    """Which end of a figure a folded word names; '' for none."""
    return next((side for side, words in ENDS.items() if word in words), "")


def table_of(sheet: Sheet, guesses: Guesses) -> Table:
    """The sheet with its headings: the row, among the first, of which most cells mean something."""
    rows = list(sheet.lines)[:LOOKED_AT]
    scores = [_score(_headings(_filled(sheet, at)), guesses) for at in range(len(rows))]
    best = max(range(len(rows)), key=lambda at: (scores[at], -at))
    if not scores[best]:
        best = next((at for at, row in enumerate(rows) if sum(map(bool, row.cells)) > 1), 0)
    texts, below = _joined(sheet, best, guesses)
    return Table(sheet.name, _headings(texts), sheet.lines[below:])


def _score(headings: Sequence[Heading], guesses: Guesses) -> int:
    """How many cells mean something; a lone `from` or `to` belongs to a heading above it."""
    return sum(guesses.meaning(heading) not in ("", *ALONE.values()) for heading in headings)


def _texts(line: Line) -> list[str]:
    return [cell.isoformat() if isinstance(cell, date) else cell for cell in line.cells]


def _headings(texts: Sequence[str]) -> list[Heading]:
    return [Heading(place, text, *heading(text)) for place, text in enumerate(texts) if text]


def _joined(sheet: Sheet, at: int, guesses: Guesses) -> tuple[list[str], int]:
    """The texts of the headings, merged cells filled; a second row of headings or units below belongs to them."""
    texts = _filled(sheet, at)
    under = _texts(sheet.lines[at + 1]) if at + 1 < len(sheet.lines) else []
    if under and (_reaches_down(sheet, at) or _are_headings(under, guesses)):
        under = [*under, *[""] * (len(texts) - len(under))]
        texts = [*texts, *[""] * (len(under) - len(texts))]
        return [_under(*three, guesses) for three in zip(texts, under, _nearest(texts), strict=True)], at + 2
    return texts, at + 1


def _nearest(texts: Sequence[str]) -> list[str]:
    """Each text, or the last one before it."""
    found = [""]
    for text in texts:
        found.append(text or found[-1])
    return found[1:]


def _reaches_down(sheet: Sheet, at: int) -> bool:
    """True when a heading is merged with the cell below it: then the row below holds headings too."""
    here = sheet.lines[at].number - 1
    return any(top == here < bottom for top, _left, bottom, _right in sheet.merged)


def _under(text: str, lower: str, nearest: str, guesses: Guesses) -> str:
    """One heading of two rows: a unit belongs to the text above it, words that mean something stand for themselves.

    `from` and `to` stand below one heading, which is written above the first of them.
    """
    unit = lower.strip("()[] ")
    side, of_end = heading(lower)
    if end_of(fold(side)) and nearest:
        name, _above = heading(nearest)
        return f"{name} {side}, {of_end}" if of_end else nearest.replace(name, f"{name} {side}", 1)
    if text and unit_code(unit):
        return f"{text}, {unit}"
    if lower and nearest and not any(map(guesses.meaning, _headings([lower]))):
        return f"{nearest} {lower}"
    return lower or text


def _filled(sheet: Sheet, at: int) -> list[str]:
    """A cell that is merged over rows or columns counts for each of them; a blank one takes the heading above it."""
    texts = _texts(sheet.lines[at])
    rows: Mapping[int, Line] = {line.number - 1: line for line in sheet.lines}
    here = sheet.lines[at].number - 1
    for top, left, bottom, right in sheet.merged:
        line = rows.get(top)
        if not top <= here <= bottom or line is None or left >= len(line.cells) or (right > left and top < here):
            continue
        for place in range(left, min(right, len(texts) - 1) + 1):
            texts[place] = texts[place] or (_texts(line)[left] if place == left else "")
    return texts


def _are_headings(texts: Sequence[str], guesses: Guesses) -> bool:
    """True when every cell that is filled names a unit or means something: no row of figures does."""
    found = _headings(texts)
    return bool(found) and all(unit_code(h.text.strip("()[] ")) or guesses.meaning(h) for h in found)
