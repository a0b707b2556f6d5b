"""A person in front of the browser, who notices broken policies and barriers."""

import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.support.house import ROOT

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")  # the first that the machine has
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), "")
BROWSER_ARGS = [
    *["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    "--no-first-run",
]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = 1280, 390


class Visitor:
    """One browser context: cookies and language of one person. `complaints` collects what the console says,
    `status` is the answer to the last page that was opened."""

    def __init__(self, browser: Browser, portal: str, *, width: int = WIDE, script: bool = True) -> None:
        self.portal = portal
        self.context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.status = 0
        self.page.on("console", self._note)
        self.page.on("requestfailed", self._failed)

    def _note(self, message: Any) -> None:
        if message.type in {"error", "warning"} and "404" not in message.text:
            self.complaints.append(message.text)

    def _failed(self, request: Any) -> None:
        """A page that is left before it is complete gives up what it still loads: no complaint."""
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def open(self, path: str) -> "Visitor":
        answer = self.page.goto(self.portal + path)
        self.status = answer.status if answer else 0
        return self

    def enter(self, username: str, *, lang: str = "en") -> "Visitor":
        """One click on the sign-in page."""
        self.open(f"/account/login/?lang={lang}")
        button = self.page.locator(f'form[action$="/{username}/"] button')
        if not button.is_visible():
            self.page.locator("details summary").last.click()
        button.click()
        return self

    def text(self) -> str:
        return self.page.inner_text("body")

    def barriers(self) -> list[str]:
        """What axe finds wrong, one line each. It runs beside the page, so the page's policy stays as it is."""
        session = self.context.new_cdp_session(self.page)
        tree = session.send("Page.getFrameTree")
        world = session.send("Page.createIsolatedWorld", {"frameId": tree["frameTree"]["frame"]["id"]})
        where = {"contextId": world["executionContextId"], "awaitPromise": True, "returnByValue": True}
        session.send("Runtime.evaluate", {"expression": Path(AXE).read_text(encoding="utf-8"), **where})
        answer = session.send("Runtime.evaluate", {"expression": "axe.run({resultTypes: ['violations']})", **where})
        found = answer["result"]["value"]["violations"]
        return [f"{v['id']}: {n['html'][:120]}" for v in found for n in v["nodes"][:3]]

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
