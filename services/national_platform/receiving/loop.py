"""Taking notices off the stream: check, keep in one transaction, and only then acknowledge."""

import asyncio
import time
from collections.abc import Sequence
from typing import Protocol

import structlog
from prometheus_client import Gauge
from sqlalchemy.exc import SQLAlchemyError

from services.national_platform.receiving.applying import Batch, Desk, keep
from shared.bus import BrokerAway, Delivery
from shared.crossings import KEPT, Crossings
from shared.telemetry import Metrics

log = structlog.get_logger()
BATCH = 1000
WAIT_SECONDS = 5.0
FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS = 0.2, 10.0
STALE_SECONDS = 60.0
ERASE_AT_ONCE = 50
COUNT_EVERY_SECONDS = 5.0


class Inbox(Protocol):
    """The platform's end of the stream."""

    async def pull(self, batch: int, wait_seconds: float) -> list[Delivery]:
        """Some notices, or none in that time."""
        ...

    async def ack(self, deliveries: Sequence[Delivery]) -> None:
        """Done with these."""
        ...

    async def erase(self, stream_seq: int) -> None:
        """Delete a message's bytes; BrokerAway if that cannot be done now."""
        ...

    async def pending(self) -> int:
        """How many wait, those in hand included; BrokerAway if nobody knows."""
        ...


class TellReaders(Protocol):
    """The way to readers of the feeds."""

    async def withdrawn(self, seq: int) -> None:
        """Hint that the feed has grown to this number."""
        ...

    def evaluations(self, seq: int) -> None:
        """Hint that what goes down to the localities has grown to this number."""
        ...

    def applied(self) -> None:
        """Say here in the house that notices were taken in."""
        ...


class Counts:
    """What the platform's receiving shows to its operators."""

    def __init__(self, metrics: Metrics) -> None:
        self.applied = metrics.count("chimera_notices_applied_total", "Notices taken in")
        self.quarantined = metrics.count(
            "chimera_notices_quarantined_total", "Notices set aside, by reason", ("reason",)
        )
        self.pending = Gauge(
            "chimera_notices_pending", "Notices on the stream", registry=metrics.registry
        )
        self._heard_at: dict[str, float] = {}

    def heard(self, issuer: str) -> None:
        """A notice of this issuer has come in."""
        self._heard_at[issuer] = time.monotonic()

    def silent_seconds(self, issuer: str) -> float | None:
        """Since when nothing has; None if nothing has since this start."""
        heard_at = self._heard_at.get(issuer)
        return time.monotonic() - heard_at if heard_at is not None else None


class Receiver:
    """The loop; a crash between commit and acknowledgement costs repeats, never a loss."""

    def __init__(
        self,
        inbox: Inbox,
        desk: Desk,
        hints: TellReaders,
        counts: Counts,
        crossings: Crossings,
    ) -> None:
        self._inbox = inbox
        self._desk = desk
        self._hints = hints
        self._counts = counts
        self._crossings = crossings
        self._alive_at = time.monotonic()
        self._counted_at = 0.0

    def not_ready(self) -> str | None:
        """What is missing, if anything."""
        silent = time.monotonic() - self._alive_at
        return f"No round for {silent:.0f} s." if silent > STALE_SECONDS else None

    async def pending(self) -> int:
        """How many notices are not applied yet; BrokerAway if nobody knows."""
        return await self._inbox.pending()

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            try:
                await self.round()
            except Exception as error:  # noqa: BLE001 - a fault must not end the receiving
                log.error("receiving_failed", kind=type(error).__name__)
                await asyncio.sleep(FIRST_RETRY_SECONDS)

    async def round(self) -> None:
        """One batch, if there is any."""
        batch = await self._inbox.pull(BATCH, WAIT_SECONDS)
        if batch:
            await self.take(batch)
        self._alive_at = time.monotonic()
        await self._count_pending()

    async def take(self, deliveries: Sequence[Delivery]) -> None:
        """Keep a batch, tell readers, erase what was bad, and then be done with it."""
        batch = await self._keep_at_last(deliveries)
        if batch.feed_grew_to is not None:
            await self._hints.withdrawn(batch.feed_grew_to)
        if batch.evaluations_grew_to is not None:
            self._hints.evaluations(batch.evaluations_grew_to)
        kept_bytes = await self._erase(batch.bad)
        await self._inbox.ack([one for one in deliveries if one.stream_seq not in kept_bytes])
        self._hints.applied()
        self._count(batch)

    async def _keep_at_last(self, deliveries: Sequence[Delivery]) -> Batch:
        """Try until the database takes it; until then nothing is acknowledged."""
        wait = FIRST_RETRY_SECONDS
        while True:
            try:
                return await asyncio.to_thread(keep, self._desk, deliveries)
            except SQLAlchemyError as error:
                log.error("batch_not_kept", kind=type(error).__name__, count=len(deliveries))
            await asyncio.sleep(wait)
            wait = min(2 * wait, LAST_RETRY_SECONDS)

    async def _erase(self, bad: Sequence[tuple[Delivery, str]]) -> set[int]:
        """Erase bad bytes from the stream; what could not be erased comes again for it."""
        failed: set[int] = set()
        places = asyncio.Semaphore(ERASE_AT_ONCE)

        async def erase(delivery: Delivery) -> None:
            async with places:
                try:
                    await self._inbox.erase(delivery.stream_seq)
                except BrokerAway:
                    failed.add(delivery.stream_seq)

        await asyncio.gather(*(erase(delivery) for delivery, _ in bad))
        return failed

    def _count(self, batch: Batch) -> None:
        self._counts.applied.inc(batch.new_count)
        for _, reason in batch.bad:
            self._counts.quarantined.labels(reason).inc()
        for issuer in {word.envelope.issuer for _, word in batch.good}:
            self._counts.heard(issuer)
        for delivery, _ in batch.good[-KEPT:]:
            self._crossings.note(delivery.subject, delivery.headers, delivery.body)

    async def _count_pending(self) -> None:
        if time.monotonic() - self._counted_at > COUNT_EVERY_SECONDS:
            self._counted_at = time.monotonic()
            self._counts.pending.set(await self._inbox.pending())
