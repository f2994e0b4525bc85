"""The register comes in whole or not at all, and what was withdrawn never comes back."""

import json
import sqlite3
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from services.partner_gateway.records import Listed
from tests.builders import make_namesake, make_party
from tests.unit.partner_gateway.platform import MemoryPlatform
from tests.unit.partner_gateway.world import (
    FEBRUARY,
    OTHER_REF,
    REF,
    Gateway,
    not_ready_at,
    open_gateway,
    outcome_of,
)

PARTY = make_party()
MARCH = date(2019, 3, 1)


async def test_a_withdrawal_does_not_wait_for_the_month(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    gateway.platform.withdraw(REF)
    assert gateway.read_platform()
    assert await outcome_of(gateway) == "no_listing"
    assert gateway.issuers.asked == []


async def test_what_is_fetched_is_noted_by_its_numbers_and_about_nobody(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    gateway.platform.withdraw(REF)
    gateway.read_platform()
    noted = gateway.open.app.state.crossings.after(0)
    assert [one.subject for one in noted] == ["editions", "withdrawals"]
    edition, withdrawn = (json.loads(one.body) for one in noted)
    assert edition.keys() == {"edition", "listings", "sha256"}
    assert (edition["edition"], edition["listings"]) == ("2019-02", 1)
    assert withdrawn["changes"] == 1
    assert PARTY.name not in "".join(one.body for one in noted)


async def test_an_edition_never_brings_back_what_was_withdrawn(gateway: Gateway) -> None:
    row = gateway.list(PARTY)
    gateway.bring_out()
    gateway.platform.withdraw(REF)
    gateway.read_platform()
    for month, day in (("2019-03", MARCH), ("2019-04", date(2019, 4, 1))):
        gateway.platform.add(row)
        gateway.bring_out(month, on=day)
        assert await outcome_of(gateway) == "no_listing"
    assert gateway.issuers.asked == []


async def test_a_withdrawal_may_come_before_the_listing(gateway: Gateway) -> None:
    gateway.platform.withdraw(REF)
    gateway.read_platform()
    gateway.list(PARTY)
    gateway.bring_out()
    assert await outcome_of(gateway) == "no_listing"


async def test_a_correction_takes_effect_at_once_and_outlives_an_older_edition(
    gateway: Gateway,
) -> None:
    row = gateway.list(make_party("王秀莹"))
    gateway.bring_out()
    gateway.issuers.numbers["court", REF] = PARTY.id_number
    gateway.platform.bring_out("2019-03")
    gateway.platform.correct(replace(row, name=PARTY.name, version=2))
    gateway.open.advance(MARCH)
    assert await outcome_of(gateway) == "restricted"


async def test_a_correction_read_before_an_older_edition_is_made_again(gateway: Gateway) -> None:
    row = gateway.list(make_party("王秀莹"))
    gateway.bring_out()
    gateway.issuers.numbers["court", REF] = PARTY.id_number
    gateway.platform.bring_out("2019-03")
    whole = gateway.platform.file
    gateway.platform.spoil(b"")
    gateway.platform.correct(replace(row, name=PARTY.name, version=2))
    assert not gateway.read_platform()
    assert await outcome_of(gateway) == "restricted"
    gateway.platform.spoil(whole)
    assert gateway.read_platform()
    answer = (await gateway.ask(PARTY)).json()
    assert (answer["outcome"], answer["edition"]) == ("restricted", "2019-03")


async def test_an_old_correction_changes_nothing(gateway: Gateway) -> None:
    row = gateway.list(PARTY, version=3)
    gateway.bring_out()
    gateway.platform.correct(replace(row, name="王秀莹", version=2))
    gateway.read_platform()
    assert await outcome_of(gateway) == "restricted"


async def test_a_gateway_starts_again_without_the_platform(keys: Path, tmp_path: Path) -> None:
    platform = MemoryPlatform()
    async with open_gateway(keys, tmp_path, platform) as gateway:
        gateway.list(PARTY)
        gateway.list(make_namesake(PARTY), OTHER_REF)
        gateway.bring_out()
        gateway.withdraw(OTHER_REF)
        gateway.read_platform()
        issuers = gateway.issuers
    platform.is_away = True
    async with open_gateway(keys, tmp_path, platform, issuers) as again:
        assert "register" not in await not_ready_at(again)
        answer = (await again.ask(PARTY)).json()
        assert (answer["outcome"], answer["edition"]) == ("restricted", "2019-02")
        assert [question.ref for question in issuers.asked] == [REF]
        assert not again.read_platform()


async def test_the_first_start_without_the_platform_answers_nobody(
    keys: Path, tmp_path: Path
) -> None:
    platform = MemoryPlatform(is_away=True)
    async with open_gateway(keys, tmp_path, platform) as gateway:
        assert "register" in await not_ready_at(gateway)
        answer = await gateway.ask(PARTY)
        assert (answer.status_code, answer.json()["code"]) == (503, "index_missing")
        platform.is_away = False
        assert gateway.read_platform()
        assert await outcome_of(gateway) == "no_listing"


@pytest.mark.parametrize("damage", ["rubbish", "other format"])
async def test_a_damaged_index_is_built_again(keys: Path, tmp_path: Path, damage: str) -> None:
    platform = MemoryPlatform()
    async with open_gateway(keys, tmp_path, platform) as gateway:
        gateway.list(PARTY)
        gateway.bring_out()
        issuers = gateway.issuers
    file = tmp_path / "index.sqlite"
    if damage == "rubbish":
        file.write_bytes(b"rubbish" * 1000)
    else:
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
    async with open_gateway(keys, tmp_path, platform, issuers) as again:
        assert await outcome_of(again) == "restricted"


async def test_a_lost_index_recalls_what_was_withdrawn_meanwhile(
    keys: Path, tmp_path: Path
) -> None:
    platform = MemoryPlatform()
    async with open_gateway(keys, tmp_path, platform) as gateway:
        gateway.list(PARTY)
        gateway.bring_out()
        decision = (await gateway.ask(PARTY)).json()["decision_id"]
    (tmp_path / "index.sqlite").unlink()
    platform.withdraw(REF)
    platform.bring_out("2019-03")
    async with open_gateway(keys, tmp_path, platform) as again:
        (recall,) = (await again.partner("skyward-air").get("/v1/recalls")).json()["recalls"]
        assert recall["decisions"] == [decision]
    (tmp_path / "index.sqlite").unlink()
    async with open_gateway(keys, tmp_path, platform) as third:
        assert third.read_platform()
        assert (await third.partner("skyward-air").get("/v1/recalls")).json()["recalls"] == [recall]


async def test_the_age_of_the_index_is_told(gateway: Gateway) -> None:
    gateway.bring_out()
    assert (await gateway.ask(PARTY)).json()["index_age_seconds"] < 30
    index = gateway.open.app.state.gate.index
    index.mark_read(datetime.now(UTC) - timedelta(minutes=5))
    assert 300 <= (await gateway.ask(PARTY)).json()["index_age_seconds"] < 330


async def test_the_clock_door_waits_for_the_platform(gateway: Gateway) -> None:
    gateway.platform.is_away = True
    assert not (await gateway.open.anybody().get("/v1/clock")).json()["idle"]
    gateway.platform.is_away = False
    gateway.platform.bring_out("2019-02")
    clock = (await gateway.open.anybody().get("/v1/clock")).json()
    assert (clock["idle"], clock["next_due_at"]) == (True, None)
    assert (await gateway.ask(PARTY)).json()["edition"] == "2019-02"


async def test_a_request_that_moves_no_clock_reads_no_platform(gateway: Gateway) -> None:
    before = gateway.platform.readings
    gateway.open.run_due()
    gateway.open.run_due()
    assert gateway.platform.readings == before
    gateway.open.advance(FEBRUARY)
    assert gateway.platform.readings > before


async def test_every_table_of_the_index_is_in_the_inventory(gateway: Gateway) -> None:
    inventory = (await gateway.open.anybody().get("/v1/inventory")).json()
    told = {
        table["name"]: {field["name"] for field in table["fields"]}
        for table in inventory["tables"]
        if table["name"].startswith("index_")
    }
    file = gateway.open.app.state.gate.index.folder / "index.sqlite"
    connection = sqlite3.connect(file)
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    held = {
        name: {row[1] for row in connection.execute(f"PRAGMA table_info({name})")}
        for (name,) in names
    }
    connection.close()
    in_the_mapped_file = {one.name for one in fields(Listed)}
    assert told == held | {"index_listings": in_the_mapped_file}
