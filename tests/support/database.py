"""The test database: made and migrated by the owner, used by the web role, holding both data sets."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg2 import sql

from portal import env
from tests.support import cast
from tests.support.parallel import own_name

OWNER: dict[str, Any] = env.database(os.environ["DATABASE_OWNER_URL"])
NAME = own_name(os.environ.get("PORTAL_TEST_DB", "test_portal"))


def _connect(name: str) -> Any:
    return psycopg2.connect(
        host=OWNER["HOST"], port=OWNER["PORT"], user=OWNER["USER"], password=OWNER["PASSWORD"], dbname=name
    )


def _server() -> Any:
    link = _connect(OWNER["NAME"])
    link.autocommit = True
    return link


@contextmanager
def owner_link(copy: str = "") -> Iterator[Any]:
    """A link of the owner's to the test database (or a copy of it), beside the web role's.

    What it did and did not commit is rolled back.
    """
    link = _connect(f"{NAME}_{copy}" if copy else NAME)
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


def drop(name: str = NAME) -> None:
    """Removes the test database or a copy, whoever is connected.

    The owner may not end the web role's sessions (a thread of a test may still hold one), so that role ends them.
    """
    web = psycopg2.connect(os.environ["DATABASE_URL"])
    web.autocommit = True
    with web.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = %s AND usename = current_user",
            [name],
        )
    web.close()
    with _server().cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def make() -> None:
    """A fresh, migrated test database with the web role's rights; both data sets in it."""
    drop()
    with _server().cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
    with as_owner():
        call_command("migrate", verbosity=0)
        call_command("apply_grants", verbosity=0)


def fill() -> None:
    """Both data sets and the cast into the database that is in use."""
    data = Path(settings.DATA_DIR)
    call_command("import_catalog", str(data / "public-record"), verbosity=0)
    call_command("import_deal", str(data / "public-record"), verbosity=0)
    call_command("import_deal", str(data / "exercise"), verbosity=0)
    cast.hire()


def count_anew(name: str) -> None:
    """What autovacuum does on a real server some minutes after many rows were written."""
    link = _connect(name)
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    link.close()


def use() -> None:
    """Points Django's connection at the test database, as the web role."""
    connection.close()
    _name_it(NAME)


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


@contextmanager
def a_copy(name: str) -> Iterator[str]:
    """A copy of the test database for other processes, whose rows may be committed; gives its URL for the web role."""
    copy = f"{NAME}_{name}"
    connections.close_all()
    drop(copy)
    with _server().cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copy), sql.Identifier(NAME)))
    try:
        yield url_of(copy)
    finally:
        drop(copy)


@contextmanager
def copied(name: str) -> Iterator[str]:
    """Within: Django itself works on such a copy too. Use it outside of a test's transaction."""
    with a_copy(name) as url, named(name):
        yield url


@contextmanager
def named(name: str) -> Iterator[str]:
    """Within: Django works on the copy of that name, which is there already; gives the name of its database."""
    copy = f"{NAME}_{name}"
    connections.close_all()
    _name_it(copy)
    try:
        yield copy
    finally:
        connections.close_all()
        _name_it(NAME)


def _name_it(name: str) -> None:
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def url_of(name: str) -> str:
    """The address of a database for the web role."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{name}"))
