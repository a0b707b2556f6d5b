"""A real server on a copy of the test database, and a real browser in front of it."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.visitor import BROWSER_ARGS, CHROMIUM
from tests.support.database import a_copy
from tests.support.house import ROOT
from tests.support.server import served

# Playwright keeps an event loop in this thread; the database is still used from this one thread only.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def portal(django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running portal with demonstration accounts and this week's reports."""
    place = tmp_path_factory.mktemp("portal")
    with django_db_blocker.unblock(), a_copy("browser") as url, (place / "web.log").open("wb") as log:  # type: ignore[attr-defined]  # pytest-django's
        env = {**os.environ, "DATABASE_URL": url, "DEMO_ACCOUNTS": str(place / "demo.json")}
        for command in ("demo_accounts", "issue_report"):
            subprocess.run(
                [sys.executable, "manage.py", command], cwd=ROOT, env=env, check=True, stdout=log, stderr=log
            )
        with served(env, log=log) as address:
            yield address


@pytest.fixture(scope="session")
def browser(portal: str) -> Iterator[Browser]:
    """Debian's Chromium, after the portal: once Playwright's event loop runs, older links to the database stay open."""
    if not CHROMIUM:
        pytest.skip("Chromium is missing: sudo apt-get install chromium-headless-shell")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_ARGS)
        yield opened
        opened.close()
