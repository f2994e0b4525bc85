"""As each user of the broker: what is not yours to say or hear is refused by a real server."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from nats.errors import Error as NatsError

from shared.bus import Bus
from tests.integration.broker import ISSUERS, USERS, PrivateBroker, password
from tests.integration.visitor import Visitor, all_subjects, may_hear, may_say, visitor

pytestmark = pytest.mark.integration

STREAM_CALLS = [
    "$JS.API.INFO",
    "$JS.API.STREAM.CREATE.SPY",
    "$JS.API.STREAM.NAMES",
    "$JS.API.STREAM.LIST",
    "$JS.API.STREAM.DELETE.LISTINGS",
    "$JS.API.STREAM.PURGE.LISTINGS",
    "$JS.API.STREAM.MSG.GET.LISTINGS",
    "$JS.API.STREAM.SNAPSHOT.LISTINGS",
    "$JS.API.STREAM.RESTORE.LISTINGS",
    "$JS.API.DIRECT.GET.LISTINGS",
    "$JS.API.DIRECT.GET.LISTINGS.listings.court.some-list.listed",
    "$JS.API.CONSUMER.CREATE.SPY.spy",
    "$JS.API.CONSUMER.CREATE.LISTINGS",
    "$JS.API.CONSUMER.DURABLE.CREATE.LISTINGS.spy",
    "$JS.API.CONSUMER.NAMES.LISTINGS",
    "$JS.API.CONSUMER.DELETE.LISTINGS.register",
    "$JS.API.ACCOUNT.PURGE.PLATFORM",
]
PLATFORM_CALLS = [
    "$JS.API.STREAM.CREATE.LISTINGS",
    "$JS.API.STREAM.UPDATE.LISTINGS",
    "$JS.API.STREAM.INFO.LISTINGS",
    "$JS.API.STREAM.MSG.DELETE.LISTINGS",
    "$JS.API.CONSUMER.CREATE.LISTINGS.register",
    "$JS.API.CONSUMER.INFO.LISTINGS.register",
    "$JS.API.CONSUMER.MSG.NEXT.LISTINGS.register",
    "$JS.ACK.LISTINGS.register.1.1.1.1.1",
]
ODD = ["$SYS.REQ.SERVER.PING", "$SYS.REQ.USER.INFO", "_INBOX.guess", "_R_.guess", "$SRV.PING", "x"]
EARS = [">", "*", "*.*", "_R_.>", "$JS.>", "$SYS.>", "listings.>", "confirm.*", "restate.*"]


def forbidden_sayings() -> list[tuple[str, str]]:
    everybody = [*all_subjects(), *STREAM_CALLS, *ODD]
    said = [(user, s) for user in USERS for s in everybody if s not in may_say(user)]
    calls = [(user, s) for user in USERS if user != "platform" for s in PLATFORM_CALLS]
    return said + calls


def forbidden_ears() -> list[tuple[str, str]]:
    subjects = [*all_subjects(), *EARS]
    return [(user, s) for user in USERS for s in subjects if s not in may_hear(user)]


def sayings() -> list[tuple[str, str]]:
    return [(user, s) for user in USERS for s in sorted(may_say(user))]


def is_notice(subject: str) -> bool:
    return subject.startswith("listings.")


# When everybody has said all that is theirs, once.
ON_THE_STREAM = Counter(subject for _, subject in sayings() if is_notice(subject))


def forgeries() -> list[tuple[str, str, str]]:
    """Each own saying, with its answer to be sent where the speaker may not speak."""
    targets = [*all_subjects(), "$JS.API.STREAM.DELETE.LISTINGS", "$JS.API.STREAM.PURGE.LISTINGS"]
    return [(u, s, t) for u, s in sayings() for t in targets if t not in may_say(u)]


@pytest.mark.parametrize(("user", "subject"), forbidden_sayings())
async def test_what_is_not_yours_to_say_is_refused(
    standing_broker: PrivateBroker, user: str, subject: str
) -> None:
    async with visitor(standing_broker, user) as guest:
        await guest.client.publish(subject, b"forged", reply="_INBOX.mine")
        refusal = await guest.refusal()
    assert refusal == f'nats: permissions violation for publish to "{subject.lower()}"'


@pytest.mark.parametrize(("user", "subject"), forbidden_ears())
async def test_what_is_not_yours_to_hear_is_refused_and_never_comes(
    standing_broker: PrivateBroker, user: str, subject: str
) -> None:
    async with visitor(standing_broker, user) as guest:
        await guest.hear(subject)
        refusal = await guest.refusal()
        async with household(standing_broker) as members:
            await everybody_says_all_that_is_theirs(members)
        await guest.settle()
    assert refusal == f'nats: permissions violation for subscription to "{subject.lower()}"'
    assert guest.heard == []


@pytest.mark.parametrize(("user", "subject", "target"), forgeries())
async def test_an_answer_cannot_be_sent_where_the_asker_may_not_speak(
    standing_broker: PrivateBroker, user: str, subject: str, target: str
) -> None:
    """Inside one's own account one can say anything, and so fool oneself but nobody else."""
    async with household(standing_broker) as members:
        await members[user].client.publish(subject, b"asked", reply=target)
        await members[user].settle()
        heard = await heard_by_all(members)
        stored = await stream_subjects(members["platform"])
    assert {said for who, said, _ in heard if who != user} <= {subject}
    assert user == "platform" or stored == ON_THE_STREAM + Counter([subject] * is_notice(subject))


@pytest.mark.parametrize("call", PLATFORM_CALLS)
@pytest.mark.parametrize("issuer", ISSUERS)
async def test_the_platforms_stream_calls_cannot_speak_to_an_issuer(
    standing_broker: PrivateBroker, call: str, issuer: str
) -> None:
    async with household(standing_broker) as members:
        await members["platform"].client.publish(call, b"", reply=f"confirm.{issuer}")
        await members["platform"].settle()
        assert await heard_by_all(members) == set()


async def test_a_stream_of_the_platform_laid_over_questions_catches_none(
    broker: PrivateBroker,
) -> None:
    over_all = ["listings.>", "confirm.>", "_R_.>"]
    async with household(broker) as members:
        platform = members["platform"].client.jetstream()
        await platform.update_stream(name="LISTINGS", subjects=over_all, deny_purge=True)
        answer = await members["gateway"].client.request("confirm.court", b"sealed", timeout=5)
        assert answer.data == b"answer"
        assert (await platform.stream_info("LISTINGS")).state.messages == 0


async def test_a_consumer_of_the_platform_cannot_put_a_question_to_an_issuer(
    broker: PrivateBroker,
) -> None:
    async with household(broker) as members:
        platform = members["platform"].client.jetstream()
        await platform.add_consumer("LISTINGS", name="spy", deliver_subject="confirm.tax")
        await members["court"].client.request("listings.court.x.listed", b"?", timeout=5)
        heard = await heard_by_all(members)
    assert heard == set()


@pytest.mark.parametrize(
    "headers",
    [
        {"Nats-Rollup": "all"},
        {"Nats-Rollup": "sub"},
        {"Nats-TTL": "1s"},
        {"Nats-Schedule": "@every 1s", "Nats-Schedule-Target": "listings.tax.x.listed"},
        {"Nats-Batch-Id": "b", "Nats-Batch-Sequence": "1"},
        {"Nats-Incr": "1"},
    ],
    ids=lambda headers: next(iter(headers)),
)
async def test_no_header_of_one_issuer_touches_the_notices_of_another(
    broker: PrivateBroker, headers: dict[str, str]
) -> None:
    async with household(broker) as members:
        await members["tax"].client.request("listings.tax.x.listed", b"stays", timeout=5)
        court = members["court"].client
        answer = await court.request("listings.court.x.listed", b"", timeout=5, headers=headers)
        assert b'"error"' in answer.data
        assert await stream_subjects(members["platform"]) == {"listings.tax.x.listed": 1}


@pytest.mark.parametrize("user", USERS)
async def test_only_the_own_password_opens(standing_broker: PrivateBroker, user: str) -> None:
    for secret in ("", "wrong", *(password(other) for other in USERS if other != user)):
        guest = Visitor(user)
        with pytest.raises(NatsError, match=r"(?i)authorization violation"):
            await guest.enter(standing_broker.url, secret)
        await guest.client.close()


async def test_a_stranger_without_a_name_is_refused(standing_broker: PrivateBroker) -> None:
    bus = await Bus.connect(standing_broker.url, "", "")
    assert not await bus.wait_connected(0.5)
    await bus.close()


@asynccontextmanager
async def household(broker: PrivateBroker) -> AsyncIterator[dict[str, Visitor]]:
    """Everybody connected, hearing all that is theirs and answering it, over an empty stream."""
    async with AsyncExitStack() as stack:
        members = {user: await stack.enter_async_context(visitor(broker, user)) for user in USERS}
        for user, member in members.items():
            for subject in may_hear(user):
                await member.hear(subject)
        bus = await stack.enter_async_context(broker.bus("platform"))
        await bus.ensure_listings_stream()
        await empty_stream(members["platform"])
        yield members


async def empty_stream(platform: Visitor) -> None:
    """Erase what an earlier test left; the platform can neither purge nor delete the stream."""
    stream = platform.client.jetstream()
    state = (await stream.stream_info("LISTINGS")).state
    for seq in range(state.first_seq, state.last_seq + 1):
        if state.messages:
            await stream.delete_msg("LISTINGS", seq)


async def stream_subjects(platform: Visitor) -> Counter[str]:
    """How many messages of each subject the stream holds."""
    info = await platform.client.jetstream().stream_info("LISTINGS", subjects_filter=">")
    return Counter(info.state.subjects or {})


async def everybody_says_all_that_is_theirs(members: dict[str, Visitor]) -> None:
    """Every saying of the model once; each is asked as a question, so that it has been heard."""
    for user, subject in sayings():
        if subject.startswith("register."):
            await members[user].client.publish(subject, b"theirs")
            await members[user].settle()
        else:
            await members[user].client.request(subject, b"theirs", timeout=5)


async def heard_by_all(members: dict[str, Visitor]) -> set[tuple[str, str, bytes]]:
    """(user, subject, payload) of all that was heard, after a last word that everybody hears."""
    before = {user: list(member.heard) for user, member in members.items()}
    await everybody_says_all_that_is_theirs(members)
    await asyncio.gather(*(member.settle() for member in members.values()))
    for user, member in members.items():
        assert len(member.heard) >= len(before[user]) + len(may_hear(user)), f"{user} is deaf"
    return {
        (user, subject, payload)
        for user, member in members.items()
        for subject, payload in member.heard
        if payload != b"theirs"
    }
