"""The test database: made and migrated by the owner, used by the web role, holding both data sets."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg2 import sql

from portal import env

OWNER: dict[str, Any] = env.database(os.environ["DATABASE_OWNER_URL"])
NAME = os.environ.get("PORTAL_TEST_DB", "test_portal")


def _connect(name: str) -> Any:
    return psycopg2.connect(
        host=OWNER["HOST"], port=OWNER["PORT"], user=OWNER["USER"], password=OWNER["PASSWORD"], dbname=name
    )


def _server() -> Any:
    link = _connect(OWNER["NAME"])
    link.autocommit = True
    return link


@contextmanager
def owner_link() -> Iterator[Any]:
    """A link of the owner's to the test database, beside the web role's; whatever it did is rolled back."""
    link = _connect(NAME)
    try:
        yield link
    finally:
        link.rollback()
        link.close()


def exists() -> bool:
    """True when the test database is there already."""
    with _server().cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        return cursor.fetchone() is not None


def drop() -> None:
    """Removes the test database, whoever is connected."""
    with _server().cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))


def make() -> None:
    """A fresh, migrated test database with the web role's rights; both data sets in it."""
    drop()
    with _server().cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
    with as_owner():
        call_command("migrate", verbosity=0)
        call_command("apply_grants", verbosity=0)


def use() -> None:
    """Points Django's connection at the test database, as the web role."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = NAME


@contextmanager
def as_owner() -> Iterator[None]:
    """Within: Django's connection is the owner's (migrations)."""
    connection.close()
    before = dict(connection.settings_dict)
    connection.settings_dict.update({"NAME": NAME, "USER": OWNER["USER"], "PASSWORD": OWNER["PASSWORD"]})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update({key: before[key] for key in ("NAME", "USER", "PASSWORD")})
