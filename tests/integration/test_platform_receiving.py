"""The platform at the end of a real stream: nothing lost, nothing doubled, nothing bad believed."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from demo.keys import make_all
from demo.roster import read_roster
from services.national_platform.app import create_app
from shared.bus import Bus, Delivery, NotAnnounced
from shared.calendar import start_of
from shared.contract import Cause
from shared.ledger.digest import digest
from tests.integration.broker import ROOT, PrivateBroker, eventually, password
from tests.unit.apps import OpenApp, open_app
from tests.unit.national_platform.bad_notices import BAD
from tests.unit.national_platform.saying import correct, listed, say, withdraw

pytestmark = pytest.mark.integration

SAYABLE = {what: how for what, how in BAD.items() if what not in (
    "a subject too short", "an issuer nobody knows", "a body without lists",
)}  # fmt: skip
PATIENCE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Standing:
    """A platform that lives at a real broker."""

    opened: OpenApp
    broker: PrivateBroker

    def register(self) -> dict[str, tuple[str | None, int]]:
        """Name and version under each reference."""
        rows = self.opened.rows("SELECT ref, name, version FROM listings")
        return {ref: (name, version) for ref, name, version in rows}

    def quarantine(self) -> list[str]:
        """Why notices were set aside."""
        return [reason for (reason,) in self.opened.rows("SELECT reason FROM quarantine")]

    async def is_idle(self) -> bool:
        """What its clock says."""
        return bool((await self.opened.anybody().get("/v1/clock")).json()["idle"])

    async def idle(self) -> None:
        """Return when every notice is applied, as the barrier of a moving clock waits."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await self.is_idle():
                await asyncio.sleep(0.005)


@pytest.fixture(scope="module")
def platform_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys of the model, with the test broker's password for the platform."""
    root = tmp_path_factory.mktemp("keys")
    make_all(root, read_roster(ROOT / "authorities.yaml"))
    (root / "platform" / "broker_password").write_text(password("platform"), "utf-8")
    return root


@asynccontextmanager
async def standing(
    broker: PrivateBroker, keys: Path, state: Path, cadence: str = ""
) -> AsyncIterator[Standing]:
    """The platform from its start to its end."""
    extra = {"CHIMERA_BROKER_URL": broker.url, "CHIMERA_EDITION_CADENCE": cadence}
    async with (
        open_app(create_app, "platform", keys, state, extra) as opened,
        opened.app.router.lifespan_context(opened.app),
    ):
        await ready(opened)
        yield Standing(opened, broker)


async def ready(opened: OpenApp) -> None:
    """Return when the platform is ready."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await opened.anybody().get("/readyz")).status_code != 200:
            await asyncio.sleep(0.01)


@pytest.fixture
async def platform(
    broker: PrivateBroker, platform_keys: Path, tmp_path: Path
) -> AsyncIterator[Standing]:
    async with standing(broker, platform_keys, tmp_path / "state") as found:
        yield found


async def announce(bus: Bus, *said: Delivery) -> None:
    """Say these until the stream has them, as a relay does."""
    for one in said:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                try:
                    await bus.announce(one.subject, one.headers, one.body)
                    break
                except NotAnnounced:
                    await asyncio.sleep(0.02)


async def test_what_is_said_is_in_the_register_as_soon_as_the_platform_is_idle(
    platform: Standing,
) -> None:
    async with platform.broker.bus("court") as court:
        for n in range(40):
            ref = f"court-barrier{chr(97 + n // 26)}{chr(97 + n % 26)}"
            await announce(court, say(listed(ref)))
            await platform.idle()
            assert ref in platform.register()


async def test_live_an_addition_is_in_an_edition_as_soon_as_the_platform_is_idle(
    broker: PrivateBroker, platform_keys: Path, tmp_path: Path
) -> None:
    async with (
        standing(broker, platform_keys, tmp_path / "state", "live") as platform,
        broker.bus("court") as court,
    ):
        await announce(court, say(listed(listed_on=date(2019, 1, 2))))
        await platform.idle()
        told = (await platform.opened.anybody().get("/v1/editions")).json()
        assert told["cadence"] == "live"
        assert [one["id"] for one in told["editions"]] == ["2019-01-02T0000"]
        assert told["editions"][0]["files"]["public.csv"]["listings"] == 1


async def test_every_bad_notice_is_set_aside_erased_and_stops_nobody(platform: Standing) -> None:
    async with platform.broker.bus("court") as court:
        for n, (_, spoiling) in enumerate(SAYABLE.values()):
            good = say(listed(f"court-next{chr(97 + n // 26)}{chr(97 + n % 26)}"))
            await announce(court, spoiling(say(listed("court-badbadbad"))), good)
        await platform.idle()
    assert sorted(platform.quarantine()) == sorted(reason for reason, _ in SAYABLE.values())
    assert len(platform.register()) == len(SAYABLE)
    assert "court-badbadbad" not in platform.register()


async def test_bad_bytes_leave_the_brokers_disk(platform: Standing) -> None:
    body = json.dumps({"name": "x", "secret": "bytes-that-must-go"}).encode()
    bad = say(listed())
    async with platform.broker.bus("court") as court:
        await court.announce(bad.subject, bad.headers, body)
        await announce(court, say(listed("court-bbbbbbbb")))
        await platform.idle()
    platform.broker.stop()
    blocks = b"".join(file.read_bytes() for file in platform.broker.store.rglob("*.blk"))
    assert b"bytes-that-must-go" not in blocks
    assert b"court-bbbbbbbb" in blocks


async def test_repeats_and_disorder_on_the_stream_are_harmless(platform: Standing) -> None:
    first = listed("court-aaaaaaaa")
    acts = [correct(first, "王秀颖"), say(first), withdraw(listed("court-bbbbbbbb")),
            say(listed("court-bbbbbbbb")), say(first)]  # fmt: skip
    async with platform.broker.bus("court") as court:
        await announce(court, *acts)
        await platform.idle()
    assert platform.register() == {"court-aaaaaaaa": ("王秀颖", 2), "court-bbbbbbbb": (None, 2)}
    assert platform.quarantine() == []


async def test_readers_hear_of_withdrawals_and_editions_as_numbers(platform: Standing) -> None:
    heard: list[tuple[str, bytes]] = []

    async def hear(subject: str, payload: bytes) -> None:
        heard.append((subject, payload))

    async with platform.broker.bus("court") as court, platform.broker.bus("gateway") as gateway:
        await gateway.on_hint("register.>", hear)
        await announce(court, say(listed()), withdraw(listed(), Cause.SETTLED))
        await eventually(lambda: heard == [("register.withdrawn", b'{"seq": 1}')])
        operator = platform.opened.officer("operator")
        midnight = start_of(date(2019, 2, 1)).isoformat()
        assert (await operator.put("/v1/clock", {"now": midnight})).status_code == 200
        await eventually(lambda: ("register.edition", b'{"seq": 1}') in heard)
    await platform.idle()
    edition = (await platform.opened.anybody().get("/v1/editions/current")).json()
    assert (edition["id"], edition["feed_seq"]) == ("2019-02", 1)


async def test_an_issuer_whose_digest_differs_is_asked_to_say_all_again(
    platform: Standing,
) -> None:
    day, lost = date(2019, 1, 2), listed("court-lostlost")
    async with platform.broker.bus("court") as court:

        async def say_again(_: bytes) -> bytes:
            await announce(court, say(lost))
            return b'{"count": 1}'

        await court.answer("restate.court", say_again)
        await announce(court, say(listed("court-aaaaaaaa")))
        theirs = digest(day, [("court-aaaaaaaa", 1), ("court-lostlost", 1)])
        assert await compared(court, theirs.model_dump_json()) == "restating"
        await platform.idle()
        assert set(platform.register()) == {"court-aaaaaaaa", "court-lostlost"}
        assert await compared(court, theirs.model_dump_json()) == "agreed"
    told = platform.opened.rows("SELECT outcome, count_there, count_here FROM digests ORDER BY seq")
    assert told == [("restating", 2, 1), ("agreed", 2, 2)]


async def compared(court: Bus, body: str) -> Any:
    return json.loads(await court.ask("digest.court", body.encode(), 10))["outcome"]


@pytest.mark.parametrize("wiped", [False, True])
async def test_when_the_broker_comes_back_the_platform_goes_on(
    platform: Standing, wiped: bool
) -> None:
    async with platform.broker.bus("court") as court:
        await announce(court, say(listed("court-before")))
        await platform.idle()
        platform.broker.kill()
        if wiped:
            platform.broker.wipe()
        platform.broker.start()
        await announce(court, say(listed("court-afterwards")))
        await eventually(lambda: "court-afterwards" in platform.register(), 20)
        await platform.idle()
    assert set(platform.register()) == {"court-before", "court-afterwards"}


async def test_what_was_said_while_the_platform_was_away_is_applied_at_its_start(
    broker: PrivateBroker, platform_keys: Path, tmp_path: Path
) -> None:
    async with standing(broker, platform_keys, tmp_path / "state"):
        pass
    async with broker.bus("court") as court:
        await announce(court, *(say(listed(f"court-away{chr(97 + n)}xx")) for n in range(20)))
    async with standing(broker, platform_keys, tmp_path / "state") as found:
        await found.idle()
        assert len(found.register()) == 20
