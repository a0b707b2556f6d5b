"""A real server on a copy of the test database, and a real browser in front of it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.visitor import BROWSER_ARGS, CHROMIUM
from tests.support.database import a_copy
from tests.support.house import ROOT

# Playwright keeps an event loop in this thread; the database is still used from this one thread only.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
SERVER = ("--interface", "wsgi", "--no-ws", "--blocking-threads", "4")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


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
        port = _free_port()
        command_line = [sys.executable, "-m", "granian", *SERVER, "--port", str(port), "portal.wsgi:application"]
        process = subprocess.Popen(command_line, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/health/live", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="session")
def browser(portal: str) -> Iterator[Browser]:
    """Debian's Chromium, after the portal: once Playwright's event loop runs, older links to the database stay open."""
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is missing: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_ARGS)
        yield opened
        opened.close()
