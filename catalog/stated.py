"""Reads figures as people write them: `up to 40 km`, `20–30`, `~15`, `>10`, `12,4 mi`, `до 40 км`, `не менше 10`. Pure.

What is read is a bound with its digits as written and a unit by its code; nothing is guessed. A text that can be read
in two ways (`1,200`) is refused with both readings. `say` writes a figure so that it is read back the same.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from catalog.unit_words import folded, meanings, unit_code
from catalog.units import MONEY, NUMBER, QUANTITY, UNITS, dimension
from catalog.vocabulary import Bound, Speaker, Unread
from portal.pagekit.words import unit_in_words

OF_UNITS = frozenset({Unread.UNIT, Unread.TWO_UNITS, Unread.NO_UNIT, Unread.OTHER_DIMENSION})  # readings are codes

LONGEST = 200
DIGITS = 28  # before the point; more than any stated figure has
UP_TO, AT_LEAST, ABOUT = "up to", "at least", "about"
BEFORE: dict[str, Bound] = {
    **dict.fromkeys(["", "=", "exactly", "рівно", "точно"], Bound.EXACT),
    **dict.fromkeys(["~", "≈", "∼", "≅", ABOUT, "approx", "approximately", "around", "ca", "c", "circa"], Bound.APPROX),
    **dict.fromkeys(["близько", "приблизно", "прибл", "орієнтовно", "біля", "бл"], Bound.APPROX),
    **dict.fromkeys(
        ["<", "≤", "<=", "=<", UP_TO, "upto", "max", "maximum", "under", "below", "less than"], Bound.UP_TO
    ),
    **dict.fromkeys(["no more than", "not more than", "at most", "not over"], Bound.UP_TO),
    **dict.fromkeys(
        ["до", "не більше", "не більше ніж", "не більш як", "не більше як", "менше", "менше ніж"], Bound.UP_TO
    ),
    **dict.fromkeys(["макс", "максимум", "максимально", "щонайбільше", "не перевищує"], Bound.UP_TO),
    **dict.fromkeys([">", "≥", ">=", "=>", AT_LEAST, "min", "minimum", "over", "above", "more than"], Bound.AT_LEAST),
    **dict.fromkeys(["no less than", "not less than", "from", "від", "понад", "більше", "більше ніж"], Bound.AT_LEAST),
    **dict.fromkeys(["не менше", "не менше ніж", "не менш як", "не менше як", "щонайменше", "мінімум"], Bound.AT_LEAST),
    **dict.fromkeys(["мін", "більш як", "принаймні"], Bound.AT_LEAST),
}
AFTER: dict[str, Bound] = {
    **dict.fromkeys(["+", "or more", "and more", "and above", "і більше", "та більше", "або більше"], Bound.AT_LEAST),
    **dict.fromkeys(["max", "maximum", "or less", "макс", "максимум", "або менше", "і менше"], Bound.UP_TO),
    **dict.fromkeys(["approx", "приблизно", "прибл"], Bound.APPROX),
}
OPENINGS = {"", "from", "between", "range", "від", "між", "в межах", "у межах", "з"}
BETWEEN = {"-", "–", "—", "−", "‑", "..", "...", "to", "до", "and", "та", "і", "по"}
TIMES = {
    "тис": 3,
    "тисяч": 3,
    "тисячі": 3,
    "thousand": 3,
    "млн": 6,
    "million": 6,
    "mln": 6,
    "млрд": 9,
    "billion": 9,
    "bn": 9,
}
FOUND_NUMBER = re.compile(r"\d+(?:[ .,'’]\d+)*")
ONE_COMMA = re.compile(r"^([1-9]\d{0,2}),(\d{3})$")
GROUPED = [
    re.compile(rf"^(\d{{1,3}}(?:{mark}\d{{3}})+)(?:[{point}](\d+))?$")
    for mark, point in (("[ ]", ".,"), ("['’]", ".,"), (",", "."), (r"\.", ","))
]
PLAIN = re.compile(r"^(\d+)(?:[.,](\d+))?$")
SIGNS = "$€₴"


class Unclear(ValueError):
    """The text is no figure that can be read in one way. `why` says what is wrong, `expected` what helps."""

    def __init__(self, why: Unread, found: str, readings: tuple[str, ...] = ()) -> None:
        self.why, self.found, self.readings = why, found, readings
        super().__init__(f"{why.value}: {found!r}")

    @property
    def expected(self) -> str:
        """The cure in the reader's language, with the possible readings."""
        return cure(self.why, self.readings)


def cure(why: Unread, readings: Sequence[str]) -> str:
    """What helps against `why`, in the reader's language: units as he writes them, not as codes."""
    known = [str(label) for label in Speaker.labels] if why == Unread.SPEAKER else _readable(why, readings)
    return str(why.label) % {"readings": (", " if why == Unread.SPEAKER else " / ").join(known)}


def _readable(why: Unread, readings: Sequence[str]) -> Sequence[str]:
    return [unit_in_words(code) for code in readings] if why in OF_UNITS else readings


@dataclass(frozen=True)
class StatedFigure:
    """A figure as stated: halves as its bound needs them, unit by code ('' = none was written)."""

    bound: Bound
    low: Decimal | None
    high: Decimal | None
    unit: str = ""
    condition: str = ""


def read(text: str, *, unit: str = "", measures: str = "", condition: str = "") -> StatedFigure:
    """The figure that the text states. `unit` counts where the text has none; `measures` is the dimension it must have.

    A `condition` that was written beside the figure is added to one in brackets.

    Unclear when the text states no figure, several, or one that can be read in two ways.
    """
    plain, inner = _without_condition(_cleaned(text))
    numbers = list(FOUND_NUMBER.finditer(plain))
    if len(numbers) not in (1, 2):
        raise Unclear(Unread.NO_NUMBER if not numbers else Unread.SEVERAL, text)
    figure = _one(plain, numbers[0], measures) if len(numbers) == 1 else _two(plain, numbers[0], numbers[1], measures)
    return _measured(figure, joined(inner, condition), unit, measures, text)


def in_words(*words: str) -> StatedFigure:
    """What a source says in words alone."""
    return StatedFigure(Bound.TEXT, None, None, "", joined(*words))


def joined(*words: str) -> str:
    """Several remarks as one."""
    return "; ".join(part.strip() for part in words if part.strip())


def read_ends(
    low: str, high: str, *, units: tuple[str, str] = ("", ""), measures: str = "", condition: str = ""
) -> StatedFigure:
    """The figure whose lower and higher end stand in two cells; one alone is at least or up to. Both in one unit.

    `units` count where a cell has none.

    Unclear for an end that is no number, for ends in two units and for the higher one first.
    """
    asked = zip((low, high), (Bound.AT_LEAST, Bound.UP_TO), units, strict=True)
    ends = [_end(text, bound, unit, measures) for text, bound, unit in asked]
    found = [end for end in ends if end is not None]
    if len({end.unit for end in found}) != 1:
        raise Unclear(Unread.ENDS, f"{low} – {high}".strip("– "))
    if len(found) == 1:
        return replace(found[0], condition=joined(found[0].condition, condition))
    lowest, highest = found[0].low, found[1].high
    if lowest is None or highest is None or lowest > highest:
        raise Unclear(Unread.LOW_ABOVE_HIGH, f"{low} – {high}")
    said = joined(found[0].condition, found[1].condition, condition)
    return StatedFigure(Bound.RANGE, lowest, highest, found[0].unit, said)


def _end(text: str, bound: Bound, unit: str, measures: str) -> StatedFigure | None:
    """One end of a figure: 20, 20 km, or with the words of its own side (`from 20`, `up to 30`)."""
    if not text.strip():
        return None
    found = read(text, unit=unit, measures=measures)
    if found.bound not in (Bound.EXACT, bound):
        raise Unclear(Unread.WORDS, text)
    if bound == Bound.AT_LEAST:
        return replace(found, bound=bound, high=None)
    return replace(found, bound=bound, low=None)


def _cleaned(text: str) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if len(plain) > LONGEST:
        raise Unclear(Unread.SEVERAL, plain[:40])
    return plain


def _without_condition(text: str) -> tuple[str, str]:
    """`40 km (with 2 kg)` is a figure and its condition; `40 (km)` has a unit in brackets."""
    match = re.match(r"^([^()]*\d[^()]*)\(([^()]*)\)$", text)
    if match is None:
        return text, ""
    if unit_code(match[2]) or meanings(match[2]):
        return f"{match[1]} {match[2]}", ""
    return match[1].strip(), match[2].strip()


def _one(text: str, number: re.Match[str], measures: str) -> StatedFigure:
    before, after = text[: number.start()], text[number.end() :]
    sign, opening = _sign(before)
    rest, closing = _closing(after)
    bound = _bound(opening, closing, text)
    times, unit = _times(rest)
    value = _scaled(read_number(number.group()), times)
    low, high = (None if bound == Bound.UP_TO else value), (None if bound == Bound.AT_LEAST else value)
    return StatedFigure(bound, low, high, _unit(sign, unit, measures))


def _sign(before: str) -> tuple[str, str]:
    """The currency sign that stands before a number, and the words before it. Unclear for a minus."""
    words = before.strip()
    if words[-1:] in "-−–" and words:
        raise Unclear(Unread.BELOW_ZERO, before)
    sign = words[-1:] if words[-1:] and words[-1:] in SIGNS else ""
    return sign, folded(words[: len(words) - len(sign)]).rstrip(": ")


def _closing(after: str) -> tuple[str, Bound | None]:
    """What follows the number, without a bound at its end: `+`, `or more`, `max`."""
    words = folded(after)
    for closing, bound in AFTER.items():
        if words == closing or words.endswith(f" {closing}") or (closing == "+" and words[:1] == "+"):
            rest = words[1:] if words[:1] == "+" else words[: len(words) - len(closing)]
            return rest.strip(), bound
    return after.strip(), None


def _bound(opening: str, closing: Bound | None, text: str) -> Bound:
    if opening not in BEFORE or (opening and closing):
        raise Unclear(Unread.WORDS, text)
    return closing or BEFORE[opening]


def _two(text: str, first: re.Match[str], second: re.Match[str], measures: str) -> StatedFigure:
    """A range. Both ends have the unit that one of them names; `2–3 млн` multiplies both."""
    sign, opening = _sign(text[: first.start()])
    times, unit = _times(text[second.end() :].strip())
    inner_times, inner_unit, sign_again = _separator(text[first.end() : second.start()], text)
    if (
        opening not in OPENINGS
        or sign_again not in ("", sign)
        or (inner_unit and unit_code(inner_unit) != unit_code(unit))
    ):
        raise Unclear(Unread.WORDS, text)
    low = _scaled(read_number(first.group()), inner_times or times)
    high = _scaled(read_number(second.group()), times)
    if low > high:
        raise Unclear(Unread.LOW_ABOVE_HIGH, text)
    return StatedFigure(Bound.RANGE, low, high, _unit(sign, unit, measures))


def _separator(between: str, text: str) -> tuple[int, str, str]:
    """Multiplier, unit and currency sign between the ends of a range. Unclear when nothing separates them."""
    words = _folded_with_dots(between)
    sign = words[-1:] if words[-1:] and words[-1:] in SIGNS else ""
    words = words[: len(words) - len(sign)].strip()
    for mark in sorted(BETWEEN, key=len, reverse=True):
        if words == mark or words.endswith(f" {mark}") or (not mark.isalpha() and words.endswith(mark)):
            return (*_times(words[: len(words) - len(mark)].strip()), sign)
    raise Unclear(Unread.WORDS, text)


def _folded_with_dots(words: str) -> str:
    """Lower case with single blanks; full stops stay, for they may separate the ends of a range."""
    return " ".join(words.casefold().split())


def _times(words: str) -> tuple[int, str]:
    """The power of ten that the first word names (тис., million), and the rest."""
    first, _, rest = words.partition(" ")
    power = TIMES.get(folded(first), 0)
    return (power, rest.strip()) if power else (0, words)


def _scaled(value: Decimal, times: int) -> Decimal:
    return Decimal(f"{value.scaleb(times):f}") if times else value


def _unit(sign: str, words: str, measures: str) -> str:
    """The code of the unit, '' for none. Unclear when it is not known or means two things."""
    if sign and words and unit_code(words) != unit_code(sign):
        raise Unclear(Unread.UNIT, f"{sign} {words}")
    return read_unit(words or sign, measures) if words or sign else ""


def read_unit(words: str, measures: str = "") -> str:
    """The code of a unit as written: `км/год` is km/h. Unclear when it is not known or means two units."""
    code = unit_code(words, measures)
    if not code:
        readings = meanings(words)
        if readings and measures and measures not in map(dimension, readings):
            raise Unclear(Unread.OTHER_DIMENSION, words, units_of(measures))
        raise Unclear(Unread.TWO_UNITS if readings else Unread.UNIT, words, readings or tuple(UNITS))
    return code


def read_number(text: str) -> Decimal:
    """A number zero or more, with comma or point, digits grouped or not. Unclear for `1,200`: 1.200 or 1200."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if match := ONE_COMMA.match(plain):
        raise Unclear(Unread.TWO_NUMBERS, text, (f"{match[1]}.{match[2]}", f"{match[1]}{match[2]}"))
    for pattern in (PLAIN, *GROUPED):
        if match := pattern.match(plain):
            return _decimal(re.sub(r"\D", "", match[1]), match[2] or "", text)
    raise Unclear(Unread.BELOW_ZERO if plain[:1] in ("-", "−") else Unread.NO_NUMBER, text)


def _decimal(whole: str, part: str, text: str) -> Decimal:
    if len(whole) > DIGITS or len(part) > 12 or not (whole + part).isascii():
        raise Unclear(Unread.NO_NUMBER, text)
    return Decimal(f"{whole}.{part}" if part else whole)


def _measured(figure: StatedFigure, condition: str, default: str, measures: str, text: str) -> StatedFigure:
    unit = figure.unit or (read_unit(default, measures) if default else "") or ("1" if measures == NUMBER else "")
    if measures == NUMBER and unit and dimension(unit) == QUANTITY:
        unit = "1"  # a crew of two persons is a crew of two
    if measures and not unit:
        raise Unclear(Unread.NO_UNIT, text, units_of(measures))
    if measures and dimension(unit) != measures:
        raise Unclear(Unread.OTHER_DIMENSION, text, units_of(measures))
    return StatedFigure(figure.bound, figure.low, figure.high, unit, condition)


def units_of(measures: str) -> tuple[str, ...]:
    """The units that measure this."""
    return tuple(code for code in UNITS if dimension(code) == measures)


def heading(text: str) -> tuple[str, str]:
    """A column's heading as name and unit: `Range, km`, `Дальність (км)`, `payload_kg`; '' where it names no unit.

    A spelling with two meanings stays as it is written: what the column measures will tell (`Маса, г`).
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    for name, unit in _split_heading(plain):
        if name and (code := unit_code(unit) or (unit if meanings(unit) else "")):
            return name, code
    return plain, ""


def _split_heading(text: str) -> Iterator[tuple[str, str]]:
    """Ways to take a heading apart, the surest first; a last word alone counts only when it measures something."""
    if match := re.match(r"^(.*?)\s*[(\[](.*?)[)\]]$", text):
        yield match[1], match[2]
    if match := re.match(r"^(.*?)\s*[,;:]\s*([^,;:]+)$", text):
        yield match[1], match[2]
    if match := re.match(r"^(.*?)[_ ]([^_ ]+)$", text):
        code = unit_code(match[2])
        if meanings(match[2]) or (code and dimension(code) not in (MONEY, QUANTITY, NUMBER)):
            yield match[1], match[2]


def say(figure: StatedFigure) -> str:
    """The figure in plain English, as `read` reads it: up to 40 km, 20–30 kg, about 15 km/h."""
    ends = [f"{end:f}" for end in dict.fromkeys((figure.low, figure.high)) if end is not None]
    word = {Bound.UP_TO: UP_TO, Bound.AT_LEAST: AT_LEAST, Bound.APPROX: ABOUT}.get(figure.bound, "")
    shown = ends if figure.bound != Bound.RANGE else [f"{figure.low:f}–{figure.high:f}"]
    unit = "" if figure.unit == "1" else figure.unit
    return " ".join(part for part in (word, *shown, unit, f"({figure.condition})" if figure.condition else "") if part)
