"""How units are written for people. Data and addresses carry the codes; a code without a name is its own name.

Abbreviations only, since they do not bend with the number. Source of the Ukrainian ones: DSTU ISO 80000-1 and the
State Standard's list of units; those of trade (unit, person) as the glossary has them.
"""

NAMES: dict[str, dict[str, str]] = {
    "en": {"ston": "short ton", "d": "day"},
    "uk": {
        "km": "км",
        "m": "м",
        "cm": "см",
        "mm": "мм",
        "ft": "фут.",
        "in": "дюйм.",
        "mi": "миль",
        "nmi": "мор. миль",
        "kg": "кг",
        "g": "г",
        "t": "т",
        "lb": "фунт.",
        "oz": "унц.",
        "ston": "кор. т",
        "h": "год",
        "min": "хв",
        "d": "діб",
        "day": "діб",
        "week": "тиж.",
        "month": "міс.",
        "year": "р.",
        "km/h": "км/год",
        "m/s": "м/с",
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


def unit_name(code: str, language: str) -> str:
    """The unit as a reader of the language sees it; '' for the unit of plain numbers."""
    return "" if code == "1" else NAMES.get(language, {}).get(code, code)
