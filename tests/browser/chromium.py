"""An installed Chromium, and what every page of ours must keep to while it looks."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OURS = {"localhost", "127.0.0.1"}
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "img"
# What Chromium needs to run as root and in small containers.
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


def installed() -> str | None:
    """Where Chromium is, if it is on this machine."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def opened() -> Iterator[Browser]:
    """A Chromium without a window; the test is skipped, with the reason, where there is none."""
    path = installed()
    if path is None:
        pytest.skip("there is no Chromium here: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass  # no slots: Playwright notes on the object itself that it listens
class Watch:
    """Notes what no page may do: errors in its console, requests to another host."""

    complaints: list[str] = field(default_factory=list)
    _expected: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Watch over this page."""
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._asked)

    def expects(self, words: str) -> None:
        """A console error with these words is meant by this test, such as an answer 404."""
        self._expected.append(words)

    def unexpected(self) -> list[str]:
        """What was noted and not meant."""
        return [one for one in self.complaints if not any(word in one for word in self._expected)]

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text} {message.location.get('url', '')}")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in OURS:
            self.complaints.append(f"another host: {request.url}")


def check_accessibility(page: Page, *but: str) -> None:
    """No finding of axe-core on the page as it stands now, but for the named rules."""
    found = Axe().run(page).response["violations"]
    told = [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["id"] not in but
    ]
    assert not told, "\n".join(told)


def check_fits(page: Page) -> None:
    """Nothing is wider than the window: no page is pushed sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    window = page.evaluate("document.documentElement.clientWidth")
    assert wide <= window, f"{wide} px wide in a window of {window} px"


def picture(page: Page, name: str) -> None:
    """Write docs/img/NAME.png if PICTURES is set: pictures are taken on purpose only."""
    if os.environ.get("PICTURES"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", scale="css", animations="disabled")
