"""A copy of the test database with ten thousand models more, its statistics fresh."""

from collections.abc import Iterator

import psycopg2
import pytest
from django.core.management import call_command

from tests.support import database

MODELS, CLAIMS = 10_000, 1


@pytest.fixture(scope="module")
def scale(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Within: Django works on the large copy. Tests ask for it before the database."""
    with django_db_blocker.unblock(), database.copied("scale"):  # type: ignore[attr-defined]  # pytest-django's
        call_command("make_scale_data", models=MODELS, claims=CLAIMS, verbosity=0)
        _count_anew(f"{database.NAME}_scale")
        with django_db_blocker.block():  # type: ignore[attr-defined]
            yield


def _count_anew(name: str) -> None:
    """What autovacuum does on a real server some minutes after many rows were written."""
    owner = database.OWNER
    link = psycopg2.connect(
        host=owner["HOST"], port=owner["PORT"], user=owner["USER"], password=owner["PASSWORD"], dbname=name
    )
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    link.close()
