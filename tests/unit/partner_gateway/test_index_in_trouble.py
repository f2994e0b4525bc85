"""Full disks, damaged files, a platform that is gone: the old index stays, and tells its age."""

import asyncio
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from demo import backup_restoring
from services.partner_gateway.records import Head, Index
from services.partner_gateway.records.index import PLATFORM_RESTORED
from tests.builders import make_namesake, make_party
from tests.unit.partner_gateway.platform import MemoryPlatform
from tests.unit.partner_gateway.test_index_as_a_dict import mapped_file
from tests.unit.partner_gateway.world import (
    OTHER_REF,
    REF,
    Gateway,
    not_ready_at,
    open_gateway,
    outcome_of,
)

PARTY = make_party()
WEEK = timedelta(days=7)
SECONDS = 20
MARCH = date(2019, 3, 1)
FULL = Path("/dev/full")


def index_of(gateway: Gateway) -> Index:
    """The index that the doors ask."""
    found: Index = gateway.open.app.state.gate.index
    return found


async def metric(gateway: Gateway, name: str) -> float:
    """What `/metrics` says."""
    told = (await gateway.open.anybody().get("/metrics")).text
    (line,) = [one for one in told.splitlines() if one.startswith(f"chimera_index_{name} ")]
    return float(line.split()[1])


async def edition_of(gateway: Gateway) -> str:
    """From which edition the usual party is answered."""
    found: str = (await gateway.ask(PARTY)).json()["edition"]
    return found


async def test_an_edition_that_nobody_vouches_for_changes_nothing_and_is_told(
    gateway: Gateway,
) -> None:
    gateway.list(PARTY)
    gateway.list(make_namesake(PARTY), OTHER_REF)
    gateway.bring_out()
    gateway.platform.bring_out("2019-03")
    gateway.platform.refused = "signature_invalid"
    assert await metric(gateway, "alarm") == 0
    gateway.withdraw()
    assert not gateway.read_platform()
    assert "signature_invalid" in (await not_ready_at(gateway))["register"]
    assert await metric(gateway, "alarm") == 1
    assert await metric(gateway, "listings") == 1
    answer = (await gateway.ask(PARTY)).json()
    assert (answer["outcome"], answer["edition"]) == ("no_listing", "2019-02")
    gateway.platform.refused = ""
    assert gateway.read_platform()
    assert await metric(gateway, "alarm") == 0
    assert await edition_of(gateway) == "2019-03"


async def test_a_first_edition_that_nobody_vouches_for_answers_nobody(
    keys: Path, tmp_path: Path
) -> None:
    platform = MemoryPlatform(refused="key_unknown")
    async with open_gateway(keys, tmp_path, platform) as gateway:
        assert not gateway.read_platform()
        assert (await gateway.ask(PARTY)).status_code == 503
        assert "key_unknown" in (await not_ready_at(gateway))["register"]


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("file", ["edition.part", "register.part"])
async def test_a_full_disk_leaves_the_old_index_and_is_tried_again(
    gateway: Gateway, file: str
) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    gateway.platform.bring_out("2019-03")
    (index_of(gateway).folder / file).symlink_to(FULL)
    assert not gateway.read_platform()
    assert "No space left" in (await not_ready_at(gateway))["register"]
    assert await edition_of(gateway) == "2019-02"
    assert await outcome_of(gateway) == "restricted"
    assert gateway.read_platform()  # there is room again
    assert await edition_of(gateway) == "2019-03"
    assert not (await not_ready_at(gateway)).get("register")


async def test_a_platform_that_is_gone_for_a_week_leaves_answers_that_tell_their_age(
    gateway: Gateway,
) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    gateway.platform.is_away = True
    index_of(gateway).mark_read(datetime.now(UTC) - WEEK)
    assert not gateway.read_platform()
    answer = (await gateway.ask(PARTY)).json()
    assert answer["outcome"] == "restricted"
    assert 0 <= answer["index_age_seconds"] - WEEK.total_seconds() < SECONDS
    assert 0 <= await metric(gateway, "age_seconds") - WEEK.total_seconds() < SECONDS
    gateway.platform.is_away = False
    assert gateway.read_platform()
    assert (await gateway.ask(PARTY)).json()["index_age_seconds"] < SECONDS


async def test_a_withdrawal_does_not_wait_for_an_edition_that_is_being_loaded(
    gateway: Gateway,
) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    begun, may_go = Event(), Event()

    def take_long() -> None:
        begun.set()
        assert may_go.wait(SECONDS)

    gateway.platform.while_it_loads = take_long
    gateway.platform.bring_out("2019-03")
    loading = asyncio.create_task(asyncio.to_thread(gateway.read_platform))
    assert await asyncio.to_thread(begun.wait, SECONDS)
    gateway.withdraw()
    ends_at = asyncio.get_running_loop().time() + SECONDS
    while await outcome_of(gateway) != "no_listing":
        assert asyncio.get_running_loop().time() < ends_at
    assert await edition_of(gateway) == "2019-02"
    may_go.set()
    assert await loading
    answer = (await gateway.ask(PARTY)).json()
    assert (answer["outcome"], answer["edition"]) == ("no_listing", "2019-03")


async def test_a_withdrawn_name_is_gone_from_the_disk_too(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    file = mapped_file(index_of(gateway).folder)
    assert PARTY.name.encode() in file.read_bytes()
    gateway.withdraw()
    gateway.read_platform()
    held = file.read_bytes()
    assert PARTY.name.encode() not in held
    assert PARTY.truncated_id.encode() not in held
    assert REF.encode() not in held


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def empty(file: Path) -> None:
    file.write_bytes(b"")


def remove(file: Path) -> None:
    file.unlink()


def not_finished(file: Path) -> None:
    """As a crash leaves it before the header, which comes last."""
    held = file.read_bytes()
    file.write_bytes(bytes(512) + held[512:])


def of_another_machine(file: Path) -> None:
    order = f'"{sys.byteorder}"'.encode()
    file.write_bytes(file.read_bytes().replace(order, order.swapcase()))


@pytest.mark.parametrize("damage", [cut, empty, remove, not_finished, of_another_machine])
async def test_a_damaged_mapped_file_is_built_again_and_forgets_no_withdrawal(
    keys: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    platform = MemoryPlatform()
    async with open_gateway(keys, tmp_path, platform) as gateway:
        row = gateway.list(PARTY)
        gateway.list(make_namesake(PARTY), OTHER_REF)
        gateway.bring_out()
        gateway.withdraw(OTHER_REF)
        gateway.read_platform()
        issuers = gateway.issuers
    damage(mapped_file(tmp_path))
    platform.is_away = True
    async with open_gateway(keys, tmp_path, platform, issuers) as alone:
        assert (await alone.ask(PARTY)).status_code == 503
        assert "register" in await not_ready_at(alone)
        platform.is_away = False
        assert alone.read_platform()
        assert await outcome_of(alone) == "restricted"
        assert not index_of(alone).holds(row.issuer, OTHER_REF)
        assert mapped_file(tmp_path).exists()


async def test_an_index_of_the_old_format_is_begun_again(keys: Path, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "index.sqlite") as old:
        old.execute("PRAGMA user_version = 1")
        old.execute("CREATE TABLE index_listings (issuer TEXT, name TEXT)")
        old.execute("INSERT INTO index_listings VALUES ('court', ?)", [PARTY.name])
    old.close()
    platform = MemoryPlatform()
    async with open_gateway(keys, tmp_path, platform) as gateway:
        gateway.list(PARTY)
        gateway.bring_out()
        assert await outcome_of(gateway) == "restricted"
    assert PARTY.name.encode() not in (tmp_path / "index.sqlite").read_bytes()


async def test_what_an_interrupted_building_left_is_swept(keys: Path, tmp_path: Path) -> None:
    for left in ("register.part", "register-0000000000000000.index"):
        (tmp_path / left).write_bytes(b"half of it")
    async with open_gateway(keys, tmp_path) as gateway:
        gateway.bring_out()
        assert [path.name for path in tmp_path.glob("register*")] == [mapped_file(tmp_path).name]


def test_the_pinned_head_outlives_a_restart_and_a_lost_file(tmp_path: Path) -> None:
    head = Head("2019-02", "2019-01-31T16:00:00.000000Z", 5, "0" * 64, "1" * 64)
    index = Index(tmp_path / "index.sqlite")
    assert index.head is None
    index.pin(head)
    index.close()
    again = Index(tmp_path / "index.sqlite")
    assert again.head == head
    again.close()


def test_a_platform_that_was_put_back_is_believed_once(tmp_path: Path) -> None:
    head = Head("2019-02", "2019-01-31T16:00:00.000000Z", 5, "0" * 64, "1" * 64)
    before = Index(tmp_path / "index.sqlite")
    before.pin(head)
    before.close()
    (tmp_path / PLATFORM_RESTORED).touch()
    told = Index(tmp_path / "index.sqlite")
    assert told.head is None
    told.pin(head)
    told.close()
    later = Index(tmp_path / "index.sqlite")
    assert later.head == head
    later.close()


def test_whoever_restores_knows_the_cue() -> None:
    assert PLATFORM_RESTORED == backup_restoring.PLATFORM_RESTORED


async def test_a_replica_that_began_later_recalls_the_next_withdrawal(
    keys: Path, tmp_path: Path
) -> None:
    """It has fewer withdrawals behind it than the log has seen recalls made of."""
    platform = MemoryPlatform()
    async with open_gateway(keys, tmp_path, platform) as first:
        for place in range(3):
            platform.withdraw(f"l-ended-early-{place}")
        first.list(PARTY)
        first.bring_out()
        issuers, own = first.issuers, index_of(first).id
    (tmp_path / "index.sqlite").unlink()
    async with open_gateway(keys, tmp_path, platform, issuers) as later:
        assert index_of(later).id != own
        assert await outcome_of(later) == "restricted"
        later.withdraw()
        assert later.read_platform()
        assert index_of(later).withdrawn_after(0, 9)[-1][0] == 1
        (recall,) = (await later.partner("skyward-air").get("/v1/recalls")).json()["recalls"]
        assert recall["ref"] == REF
