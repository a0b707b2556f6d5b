"""A copy of the test database with ten thousand models and eighty thousand claims more, its statistics fresh."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction

from portal.accounts.models import User
from tests.scale.plans import PAGES, statements
from tests.support import database

MODELS, CLAIMS = 10_000, 8


@pytest.fixture(scope="session")
def in_the_small(django_db_setup: None, django_db_blocker: object) -> dict[str, int]:
    """How many statements each page costs in the test database itself, as it is without the invented rows."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]  # pytest-django's
        olena = User.objects.select_related("party").get(username="olena")
        counts = {name: len(statements(olena, address)) for name, address in PAGES.items()}
        transaction.set_rollback(True)
    return counts


@pytest.fixture(scope="session")
def large(in_the_small: dict[str, int], django_db_blocker: object) -> Iterator[str]:
    """The copy with the invented rows, made once; gives its name."""
    with django_db_blocker.unblock(), database.a_copy("scale"):  # type: ignore[attr-defined]  # pytest-django's
        with database.named("scale") as name:
            call_command("make_scale_data", models=MODELS, claims=CLAIMS, verbosity=0)
            database.count_anew(name)
        yield name


@pytest.fixture(scope="module")
def scale(large: str, django_db_blocker: object) -> Iterator[None]:
    """Within: Django works on the large copy. Tests ask for it before the database."""
    with django_db_blocker.unblock(), database.named("scale"), django_db_blocker.block():  # type: ignore[attr-defined]
        yield
