"""The Ukrainian catalogue is complete, with Django's four plural forms."""

import pytest
from django.utils import translation
from django.utils.translation import ngettext

from tools import messages


def test_every_text_is_translated() -> None:
    assert messages.problems() == []


@pytest.mark.parametrize(("days", "form"), [(1, "день"), (2, "дні"), (5, "днів"), (11, "днів"), (21, "день")])
def test_plural_forms_of_ukrainian(days: int, form: str) -> None:
    with translation.override("uk"):
        assert ngettext("%(days)s day", "%(days)s days", days) % {"days": days} == f"{days} {form}"
