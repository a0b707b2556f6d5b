"""How people write units, in English and Ukrainian, and which code of `units` each spelling means. Pure.

A word that ends in * stands for all its endings. A spelling that means two units has a code only where what is measured
tells them apart (`г` of a mass is gram, of a time hour); otherwise it must be asked back.
"""

import re

from catalog.units import UNITS, dimension

WORDS = {
    "km": "км kms kilomet* кіломет*",
    "m": "м metre* meter* метр*",
    "cm": "см cms centimet* сантимет*",
    "mm": "мм mms millimet* міліметр*",
    "ft": "feet foot фт фут*",
    "in": "inch inches \" ″ ′′ '' ” дюйм*",
    "mi": "mile miles сухопутн*_мил* statute_mile*",
    "nmi": "nm n_mi nautical_mile* морськ*_мил* мор_мил*",
    "kg": "кг kgs kilogram* кілогр*",
    "g": "gr gm gms gram* грам*",
    "t": "т ton tons tonne* тон тонн*",
    "lb": "lbs pound* фунт*",
    "oz": "ozs ounce* унц*",
    "h": "hr hrs hour* год годин*",
    "min": "mins minute* хв хвилин*",
    "day": "d days доб* діб дн* день",
    "week": "weeks wk тиж*",
    "month": "months mo міс* місяц*",
    "year": "years yr yrs рік рок* років",
    "km/h": "kmh kph km/hr kmph км/год км/г кмгод кіломет*_на_годину kilomet*_per_hour",
    "m/s": "mps m/sec метр*_на_секунду метр*_за_секунду м/с м/сек met*_per_second",
    "kn": "kt kts knot* вуз вузл* вузол",
    "mph": "mi/h miles_per_hour миль/год",
    "hp": "bhp horsepower кс к_с кінськ*_сил*",
    "kW": "кВт kilowatt* кіловат*",
    "unit/day": "units/day pcs/day шт/день шт/добу од/день од/добу units_per_day",
    "unit/month": "units/month pcs/month шт/міс од/міс шт_на_місяць units_per_month",
    "unit/year": "units/year pcs/year шт/рік од/рік шт_на_рік units_per_year",
    "unit": "units pc pcs piece* шт штук* од одиниц*",
    "person": "persons people осіб особ* людей",
    "%": "percent pct відсот* процент*",
    "%/week": "%/тиж percent_per_week",
    "USD": "$ us$ usd$ dollar* us_dollar* дол долар* дол_сша долар*_сша",
    "EUR": "€ euro* євро",
    "UAH": "₴ грн гривень гривн* hryvn*",
    "DKK": "dkr danish_kron*",
    "USD/month": "$/month usd_per_month дол/міс",
}
TWO_MEANINGS = {"миль": ("mi", "nmi"), "миля": ("mi", "nmi"), "милі": ("mi", "nmi"), "г": ("h", "g")}


def folded(words: str) -> str:
    """Lower case, one blank between words, no full stops, no blanks around a slash."""
    plain = " ".join(words.casefold().replace(".", " ").split())
    return re.sub(r" ?/ ?", "/", plain)


def _spellings() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """The table above as whole spellings and as patterns of beginnings."""
    whole = {folded(code): code for code in UNITS}
    begun = []
    for code, words in WORDS.items():
        for word in words.split():
            spelling = folded(word.replace("_", " "))
            if "*" in spelling:
                parts = (re.escape(part) for part in spelling.split("*"))
                begun.append((re.compile(r"\w*".join(parts) + "$"), code))
            else:
                whole.setdefault(spelling, code)
    return whole, begun


WHOLE, BEGUN = _spellings()


def unit_code(words: str, measures: str = "") -> str:
    """The code of a unit as somebody wrote it, '' when no unit is meant or two could be; `measures` may tell which."""
    spelling = folded(words)
    if spelling in TWO_MEANINGS:
        fitting = [code for code in TWO_MEANINGS[spelling] if dimension(code) == measures]
        return fitting[0] if len(fitting) == 1 else ""
    if not spelling:
        return ""
    if spelling in WHOLE:
        return WHOLE[spelling]
    return next((code for pattern, code in BEGUN if pattern.match(spelling)), "")


def meanings(words: str) -> tuple[str, ...]:
    """The units that an ambiguous spelling may mean; () when it is not ambiguous."""
    return TWO_MEANINGS.get(folded(words), ())
