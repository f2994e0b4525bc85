"""Anybody can check an edition with its checkpoint, and a listing with its proof."""

import json
from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from shared.proving.checkpoint import Checkpoint
from shared.proving.documents import Consistency, Proof, check_consistency, check_proof
from shared.proving.manifest import read_manifest
from shared.proving.notes import NoteKey
from shared.proving.unproven import Unproven
from tests.unit.answers import done, refused
from tests.unit.national_platform.doors import FEBRUARY, Platform
from tests.unit.national_platform.saying import correct, listed, say, withdraw

MARCH = date(2019, 3, 1)
OWN = "/v1/proofs/listings/court/court-aaaaaaaa"
TRAMS = {"issuer": "trams", "list": "passengers", "publication": "shared"}


async def key_of(platform: Platform) -> NoteKey:
    return NoteKey.read(done(await platform.public.get("/v1/log/key"))["key"])


async def head_of(platform: Platform, edition: str = "current") -> Checkpoint:
    answer = await platform.public.get(f"/v1/editions/{edition}/checkpoint")
    assert answer.headers["content-type"].startswith("text/plain")
    return Checkpoint.open(answer.text, await key_of(platform))


async def proof_of(platform: Platform, path: str = OWN) -> Proof:
    return Proof.model_validate(done(await platform.public.get(path)))


async def since(platform: Platform, first: str, second: str) -> Consistency:
    path = f"/v1/proofs/consistency?first={first}&second={second}"
    return Consistency.model_validate(done(await platform.public.get(path)))


async def test_one_signature_covers_the_log_and_the_manifest(platform: Platform) -> None:
    platform.hears(say(listed()), say(listed("trams-aaaaaaaa", **TRAMS)))
    platform.turns_to(FEBRUARY)
    head = await head_of(platform)
    answer = await platform.public.get("/v1/editions/2019-02/manifest.json")
    manifest = read_manifest(answer.content, head)
    assert (manifest.id, head.size) == ("2019-02", 2)
    file = await platform.public.get("/v1/editions/2019-02/listings.jsonl.gz")
    assert manifest.name_of(sha256(file.content).hexdigest()) == "public.jsonl.gz"
    shown = done(await platform.public.get("/v1/log"))
    assert (shown["edition"], shown["size"], shown["root"]) == ("2019-02", 2, head.root.hex())
    assert Checkpoint.open(shown["checkpoint"], await key_of(platform)) == head


async def test_of_the_file_for_the_gateway_only_the_hash_is_told(platform: Platform) -> None:
    platform.hears(say(listed()), say(listed("trams-aaaaaaaa", **TRAMS)))
    platform.turns_to(FEBRUARY)
    files = (await platform.public.get("/v1/editions/2019-02/manifest.json")).json()["files"]
    assert files["public.jsonl.gz"]["listings"] == 1
    assert set(files["all.jsonl.gz"]) == {"sha256"}


async def test_a_listing_is_proved_to_be_in_the_log(platform: Platform) -> None:
    platform.hears(say(listed("court-bbbbbbbb")), say(listed()))
    platform.turns_to(FEBRUARY)
    shown = await proof_of(platform)
    assert check_proof(shown, await key_of(platform)) == await head_of(platform)
    assert (shown.index, shown.edition) == (1, "2019-02")
    assert shown.act.model_dump() == {
        "act": "listed",
        "at": "2019-01-02T04:00:00.000000Z",
        "effect": "adverse",
        "issuer": "court",
        "kind": "person",
        "list": "judgment-defaulters",
        "listed_on": "2019-02-01",
        "name": "王秀英",
        "publication": "public",
        "reason": "able-but-refuses",
        "ref": "court-aaaaaaaa",
        "stands_until": "2021-02-01",
        "truncated_id": "6601011990****0020",
        "version": 1,
    }


async def test_a_proof_answers_as_soon_as_an_edition_pins_the_act(platform: Platform) -> None:
    platform.hears(say(listed()))
    assert refused(await platform.public.get(OWN)) == (404, "no_edition")
    platform.turns_to(FEBRUARY)
    platform.hears(correct(listed(), "王秀颖"), say(listed("court-bbbbbbbb")))
    other = OWN.replace("aaaaaaaa", "bbbbbbbb")
    assert refused(await platform.public.get(OWN)) == (404, "act_not_pinned")
    assert refused(await platform.public.get(other)) == (404, "not_in_edition")
    platform.turns_to(MARCH)
    shown = await proof_of(platform)
    check_proof(shown, await key_of(platform))
    assert shown.act.model_dump()["name"] == "王秀颖"
    check_proof(await proof_of(platform, other), await key_of(platform))


async def test_a_shared_listing_is_proved_to_the_gateway_alone(platform: Platform) -> None:
    platform.hears(say(listed("trams-aaaaaaaa", **TRAMS)))
    platform.turns_to(FEBRUARY)
    path = "/v1/proofs/listings/trams/trams-aaaaaaaa"
    assert refused(await platform.public.get(path)) == (404, "not_in_edition")
    shown = Proof.model_validate(done(await platform.gateway.get(path)))
    check_proof(shown, await key_of(platform))


async def test_after_a_withdrawal_nobody_is_proved_anything_and_old_roots_hold(
    platform: Platform,
) -> None:
    platform.hears(say(listed()), say(listed("court-bbbbbbbb")))
    platform.turns_to(FEBRUARY)
    before = await head_of(platform, "2019-02")
    kept = await proof_of(platform)
    platform.hears(withdraw(listed()))
    answer = await platform.public.get(OWN)
    assert refused(answer) == (410, "withdrawn")
    assert (await platform.public.get(answer.json()["receipt"])).status_code == 200
    platform.turns_to(MARCH)
    assert refused(await platform.public.get(OWN)) == (410, "withdrawn")
    assert await head_of(platform, "2019-02") == before
    after = await head_of(platform, "2019-03")
    check_consistency(await since(platform, "2019-02", "current"), before, after)
    assert kept.salt not in platform.opened.everything_held()
    assert bytes.fromhex(kept.salt) not in salts(platform)


def salts(platform: Platform) -> set[Any]:
    return {salt for (salt,) in platform.opened.rows("SELECT salt FROM openings")}


async def test_when_a_listing_ends_its_salt_goes_with_its_name(platform: Platform) -> None:
    platform.hears(say(listed(listed_on=date(2019, 1, 2), stands_until=date(2019, 2, 20))))
    platform.turns_to(FEBRUARY)
    head = await head_of(platform)
    await proof_of(platform)
    platform.stays_until(date(2019, 2, 20))
    assert refused(await platform.public.get(OWN)) == (404, "not_in_edition")
    platform.turns_to(MARCH)
    assert salts(platform) == set()
    assert await head_of(platform, "2019-02") == head
    check_consistency(await since(platform, "2019-02", "2019-03"), head, await head_of(platform))


async def test_editions_are_compared_in_their_order(platform: Platform) -> None:
    platform.hears(say(listed()))
    platform.turns_to(FEBRUARY)
    platform.turns_to(MARCH)
    assert (await since(platform, "2019-03", "2019-03")).path == []
    backwards = await platform.public.get("/v1/proofs/consistency?first=2019-03&second=2019-02")
    assert refused(backwards) == (422, "editions_out_of_order")
    unknown = await platform.public.get("/v1/proofs/consistency?first=2018-03&second=2019-02")
    assert refused(unknown) == (404, "not_found")


@pytest.mark.parametrize("path", ["/v1/log", "/v1/editions/current/checkpoint"])
async def test_before_the_first_edition_there_is_nothing_to_check(
    platform: Platform, path: str
) -> None:
    assert refused(await platform.public.get(path)) == (404, "no_edition")


REWRITTEN = {
    "a leaf altered": f"substr(hashes, 1, 32) || x'{'41' * 32}' || substr(hashes, 65)",
    "the order of two": "substr(hashes, 33, 32) || substr(hashes, 1, 32) || substr(hashes, 65)",
    "a leaf dropped": "substr(hashes, 33)",
}
LOG = {
    what: f"UPDATE log_tiles SET hashes = CAST({hashes} AS BLOB)"  # noqa: S608 - words of this file
    for what, hashes in REWRITTEN.items()
}
ALTERED = LOG | {
    "a name altered": "UPDATE listings SET name = '李强'",
    "a day altered": "UPDATE openings SET stands_until = '2029-02-01'",
}


@pytest.mark.parametrize("what", ALTERED)
async def test_whoever_alters_the_tables_gets_no_proof_of_it(platform: Platform, what: str) -> None:
    platform.hears(say(listed()), *(say(listed(f"court-other{n}xxx")) for n in "abc"))
    platform.turns_to(FEBRUARY)
    with platform.opened.database.engine.begin() as connection:
        connection.exec_driver_sql(ALTERED[what])
    answer = await platform.public.get(OWN)
    assert refused(answer) == (503, "log_damaged")
    assert "李强" not in answer.text


@pytest.mark.parametrize("what", LOG)
async def test_a_log_that_was_rewritten_is_consistent_with_no_kept_checkpoint(
    platform: Platform, what: str
) -> None:
    platform.hears(*(say(listed(f"court-other{n}xxx")) for n in "abcdef"))
    platform.turns_to(FEBRUARY)
    kept = await head_of(platform)
    with platform.opened.database.engine.begin() as connection:
        connection.exec_driver_sql(LOG[what])
        connection.exec_driver_sql("DELETE FROM openings")  # whoever rewrites is thorough
    platform.hears(say(listed()), say(listed("court-bbbbbbbb")))
    platform.turns_to(MARCH)
    shown = await since(platform, "2019-02", "2019-03")
    with pytest.raises(Unproven) as wrong:
        check_consistency(shown, kept, await head_of(platform))
    assert wrong.value.code == "not_consistent"


async def test_no_salt_is_in_any_download(platform: Platform) -> None:
    platform.hears(say(listed()))
    platform.turns_to(FEBRUARY)
    [salt] = salts(platform)
    told = [
        (await platform.public.get(path)).content
        for path in (
            "/v1/editions/current/listings.jsonl.gz",
            "/v1/editions/current/manifest.json",
            "/v1/listings/court/court-aaaaaaaa",
            "/v1/log",
        )
    ]
    assert all(salt not in one and salt.hex().encode() not in one for one in told)
    assert json.loads(told[2])["listing"]["name"] == "王秀英"
