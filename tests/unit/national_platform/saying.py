"""What issuers say on the stream, and a stream in memory that says it to the platform."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any, cast

from shared.bus import BrokerAway, Delivery
from shared.contract import Act, Cause
from shared.ledger.acts import envelope_of, notice_of
from shared.ledger.listing import Listing
from tests.builders import make_listing
from tests.fakes import noon

SEQUENCE = count(1)
SAID_ON = date(2019, 1, 2)


def listed(ref: str = "court-aaaaaaaa", **changes: Any) -> Listing:
    """A listing of the court's own, under this reference."""
    return make_listing(changes.pop("party", None), ref=ref, **changes)


def say(listing: Listing, act: Act = Act.LISTED, on: date = SAID_ON) -> Delivery:
    """An act as the relay puts it on the stream."""
    envelope = envelope_of(listing, act, noon(on))
    return deliver(envelope.subject(), envelope.headers(), notice_of(listing).body())


def withdraw(listing: Listing, cause: Cause = Cause.PERFORMED, on: date = SAID_ON) -> Delivery:
    """The listing's end."""
    return say(listing.withdraw(cause, on), Act.WITHDRAWN, on)


def correct(listing: Listing, name: str) -> Delivery:
    """Another name for it."""
    return say(replace(listing, name=name, version=listing.version + 1), Act.CORRECTED)


def deliver(subject: str, headers: Mapping[str, str], body: bytes) -> Delivery:
    """A message of the stream, whatever it says."""
    return Delivery(subject, headers, body, next(SEQUENCE), "", cast(Any, None))


def spoil(
    good: Delivery,
    *,
    subject: str | None = None,
    headers: Mapping[str, str | None] | None = None,
    body: bytes | None = None,
    fields: Mapping[str, Any] | None = None,
) -> Delivery:
    """The same message with something wrong; a header of None is left out."""
    wanted = dict(good.headers) | dict(headers or {})
    kept = {name: value for name, value in wanted.items() if value is not None}
    spoilt = json.dumps(json.loads(good.body) | dict(fields)).encode() if fields else good.body
    return deliver(subject or good.subject, kept, spoilt if body is None else body)


class MemoryStream:
    """Delivers what was said until it is acknowledged; `fall_silent` is a crash of its reader."""

    def __init__(self, *said: Delivery) -> None:
        self.waiting = list(said)
        self.in_hand: list[Delivery] = []
        self.acked: list[Delivery] = []
        self.erased: list[int] = []
        self.can_erase = True

    async def pull(self, batch: int, wait_seconds: float) -> list[Delivery]:
        """The next ones, at once."""
        await asyncio.sleep(0)  # whoever else waits has a turn, as with any real stream
        taken, self.waiting = self.waiting[:batch], self.waiting[batch:]
        self.in_hand += taken
        return taken

    async def ack(self, deliveries: Sequence[Delivery]) -> None:
        """Done with these."""
        self.acked += deliveries
        self.in_hand = [one for one in self.in_hand if one not in deliveries]

    async def erase(self, stream_seq: int) -> None:
        """Remember that its bytes are gone."""
        if not self.can_erase:
            raise BrokerAway("away")
        self.erased.append(stream_seq)

    async def pending(self) -> int:
        """What is not acknowledged."""
        return len(self.waiting) + len(self.in_hand)

    def fall_silent(self) -> None:
        """Whatever was not acknowledged comes again."""
        self.waiting, self.in_hand = self.in_hand + self.waiting, []
