"""The stream of notices: its form, and saying a notice so that it is kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import api
from nats.js.errors import BadRequestError

from shared.bus.connection import Connection
from shared.bus.errors import NotAnnounced

STREAM = "LISTINGS"
SUBJECTS = "listings.>"
ANSWER_SECONDS = 5.0
SECONDS_PER_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Announcement:
    """One notice on its way out: where it is said, its headers, its bytes."""

    subject: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class PublishAck:
    """The stream's receipt; `duplicate` if it already held a notice with that message id."""

    seq: int
    duplicate: bool


async def announce(connection: Connection, word: Announcement) -> PublishAck:
    """Return once the stream has it on disk; NotAnnounced otherwise."""
    try:
        answer = await connection.request(word.subject, word.body, ANSWER_SECONDS, word.headers)
    except (OSError, NatsError, TimeoutError) as error:
        raise NotAnnounced(type(error).__name__) from error
    receipt = json.loads(answer.data)
    if "error" in receipt:  # with a sequence of zero, so its absence proves nothing
        raise NotAnnounced(f"refused_{receipt['error'].get('err_code', 0)}")
    return PublishAck(int(receipt["seq"]), bool(receipt.get("duplicate", False)))


async def ensure_stream(client: Client, max_age_days: int) -> None:
    """Make the stream, or bring it to this form."""
    stream = client.jetstream(timeout=ANSWER_SECONDS)
    form = api.StreamConfig(
        name=STREAM,
        subjects=[SUBJECTS],
        storage=api.StorageType.FILE,
        max_age=max_age_days * SECONDS_PER_DAY,
        deny_purge=True,
        allow_direct=False,
    )
    try:
        await stream.add_stream(form)
    except BadRequestError:  # it is there in another form
        await stream.update_stream(form)
