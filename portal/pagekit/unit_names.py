"""How units are written for people. Data and addresses carry the codes; a code without a name is its own name.

Ukrainian has abbreviations only, since they do not bend with the number: those of DSTU ISO 80000-1 and the State
Standard's list of units, and those of trade (unit, person) as the glossary has them. English words are counted.
"""

from decimal import Decimal

NAMES: dict[str, dict[str, str]] = {
    "en": {"ston": "short ton", "d": "day"},
    "uk": {
        "km": "км",
        "m": "м",
        "ft": "фут.",
        "mi": "миль",
        "nmi": "мор. миль",
        "kg": "кг",
        "t": "т",
        "lb": "фунт.",
        "ston": "кор. т",
        "h": "год",
        "min": "хв",
        "d": "діб",
        "day": "діб",
        "week": "тиж.",
        "month": "міс.",
        "year": "р.",
        "km/h": "км/год",
        "kn": "вуз.",
        "mph": "миль/год",
        "hp": "к. с.",
        "kW": "кВт",
        "unit/day": "од./добу",
        "unit/month": "од./міс.",
        "unit/year": "од./рік",
        "unit": "од.",
        "person": "ос.",
        "%/week": "%/тиж.",
        "USD/month": "USD/міс.",
    },
}

COUNTED = {"d": "days", "day": "days", "week": "weeks", "month": "months", "year": "years", "person": "people"} | {
    f"unit{rate}": f"units{rate}" for rate in ("", "/day", "/month", "/year")
}  # English words after any number but one


def unit_name(code: str, language: str) -> str:
    """The unit as a reader of the language sees it; '' for the unit of plain numbers."""
    return "" if code == "1" else NAMES.get(language, {}).get(code, code)


def unit_after(number: Decimal, code: str, language: str) -> str:
    """The unit behind a number: 1 day, 60 days."""
    return COUNTED[code] if language == "en" and number != 1 and code in COUNTED else unit_name(code, language)
