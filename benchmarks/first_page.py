"""How soon the first page of each service can be read by a first visitor, and how much it loads.

Chromium comes each time with an empty cache. A page is readable when its largest piece is drawn and
what a visitor comes for is there, such as the first lit house of the map. Held against: an empty
page of the same machine, opened by the same browser between the others; and a whole second.
"""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.sync_api import Browser, Page

from benchmarks.results import Result
from demo.launcher import Stack
from demo.launcher.ports import free_ports
from demo.launcher.readiness import POLL_SECONDS
from tests.browser.chromium import installed, opened

ROUNDS = 9
MOST_SECONDS, MOST_BYTES = 1.0, 300_000
EMPTY = "<!doctype html><title>Empty</title><link rel=icon href=data:,><p id=there>Nothing.</p>"
# When what is named here is seen; the browser itself tells when the largest piece was drawn.
WATCH = """(named) => {
  window.drawn = 0;
  new PerformanceObserver((found) => {
    for (const one of found.getEntries()) window.drawn = one.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  window.there = new Promise((seen) => {
    const look = () => {
      if (document.querySelector(named)?.checkVisibility()) seen(performance.now());
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}"""


@dataclass(frozen=True, slots=True)
class First:
    """The first page of one service, and what a visitor comes for."""

    name: str
    service: str
    path: str
    named: str


PAGES = (
    First("map", "site", "/", ".house.lit"),
    First("my_file", "site", "/my-file", "#people button"),
    First("register", "platform", "/", "#search button"),
    First("partner_desk", "gateway", "/desk", "#doors button"),
    First("court_desk", "court", "/desk", "#sign-in button"),
    First("tax_desk", "tax", "/desk", "#sign-in button"),
    First("locality_desk", "rongcheng", "/desk", "#sign-in button"),
    First("sector_desk", "rail", "/desk", "#sign-in button"),
)


@dataclass(slots=True)
class Seen:
    """What several visits to one page took."""

    seconds: list[float]
    bytes: float = 0.0

    @property
    def usual(self) -> float:
        """Half of the visits took less."""
        return statistics.median(self.seconds)


def run() -> list[Result]:
    """One line each for the time and for the bytes, and one for the slowest page of all."""
    if installed() is None:
        print("  there is no Chromium here: first pages were not measured")
        return []
    with (
        TemporaryDirectory() as folder,
        _empty() as empty,
        Stack.on_free_ports(Path(folder)) as stack,
        opened() as browser,
    ):
        return _told(_visit_all(browser, stack, empty))


def _visit_all(browser: Browser, stack: Stack, empty: str) -> dict[str, Seen]:
    """In turn, so that whatever else the machine does falls on all alike."""
    addresses = {one.name: (stack.urls[one.service] + one.path, one.named) for one in PAGES}
    addresses["empty"] = (empty, "#there")
    seen = {name: Seen([]) for name in addresses}
    for _ in range(ROUNDS):
        for name, (address, named) in addresses.items():
            seconds, loaded = _visit(browser, address, named)
            seen[name].seconds.append(seconds)
            seen[name].bytes = max(seen[name].bytes, loaded)
    return seen


def _visit(browser: Browser, address: str, named: str) -> tuple[float, float]:
    """How soon it can be read, and how many bytes had come by then."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page = context.new_page()
    loaded = _counting(page)
    page.add_init_script(f"({WATCH})({named!r})")
    page.goto(address)
    there = page.evaluate("window.there")
    seconds = max(there, page.evaluate("window.drawn")) / 1000
    context.close()
    return seconds, sum(loaded)


def _counting(page: Page) -> list[float]:
    """The bytes of every answer as they come over the wire, heads and all."""
    loaded: list[float] = []
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda told: loaded.append(told["encodedDataLength"]))
    return loaded


def _told(seen: dict[str, Seen]) -> list[Result]:
    empty = seen.pop("empty").usual
    results = [Result("first_page_empty", empty, "s until readable")]
    for name, one in seen.items():
        named, share = f"first_page_{name}", MOST_BYTES / one.bytes
        results.append(Result(named, one.usual, "s until readable", empty, empty / one.usual))
        results.append(Result(f"{named}_bytes", one.bytes, "bytes", MOST_BYTES, share, 1.0))
    slowest = max(one.usual for one in seen.values())
    share = MOST_SECONDS / slowest
    return [*results, Result("first_page_slowest", slowest, "s", MOST_SECONDS, share, 1.0)]


@contextmanager
def _empty() -> Iterator[str]:
    """A page with one word on it, from a server like those of the services."""
    app, (port,) = FastAPI(), free_ports(1)
    app.add_api_route("/", lambda: HTMLResponse(EMPTY), response_class=HTMLResponse)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(POLL_SECONDS)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join()
