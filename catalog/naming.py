"""In which order names stand on a page: small and capital letters alike, in Ukrainian by the Ukrainian alphabet.

PostgreSQL may know no alphabet at all (the one that comes with the portal has no ICU). Its small letters stand in the
order of Unicode, where only ґ, є, і and ї are out of place: each is written as the letter before it and a sign that
stands behind every other. An index of the models holds each order.
"""

from django.db.models import Expression, F, Func, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

LAST = "\u04ff"  # stands behind every letter of a name
ENGLISH, UKRAINIAN = "en", "uk"
LANGUAGES = {"english": ENGLISH, "ukrainian": UKRAINIAN}  # with an index of the models each
_PLACES = {"ґ": f"г{LAST}", "є": f"е{LAST}", "і": f"и{LAST}", "ї": f"и{LAST}{LAST}"}


class InOrder(Func):
    """What a name is sorted by."""

    output_field = TextField()

    def __init__(self, name: Expression | F, language: str) -> None:
        super().__init__(name, template=sorted_by("%(expressions)s", language))


def sorted_by(name: str, language: str) -> str:
    """The same as SQL, for a name that is SQL."""
    text = f"lower({name})"
    for letter, place in _PLACES.items() if language == UKRAINIAN else ():
        text = f"replace({text}, '{letter}', '{place}')"
    return text


def shown_name(language: str) -> Expression | F:
    """The name in one language; the English one where there is no Ukrainian."""
    in_english = F("name_en")
    return Coalesce(NullIf(F("name_uk"), Value("")), in_english) if language == UKRAINIAN else in_english


def in_order(language: str) -> InOrder:
    """By what the name of a model or maker is sorted."""
    return InOrder(shown_name(language), language)


def by_name() -> tuple[InOrder, str]:
    """The order of names in the reader's language."""
    return in_order(reading()), "slug"


def reading() -> str:
    """The language in which the page is read."""
    return UKRAINIAN if (get_language() or ENGLISH).startswith(UKRAINIAN) else ENGLISH
