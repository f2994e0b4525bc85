"""Whether the map keeps up: messages that cross at a steady rate, as a page in Chromium shows them.

The services are one small server here that answers their windows as they would with that many
messages a second; the site and the page are the real ones. Held against: every message that
crossed; how often the site looks at all; and how often the same page draws while nothing crosses.
"""

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Page

from benchmarks.results import Result
from demo import keys, private_files
from demo.launcher.plan import AUTHORITIES
from demo.launcher.ports import free_ports
from demo.launcher.readiness import POLL_SECONDS
from demo.roster import read_roster
from demo.site import settings
from demo.site.app import build
from demo.site.feed import EVERY_SECONDS
from tests.browser.chromium import installed, opened

A_SECOND, SECONDS = 100, 10
KEPT = 500
HOUSES = ("court", "tax", "rail", "market", "platform", "gateway")
BODY = '{"name":"...","truncated_id":"6601011990****0020","issuer":"court","reason":"refuses"}'
# Counts pictures, and how long each message took from the wire to a page.
WATCH = """() => {
  window.found = { frames: 0, lags: [] };
  const draw = () => { window.found.frames += 1; requestAnimationFrame(draw); };
  requestAnimationFrame(draw);
  new EventSource("/map/events").addEventListener("messages", (event) => {
    const now = Date.now();
    window.found.lags.push(...JSON.parse(event.data).map((one) => now - Date.parse(one.at)));
  });
}"""


@dataclass
class Wire:
    """How many messages have crossed so far, by the clock."""

    began: datetime | None = None
    ended: datetime | None = None
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def count(self) -> int:
        """All that have crossed."""
        if self.began is None:
            return 0
        until = self.ended or datetime.now(UTC)
        return int((until - self.began).total_seconds() * A_SECOND)

    def after(self, seq: int) -> list[dict[str, Any]]:
        """What a window shows: the latest that it keeps."""
        begin = max(seq, self.count - KEPT)
        return [self._crossing(one) for one in range(begin + 1, self.count + 1)]

    def _crossing(self, seq: int) -> dict[str, Any]:
        began = self.began or self.started
        headers = {"ce-time": "2019-01-21T16:00:00+00:00", "Chimera-Listing": f"l-{seq}"}
        at = (began + timedelta(seconds=seq / A_SECOND)).isoformat()
        subject = f"listings.{HOUSES[seq % 4]}.judgment-defaulters.listed"
        return {"seq": seq, "at": at, "subject": subject, "headers": headers, "body": BODY}


def run() -> list[Result]:
    """Shares of what crossed and of what could be drawn; milliseconds for the way to the page.

    Nothing where there is no Chromium.
    """
    if installed() is None:
        return []
    wire = Wire()
    with ExitStack() as until_the_end:
        folder = until_the_end.enter_context(TemporaryDirectory(prefix="chimera-bench-"))
        address = until_the_end.enter_context(_site(Path(folder), wire))
        page = until_the_end.enter_context(opened()).new_page()
        page.goto(address)
        page.wait_for_selector(".house.lit")
        page.evaluate(WATCH)
        idle = _frames(page)
        wire.began = datetime.now(UTC)
        busy = _frames(page)
        wire.ended = datetime.now(UTC)
        page.wait_for_timeout(1000)
        shown = int(page.evaluate("Number(document.getElementById('slider').max)"))
        lags = page.evaluate("window.found.lags")
    late = statistics.quantiles(lags, n=20, method="inclusive")[-1]
    looks = EVERY_SECONDS * 1000
    return [
        Result("map_messages_shown", shown / SECONDS, "/s", A_SECOND, shown / wire.count, 0.99),
        Result("map_way_to_page_p95", late, "ms", looks, looks / late),
        Result("map_pictures_while_busy", busy, "/s", idle, busy / idle),
    ]


def _frames(page: Page) -> float:
    before = page.evaluate("window.found.frames")
    page.wait_for_timeout(SECONDS * 1000)
    return float(page.evaluate("window.found.frames") - before) / SECONDS


@contextmanager
def _site(folder: Path, wire: Wire) -> Iterator[str]:
    """The site, before services whose windows show that wire."""
    site_port, port = free_ports(2)
    keys.make_all(folder / "keys", read_roster(AUTHORITIES))
    document = folder / "demo.json"
    private_files.replace_json(document, {"auditors": dict.fromkeys(HOUSES, "token")})
    environment = {
        "CHIMERA_KEYS_DIR": str(folder / "keys" / "identity"),
        "CHIMERA_STATE_DIR": str(folder / "state"),
        "CHIMERA_SERVICES": ",".join(f"{name}=http://127.0.0.1:{port}/{name}" for name in HOUSES),
        "CHIMERA_SITE_ORIGIN": f"http://localhost:{site_port}",
        "CHIMERA_POPULATION": "30",
        "CHIMERA_AUTHORITIES": str(AUTHORITIES),
        "CHIMERA_DEMO_DOCUMENT": str(document),
    }
    site = build(settings.read(environment))
    with _serving(_services(wire), port), _serving(site, site_port):
        yield f"http://localhost:{site_port}"


def _services(wire: Wire) -> FastAPI:
    app = FastAPI()
    fields = [{"name": f"field_{n}", "why": "", "goes_to": "nobody"} for n in range(8)]
    rest = {"origin": "paper", "personal": False, "kept": "five years", "why": ""}
    held = [{"name": f"table_{n}", "fields": [one | rest for one in fields]} for n in range(25)]

    @app.get("/{name}/v1/crossings")
    def crossings(name: str, after: int = 0) -> dict[str, Any]:
        shown = wire.after(after) if name == "platform" else []
        return {"crossings": shown, "next_after": shown[-1]["seq"] if shown else after}

    @app.get("/{name}/v1/inventory")
    def inventory(name: str) -> dict[str, Any]:
        return {"operator": name, "origin": "paper", "tables": [one | rest for one in held]}

    @app.get("/{name}/v1/clock")
    def clock(name: str) -> dict[str, Any]:
        return {"now": "2019-01-01T00:00:00Z", "next_due_at": None, "idle": True}

    return app


@contextmanager
def _serving(app: FastAPI, port: int) -> Iterator[None]:
    words: dict[str, Any] = {"host": "127.0.0.1", "log_level": "error", "access_log": False}
    server = uvicorn.Server(uvicorn.Config(app, port=port, timeout_graceful_shutdown=1, **words))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(POLL_SECONDS)
    yield
    server.should_exit = True
    thread.join()
