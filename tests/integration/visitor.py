"""Somebody with a broker user's password and an ordinary client, who tries what is forbidden."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from nats.aio.client import Client
from nats.aio.msg import Msg

from tests.integration.broker import ISSUERS, SLUGS, PrivateBroker, password

ANSWER = b"answer"


class Visitor:
    """One connection that remembers what it hears and what it is refused."""

    def __init__(self, user: str) -> None:
        self.user = user
        self.client = Client()
        self.heard: list[tuple[str, bytes]] = []
        self._refusals: asyncio.Queue[str] = asyncio.Queue()

    async def enter(self, url: str, secret: str) -> None:
        """Connect; nats-py's error if that is refused."""
        await self.client.connect(
            url, user=self.user, password=secret, error_cb=self._refused, allow_reconnect=False
        )

    async def _refused(self, error: Exception) -> None:
        await self._refusals.put(str(error))

    async def refusal(self) -> str:
        """The broker's next word of refusal; TimeoutError if it lets everything pass."""
        return await asyncio.wait_for(self._refusals.get(), 5)

    async def hear(self, subject: str) -> None:
        """Listen there, remember what comes, and answer whoever asks; a hint is no question."""
        await self.client.subscribe(subject, cb=self._remember)
        await self.settle()

    async def _remember(self, message: Msg) -> None:
        self.heard.append((message.subject, message.data))
        if message.reply and not message.subject.startswith("register."):
            await self.client.publish(message.reply, ANSWER)

    async def settle(self) -> None:
        """Wait until the broker has read all; nats-py's first ping may overtake what it holds."""
        await self.client.flush()
        await self.client.flush()


@asynccontextmanager
async def visitor(broker: PrivateBroker, user: str) -> AsyncIterator[Visitor]:
    """A connected visitor."""
    guest = Visitor(user)
    await guest.enter(broker.url, password(user))
    try:
        yield guest
    finally:
        await guest.client.close()


def may_say(user: str) -> set[str]:
    """The plain subjects that a user is meant to say; the platform's stream calls come on top."""
    if user == "platform":
        return {"register.edition", *(f"restate.{issuer}" for issuer in ISSUERS)}
    if user == "gateway":
        return {f"confirm.{issuer}" for issuer in ISSUERS}
    return {f"listings.{user}.some-list.listed", f"digest.{user}"} if user in ISSUERS else set()


def may_hear(user: str) -> set[str]:
    """The subjects that a user is meant to hear; answers to its questions come on top."""
    if user == "platform":
        return {f"digest.{issuer}" for issuer in ISSUERS}
    if user in ISSUERS:
        return {f"confirm.{user}", f"restate.{user}"}
    return {"register.edition"}


def all_subjects() -> list[str]:
    """Every plain subject of the model, and the same of authorities that have none."""
    bodies = [*SLUGS, "nobody"]
    named = [f"{word}.{body}" for word in ("digest", "restate", "confirm") for body in bodies]
    return ["register.edition", *named, *(f"listings.{body}.some-list.listed" for body in bodies)]
