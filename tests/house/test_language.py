"""The Ukrainian catalogue is complete, with Django's four plural forms."""

import pytest
from django.utils import translation
from django.utils.translation import ngettext

from portal.api import VIEWSETS
from portal.dictionary import lists
from tools import messages


def test_every_text_is_translated() -> None:
    assert messages.problems() == []


@pytest.mark.parametrize(("days", "form"), [(1, "день"), (2, "дні"), (5, "днів"), (11, "днів"), (21, "день")])
def test_plural_forms_of_ukrainian(days: int, form: str) -> None:
    with translation.override("uk"):
        assert ngettext("%(days)s day", "%(days)s days", days) % {"days": days} == f"{days} {form}"


def test_every_note_of_the_data_dictionary_is_ukrainian_too() -> None:
    columns = [column for described in lists(VIEWSETS) for column in described["columns"]]
    noted = {column["about_en"]: column["about_uk"] for column in columns if column["about_en"]}
    assert len(noted) >= 5
    assert [note for note, ukrainian in noted.items() if ukrainian in ("", note)] == []
