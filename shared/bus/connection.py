"""One connection to the broker, made again for as long as we live.

nats-py can reconnect by itself, but then old requests are sent again later, a pull subscription may
stay silent (nats.py issue 504), and some errors end it for good. So a lost connection is replaced
by a fresh client, and what must always be listened to is subscribed anew.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any, TypeVar

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from shared.bus.errors import BrokerAway
from shared.bus.reading import TolerantClient

log = structlog.get_logger()
Callback = Callable[[Msg], Awaitable[None]]
Result = TypeVar("Result")

RETRY_SECONDS = 0.5
FLUSH_SECONDS = 5.0
# Three unanswered pings, so at most 9 s until a broker that hangs counts as lost.
PING_SECONDS, MAX_PINGS = 3, 2


class Connection:
    """The present client if there is one, and the subscriptions that outlive it."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self._url = url
        self._user = user
        self._password = password
        self._client: Client | None = None
        self._up = asyncio.Event()
        self._standing: list[tuple[str, Callback]] = []
        self._at_stake: set[asyncio.Task[Any]] = set()
        self._keeper: asyncio.Task[None] | None = None
        self._is_trouble_told = False
        self._is_closing = False

    @property
    def is_up(self) -> bool:
        """Whether we are connected now."""
        return self._up.is_set()

    def open(self) -> None:
        """Begin to connect, and go on until closed."""
        self._keeper = asyncio.create_task(self._keep())

    async def close(self) -> None:
        """End the connection; what was written is sent first."""
        self._is_closing = True
        while self._keeper is not None and not self._keeper.done():
            self._keeper.cancel()  # nats-py may swallow one
            await asyncio.wait({self._keeper}, timeout=1)

    async def client(self, wait_seconds: float = 0) -> Client:
        """The connected client; BrokerAway if there is none in time."""
        if wait_seconds > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(wait_seconds):
                    await self._up.wait()
        if self._client is None:
            raise BrokerAway("not_connected")
        return self._client

    async def request(
        self, subject: str, body: bytes, wait_seconds: float, headers: Mapping[str, str]
    ) -> Msg:
        """The first answer; BrokerAway or nats-py's own error if there is none."""
        client = await self.client()
        asked = client.request(subject, body, timeout=wait_seconds, headers=dict(headers) or None)
        return await self.unless_lost(asked)

    async def unless_lost(self, work: Coroutine[Any, Any, Result]) -> Result:
        """What comes of work on the present connection; BrokerAway as soon as that is lost.

        Whoever cancels us is heard at once: nats-py waits with `wait_for`, which up to Python 3.11
        can swallow a cancellation, so the work runs as a task of its own.
        """
        task = asyncio.create_task(work)
        self._at_stake.add(task)
        task.add_done_callback(self._settle_stake)
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            task.cancel()
            raise
        if task.cancelled():
            raise BrokerAway("lost")
        return task.result()

    def _settle_stake(self, task: asyncio.Task[Any]) -> None:
        self._at_stake.discard(task)
        if not task.cancelled():
            task.exception()  # looked at, so that nobody logs it when we were cancelled

    async def listen(self, subject: str, callback: Callback) -> None:
        """Hear a subject when this returns, or as soon as there is a connection."""
        self._standing.append((subject, callback))
        if self._client is not None:
            # A connection that is lost just now is replaced, and the new one hears it.
            with suppress(NatsError, TimeoutError):
                await self._client.subscribe(subject, cb=callback)
                await _settle(self._client)

    async def _keep(self) -> None:
        while not self._is_closing:
            await self._live_once()
            await asyncio.sleep(RETRY_SECONDS)

    async def _live_once(self) -> None:
        """One connection from its making to its loss."""
        client, lost = TolerantClient(), asyncio.Event()
        try:
            await self._connect(client, lost)
            await lost.wait()
            log.warning("broker_lost", user=self._user)
        except (OSError, NatsError, TimeoutError) as error:
            await self._tell(error)
        finally:
            self._up.clear()
            self._client = None
            for task in tuple(self._at_stake):
                task.cancel()
            await client.close()

    async def _connect(self, client: Client, lost: asyncio.Event) -> None:
        async def tell_lost() -> None:
            lost.set()

        await client.connect(
            self._url,
            user=self._user,
            password=self._password,
            name=self._user,
            allow_reconnect=False,
            max_reconnect_attempts=-1,
            reconnect_time_wait=1,
            ping_interval=PING_SECONDS,
            max_outstanding_pings=MAX_PINGS,
            flush_timeout=FLUSH_SECONDS,
            error_cb=self._tell,
            closed_cb=tell_lost,
        )
        for subject, callback in self._standing:
            await client.subscribe(subject, cb=callback)
        await _settle(client)
        self._client, self._is_trouble_told = client, False
        self._up.set()
        log.info("broker_connected", user=self._user)

    async def _tell(self, error: Exception) -> None:
        """Log once for each time we are cut off; the broker's own words name subjects only."""
        if self.is_up or not self._is_trouble_told:
            said = str(error) if isinstance(error, NatsError) else ""
            log.warning("broker_trouble", user=self._user, kind=type(error).__name__, said=said)
        self._is_trouble_told = True


async def _settle(client: Client) -> None:
    """Return when the broker has taken what was written before.

    nats-py writes a ping ahead of what it still holds; only the second follows it.
    """
    await client.flush()
    await client.flush()
