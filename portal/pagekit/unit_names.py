"""How units are written for people. Data and addresses carry the codes; a code without a name is its own name.

Ukrainian ones are abbreviations only, since they do not bend with the number; English words have a plural. Source of
the Ukrainian ones: DSTU ISO 80000-1 and the State Standard's list of units; those of trade (unit, person) as the
glossary has them.
"""

NAMES: dict[str, dict[str, str]] = {
    "en": {
        "ston": "short tons",
        "d": "days",
        "day": "days",
        "week": "weeks",
        "month": "months",
        "year": "years",
        "unit": "units",
        "person": "persons",
        "unit/day": "units/day",
        "unit/month": "units/month",
        "unit/year": "units/year",
    },
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

ONE = {"en": {"ston": "short ton", "d": "day"}}  # with the number one


def unit_name(code: str, language: str, *, one: bool = False) -> str:
    """The unit as a reader of the language sees it, of the number one or of others; '' for that of plain numbers."""
    if code == "1":
        return ""
    many = NAMES.get(language, {}).get(code, code)
    return ONE.get(language, {}).get(code, code if language == "en" else many) if one else many
