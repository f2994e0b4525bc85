"""What crosses, read from the windows of the services and handed on to whoever looks at the map."""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

import structlog

from demo.site.messages import PLATFORM, Shown, came_out, crossed, notified
from demo.site.window import Windows, instant

log = structlog.get_logger()
# Forty looks at a window of five hundred are twenty thousand messages in ten seconds.
EVERY_SECONDS = 0.25
FACES_EVERY = 4
# What a page that opens is told of the past, and what one that lost its line can still catch up on.
KEPT = 2_000
SILENCE_SECONDS = 10.0
WATCHED = ("platform", "gateway")


class Window:
    """One service's window: where reading goes on, also after the service began anew."""

    def __init__(self, service: str, path: str) -> None:
        self.service = service
        self.path = path
        self.after = 0
        self.last_at = datetime.min.replace(tzinfo=UTC)

    def began_anew(self) -> None:
        """A window that was closed may count from one again; what was seen is known by its time."""
        self.after = 0


class Feed:
    """Everything that crossed since this process looks, and which houses are lit."""

    def __init__(self, windows: Windows, localities: Sequence[str]) -> None:
        self._windows = windows
        self._crossings = [Window(name, "/v1/crossings") for name in (*WATCHED, *localities)]
        self._editions: set[str] = set()
        self._audits = [Window(name, "/v1/audit") for name in localities]
        self._messages: deque[Shown] = deque(maxlen=KEPT)
        self._number = count(1)
        self._faces: dict[str, Any] = {}
        self._turn = 0
        self._version = 0
        self._waiting: set[asyncio.Event] = set()
        self._wanted = asyncio.Event()
        self._lookers = 0
        self.boot = secrets.token_hex(4)

    async def run(self) -> None:
        """Read for ever, as long as somebody looks."""
        while True:
            await self._wanted.wait()
            try:
                await self._round(with_faces=self._turn % FACES_EVERY == 0)
            except Exception as error:  # noqa: BLE001 - one odd answer must not blind the map
                log.warning("round_failed", error=type(error).__name__)
            self._turn += 1
            await asyncio.sleep(EVERY_SECONDS)

    async def _round(self, *, with_faces: bool) -> None:
        reading = [self._read_crossings(one) for one in self._crossings]
        reading += [self._read_audit(one) for one in self._audits]
        reading += [self._read_editions()] if with_faces else []
        fresh = [one for found in await asyncio.gather(*reading) for one in found]
        fresh.sort(key=lambda one: str(one["at"] or ""))
        faces = await self._look() if with_faces else self._faces
        if fresh or faces != self._faces:
            self._messages += [{**one, "n": next(self._number)} for one in fresh]
            self._faces = faces
            self._version += 1
            for waiting in self._waiting:
                waiting.set()

    async def _look(self) -> dict[str, Any]:
        clocks, bus_away = await asyncio.gather(
            self._windows.everywhere("/v1/clock"), self._windows.bus_is_away()
        )
        silent = [name for name, clock in clocks.items() if clock is None]
        alive = await self._windows.alive(silent)
        before = self._faces.get("clocks", {})
        # Without the broker the platform is slow to say whether it is idle, and yet it is there.
        return {
            "clocks": {**clocks, **{name: before.get(name) or {} for name in alive}},
            "bus_away": bus_away,
        }

    async def _read_crossings(self, window: Window) -> list[Shown]:
        found = await self._read(window)
        new = [one for one in found.get("crossings", []) if instant(one["at"]) > window.last_at]
        if new:
            window.last_at = instant(new[-1]["at"])
        return [shown for one in new if (shown := crossed(one, window.service))]

    async def _read_editions(self) -> list[Shown]:
        """Those that came out since the last look; a platform that went back may make one again."""
        current = await self._windows.public(PLATFORM, "/v1/editions/current")
        if current is None or current["id"] in self._editions:
            return []
        told = await self._windows.public(PLATFORM, "/v1/editions") or {"editions": []}
        new = [one for one in told["editions"] if one["id"] not in self._editions]
        self._editions |= {one["id"] for one in new}
        return [came_out(one) for one in reversed(new)]

    async def _read_audit(self, window: Window) -> list[Shown]:
        is_past = window.after == 0
        found, now = await self._read(window), datetime.now(UTC).isoformat()
        seen_at = None if is_past else now
        lines = [notified(window.service, line, seen_at) for line in found.get("lines", [])]
        return [shown for shown in lines if shown]

    async def _read(self, window: Window) -> dict[str, Any]:
        path = f"{window.path}?after={window.after}"
        found = await self._windows.audited(window.service, path)
        if found is None:
            if window in self._crossings:
                window.began_anew()
            return {}
        window.after = int(found["next_after"])
        return dict(found)

    async def follow(self, last_id: str) -> AsyncIterator[str]:
        """Server-sent events from where a page left off, until it hangs up."""
        seen = self._left_off(last_id)
        faces: dict[str, Any] = {}
        self._come()
        try:
            yield "retry: 1000\n\n" + event("began", {"boot": self.boot})
            while True:
                version = self._version
                fresh = [one for one in self._messages if one["n"] > seen]
                if fresh:
                    seen = fresh[-1]["n"]
                    yield event("messages", fresh, f"{self.boot}-{seen}")
                if self._faces and self._faces != faces:
                    faces = self._faces
                    yield event("faces", {"open": self._windows.are_open, **faces})
                if version == self._version:
                    yield await self._news()
        finally:
            self._go()

    def _left_off(self, last_id: str) -> int:
        """The last message that a page has; none, if it heard of another process before."""
        boot, _, number = last_id.partition("-")
        return int(number) if boot == self.boot and number.isdigit() else 0

    async def _news(self) -> str:
        """Wait for something new; a comment meanwhile, so that a dead line is noticed."""
        news = asyncio.Event()
        self._waiting.add(news)
        try:
            await asyncio.wait_for(news.wait(), SILENCE_SECONDS)
        except TimeoutError:
            return ": nothing new\n\n"
        finally:
            self._waiting.discard(news)
        return ": news\n\n"

    def _come(self) -> None:
        self._lookers += 1
        self._wanted.set()

    def _go(self) -> None:
        self._lookers -= 1
        if self._lookers == 0:
            self._wanted.clear()
            # What was lit then says nothing of when somebody looks again.
            self._faces, self._turn = {}, 0


def event(name: str, data: Any, number: str = "") -> str:
    """One server-sent event."""
    head = f"id: {number}\n" if number else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
