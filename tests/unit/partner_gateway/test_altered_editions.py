"""An edition comes in whole or not at all, and a bad one never takes the place of a good one."""

import gzip
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from services.partner_gateway.records import Edition
from tests.builders import make_party
from tests.unit.partner_gateway.platform import MemoryPlatform, listed
from tests.unit.partner_gateway.world import (
    REF,
    Gateway,
    not_ready_at,
    open_gateway,
    outcome_of,
)

PARTY = make_party()


def row_bytes(**changes: object) -> bytes:
    """A file with one row, with some of it changed."""
    platform = MemoryPlatform()
    platform.add(replace(listed(PARTY, REF), **changes))  # type: ignore[arg-type]  # any column
    platform.bring_out("2019-03")
    return gzip.decompress(platform.file)


async def test_an_altered_edition_is_refused_and_the_old_one_stays(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    gateway.platform.bring_out("2019-03")
    whole = gateway.platform.file
    for altered in (whole[:-9], b"", whole.replace(whole[40:44], b"abcd"), whole + b"x"):
        gateway.platform.spoil(altered)
        assert not gateway.read_platform()
        answer = (await gateway.ask(PARTY)).json()
        assert (answer["outcome"], answer["edition"]) == ("restricted", "2019-02")
    assert "2019-03" in (await not_ready_at(gateway))["register"]
    gateway.platform.spoil(whole)
    assert gateway.read_platform()
    assert (await gateway.ask(PARTY)).json()["edition"] == "2019-03"
    assert "register" not in await not_ready_at(gateway)


@pytest.mark.parametrize(
    "file",
    [
        b"not gzip at all",
        gzip.compress(row_bytes())[:-5],
        gzip.compress(row_bytes() + b"{}\n"),
        gzip.compress(row_bytes() + b"not json\n"),
        gzip.compress(row_bytes() * 2),
        gzip.compress(row_bytes(truncated_id=PARTY.id_number)),
        gzip.compress(row_bytes(name=f"王{PARTY.id_number}")),
        gzip.compress(row_bytes(kind="animal")),
    ],
    ids=["no gzip", "cut", "empty row", "no json", "twice", "whole number", "hidden", "kind"],
)
async def test_a_file_that_holds_anything_else_is_refused_whole(
    gateway: Gateway, file: bytes
) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    gateway.platform.file = file
    gateway.platform.edition = Edition("2019-03", sha256(file).hexdigest(), 0)
    assert not gateway.read_platform()
    assert (await gateway.ask(PARTY)).json()["edition"] == "2019-02"
    assert "2019-03" in (await not_ready_at(gateway))["register"]


async def test_withdrawals_go_on_while_an_edition_is_refused(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    gateway.platform.bring_out("2019-03")
    gateway.platform.spoil(b"")
    gateway.withdraw()
    gateway.read_platform()
    assert await outcome_of(gateway) == "no_listing"


async def test_a_first_edition_that_is_altered_answers_nobody(keys: Path, tmp_path: Path) -> None:
    platform = MemoryPlatform()
    platform.bring_out("2019-01")
    platform.spoil(b"")
    async with open_gateway(keys, tmp_path, platform) as gateway:
        assert not gateway.read_platform()
        assert "register" in await not_ready_at(gateway)
        assert (await gateway.ask(PARTY)).status_code == 503
