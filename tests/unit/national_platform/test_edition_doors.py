"""Editions and the feed, as readers get them."""

from datetime import date

import pytest

from shared.contract import Cause
from tests.unit.answers import refused
from tests.unit.national_platform.doors import FEBRUARY, Platform, lines_of
from tests.unit.national_platform.saying import correct, listed, say, withdraw

MARCH = date(2019, 3, 1)
CURRENT = "/v1/editions/current/listings.jsonl.gz"
PUBLIC_FILE = {"sha256", "size_bytes", "listings"}
TRAMS = {"issuer": "trams", "list": "passengers", "publication": "shared"}


async def test_before_the_first_edition_the_doors_say_so(platform: Platform) -> None:
    assert (await platform.public.get("/v1/editions")).json()["editions"] == []
    for path in ("/v1/editions/current", CURRENT):
        assert refused(await platform.public.get(path)) == (404, "no_edition")
    assert refused(await platform.public.get("/v1/editions/2019-01")) == (404, "not_found")
    feed = (await platform.public.get("/v1/withdrawals")).json()
    assert (feed["withdrawals"], feed["next_after"], feed["edition"]) == ([], 0, None)


async def test_everybody_gets_public_lists_and_the_gateway_all(platform: Platform) -> None:
    platform.hears(say(listed()), say(listed("trams-aaaaaaaa", **TRAMS)))
    platform.turns_to(FEBRUARY)
    for_all = lines_of(await platform.public.get(CURRENT))
    assert [line["ref"] for line in for_all] == ["court-aaaaaaaa"]
    for_gateway = lines_of(await platform.gateway.get(CURRENT))
    assert [line["ref"] for line in for_gateway] == ["court-aaaaaaaa", "trams-aaaaaaaa"]
    officer = platform.opened.officer("auditor")
    assert lines_of(await officer.get(CURRENT)) == for_all


async def test_a_file_says_which_edition_it_is_and_is_not_sent_twice(platform: Platform) -> None:
    platform.hears(say(listed()))
    platform.turns_to(FEBRUARY)
    manifest = (await platform.public.get("/v1/editions/current")).json()
    first = await platform.public.get(CURRENT)
    assert first.headers["etag"] == f'"{manifest["files"]["public.jsonl.gz"]["sha256"]}"'
    assert first.headers["content-type"] == "application/gzip"
    assert (
        int(first.headers["content-length"]) == manifest["files"]["public.jsonl.gz"]["size_bytes"]
    )
    assert (first.headers["chimera-edition"], first.headers["chimera-feed-seq"]) == ("2019-02", "0")
    again = await platform.public.send(
        "GET", CURRENT, headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


async def test_manifests_are_kept_and_older_files_are_gone(platform: Platform) -> None:
    platform.hears(say(listed()))
    platform.turns_to(FEBRUARY)
    platform.turns_to(MARCH)
    found = (await platform.public.get("/v1/editions")).json()["editions"]
    assert [(one["id"], one["is_current"]) for one in found] == [
        ("2019-03", True),
        ("2019-02", False),
    ]
    assert (await platform.public.get("/v1/editions/2019-02")).json() == found[1]
    old = await platform.public.get("/v1/editions/2019-02/listings.jsonl.gz")
    assert refused(old) == (410, "edition_gone")
    named = await platform.public.get("/v1/editions/2019-03/listings.jsonl.gz")
    assert len(lines_of(named)) == 1


@pytest.mark.parametrize("name", ["2019", "2019-2", "../x", "2019-02x", "latest"])
async def test_a_name_that_no_edition_has_is_refused(platform: Platform, name: str) -> None:
    assert (await platform.public.get(f"/v1/editions/{name}")).status_code in (404, 422)


async def test_a_manifest_counts_by_issuer_and_list(platform: Platform) -> None:
    platform.hears(say(listed()), say(listed("trams-aaaaaaaa", **TRAMS)))
    platform.turns_to(FEBRUARY)
    manifest = (await platform.public.get("/v1/editions/2019-02")).json()
    assert manifest["counts"] == [
        {"issuer": "court", "list": "judgment-defaulters", "publication": "public", "listings": 1},
        {"issuer": "trams", "list": "passengers", "publication": "shared", "listings": None},
    ]


async def test_nobody_can_tell_from_a_manifest_how_many_are_on_shared_lists(
    platform: Platform,
) -> None:
    platform.hears(say(listed()), say(listed("trams-aaaaaaaa", **TRAMS)))
    platform.turns_to(FEBRUARY)
    files = (await platform.public.get("/v1/editions/2019-02")).json()["files"]
    assert sorted(files) == [
        f"{scope}.{end}" for scope in ("all", "public") for end in ("csv", "jsonl.gz", "parquet")
    ]
    for name, told in files.items():
        assert set(told) == ({"sha256"} if name.startswith("all") else PUBLIC_FILE)
        assert told.get("listings", 1) == 1


async def test_the_feed_tells_of_ends_and_of_new_names(platform: Platform) -> None:
    platform.hears(say(listed()), say(listed("court-bbbbbbbb")))
    platform.turns_to(FEBRUARY)
    platform.hears(correct(listed(), "王秀颖"))
    platform.hears(withdraw(listed("court-bbbbbbbb"), Cause.SETTLED, date(2019, 2, 3)))
    feed = (await platform.public.get("/v1/withdrawals")).json()
    new_name = {"name": "王秀颖", "truncated_id": "6601011990****0020", "cause": None}
    nobody = {"name": None, "truncated_id": None, "cause": "settled"}
    corrected = {"act": "corrected", "ref": "court-aaaaaaaa", "at": "2019-01-02T04:00:00Z"}
    withdrawn = {"act": "withdrawn", "ref": "court-bbbbbbbb", "at": "2019-02-03T04:00:00Z"}
    both = {"issuer": "court", "version": 2}
    assert feed["withdrawals"] == [
        {"seq": 1, **corrected, **both, **new_name},
        {"seq": 2, **withdrawn, **both, **nobody},
    ]
    assert (feed["next_after"], feed["is_end"], feed["edition"]) == (2, True, "2019-02")


async def test_a_correction_of_what_was_withdrawn_since_names_nobody(platform: Platform) -> None:
    platform.hears(say(listed()))
    platform.turns_to(FEBRUARY)
    platform.hears(correct(listed(), "王秀颖"))
    platform.hears(withdraw(listed(version=2)))
    feed = await platform.gateway.get("/v1/withdrawals")
    assert [line["act"] for line in feed.json()["withdrawals"]] == ["withdrawn"]
    assert "王秀颖" not in feed.text


async def test_a_correction_before_any_edition_is_told_to_nobody(platform: Platform) -> None:
    platform.hears(say(listed()), correct(listed(), "王秀颖"))
    assert (await platform.gateway.get("/v1/withdrawals")).json()["withdrawals"] == []


async def test_shared_lists_leave_holes_for_the_public_and_the_cursor_moves_on(
    platform: Platform,
) -> None:
    platform.hears(withdraw(listed("trams-aaaaaaaa", **TRAMS)), withdraw(listed("court-bbbbbbbb")))
    first = (await platform.public.get("/v1/withdrawals?limit=1")).json()
    assert (first["withdrawals"], first["next_after"], first["is_end"]) == ([], 1, False)
    second = (await platform.public.get("/v1/withdrawals?after=1&limit=1")).json()
    assert [line["ref"] for line in second["withdrawals"]] == ["court-bbbbbbbb"]
    everything = (await platform.gateway.get("/v1/withdrawals")).json()
    assert [line["seq"] for line in everything["withdrawals"]] == [1, 2]


async def test_a_cursor_from_before_or_beyond_what_is_kept_is_refused(platform: Platform) -> None:
    platform.hears(withdraw(listed()))
    beyond = await platform.public.get("/v1/withdrawals?after=2")
    assert refused(beyond) == (410, "cursor_too_old")
    platform.turns_to(date(2021, 3, 1))
    old = await platform.public.get("/v1/withdrawals?after=0")
    assert refused(old) == (410, "cursor_too_old")
    kept = await platform.public.get("/v1/withdrawals?after=1")
    assert kept.json()["withdrawals"] == []


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "limit=0", "limit=1001", f"after={9**30}"]
)
async def test_a_cursor_that_is_no_number_is_refused(platform: Platform, query: str) -> None:
    answer = await platform.public.get(f"/v1/withdrawals?{query}")
    assert refused(answer) == (422, "invalid_body")
