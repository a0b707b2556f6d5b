"""Fixtures for all tests. The test database holds both data sets and the cast; each test runs in a transaction."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import LazySettings, settings
from django.core.management import call_command
from django.test import Client

from portal import env
from portal.accounts.models import User
from portal.celery import app as celery_app
from tests.support import database, parallel
from tests.support.postbox import Postbox, postbox
from tools import messages

parallel.take_own_queue()
celery_app.set_default()
hypothesis.settings.register_profile("portal", deadline=None)  # a busy machine is no failure
hypothesis.settings.load_profile("portal")
if not parallel.WORKER:
    messages.compile_()  # the compiled catalogue is not under version control
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # the server warns when it is missing


def pytest_sessionstart() -> None:
    """Pages name their styles by hash, so the styles are collected before the first page is made."""
    if not parallel.WORKER:
        call_command("collectstatic", interactive=False, verbosity=0)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules that take long come first, so that the processes end at the same time."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: object) -> Iterator[None]:
    """Makes the database once a session (kept between sessions with --reuse-db)."""
    keep = request.config.getvalue("reuse_db")
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        if request.config.getvalue("create_db") or not (keep and database.exists()):
            database.make()
            database.use()
            database.fill()
        database.use()
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        from django.db import connections

        connections.close_all()
        if not keep:
            database.drop()


@pytest.fixture
def box(settings: LazySettings) -> Iterator[Postbox]:
    """A mail server, to which the portal speaks."""
    with postbox() as opened:
        for name, value in env.mail(opened.url).items():
            setattr(settings, f"EMAIL_{name}", value)
        yield opened


def _person(name: str) -> User:
    return User.objects.select_related("party").get(username=name)


@pytest.fixture
def olena(db: None) -> User:
    """Officer of the selling agency."""
    return _person("olena")


@pytest.fixture
def oksana(db: None) -> User:
    """Approver of the selling agency."""
    return _person("oksana")


@pytest.fixture
def andrii(db: None) -> User:
    """Reader of the selling agency."""
    return _person("andrii")


@pytest.fixture
def petro(db: None) -> User:
    """Officer of the Ukrainian export control board."""
    return _person("petro")


@pytest.fixture
def john(db: None) -> User:
    """Officer of the buying office."""
    return _person("john")


@pytest.fixture
def mary(db: None) -> User:
    """Approver of the buying office."""
    return _person("mary")


@pytest.fixture
def nina(db: None) -> User:
    """Analyst of the buying office."""
    return _person("nina")


@pytest.fixture
def ruth(db: None) -> User:
    """Officer of the American release office."""
    return _person("ruth")


@pytest.fixture
def audra(db: None) -> User:
    """Reader of the auditing third party."""
    return _person("audra")


@pytest.fixture
def ivan(db: None) -> User:
    """Analyst without a party: sees only what is public."""
    return _person("ivan")


@pytest.fixture
def adam(db: None) -> User:
    """Administrator without a party."""
    return _person("adam")


def signed_in(user: User) -> Client:
    """A browser-like client in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client
