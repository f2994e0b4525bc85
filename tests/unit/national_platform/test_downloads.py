"""Downloads of an edition: conditional, in part, and undisturbed by the edition after it."""

from hashlib import sha256
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.national_platform.api.conditions import Conditions, OutOfRange
from services.national_platform.records.edition_files import EditionFolder
from tests.unit.answers import refused
from tests.unit.national_platform.doors import FEBRUARY, MARCH, Platform
from tests.unit.national_platform.reading import listings_in
from tests.unit.national_platform.saying import listed, say

CSV = "/v1/editions/current/listings.csv"
TYPES = {
    "jsonl.gz": "application/gzip",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
TAG = '"abc"'


async def asked(platform: Platform, method: str = "GET", **headers: str) -> httpx.Response:
    """The current edition as CSV, with these headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await platform.public.send(method, CSV, headers=named)


@pytest.fixture
def february(platform: Platform) -> Platform:
    """With an edition of one public and one shared listing."""
    trams = {"issuer": "trams", "list": "passengers", "publication": "shared"}
    platform.hears(say(listed()), say(listed("trams-aaaaaaaa", **trams)))
    platform.turns_to(FEBRUARY)
    return platform


async def test_the_same_listings_can_be_had_in_three_formats(february: Platform) -> None:
    manifest = (await february.public.get("/v1/editions/current")).json()
    for end, kind in TYPES.items():
        path = f"/v1/editions/2019-02/listings.{end}"
        public, everything = await february.public.get(path), await february.gateway.get(path)
        assert public.headers["content-type"] == everything.headers["content-type"] == kind
        hashes = [sha256(answer.content).hexdigest() for answer in (public, everything)]
        names = (f"public.{end}", f"all.{end}")
        assert hashes == [manifest["files"][name]["sha256"] for name in names]
        assert [one["issuer"] for one in listings_in(end, public.content)] == ["court"]
        assert [one["issuer"] for one in listings_in(end, everything.content)] == ["court", "trams"]
    assert refused(await february.public.get("/v1/editions/2019-02/listings.xml"))[0] == 422


async def test_what_a_reader_has_is_not_sent_again(february: Platform) -> None:
    etag = (await asked(february)).headers["etag"]
    for known in (etag, f"W/{etag}", f'"x", W/{etag}', "*"):
        again = await asked(february, if_none_match=known, range="bytes=0-1")
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    for other in ('"x"', etag[1:-1], f'"{etag[1:20]}"'):
        assert (await asked(february, if_none_match=other)).status_code == 200


async def test_a_download_can_be_resumed_only_within_its_own_edition(february: Platform) -> None:
    whole = await asked(february)
    size, etag = len(whole.content), whole.headers["etag"]
    rest = await asked(february, range="bytes=10-", if_range=etag)
    assert (rest.status_code, rest.content) == (206, whole.content[10:])
    assert rest.headers["content-range"] == f"bytes 10-{size - 1}/{size}"
    assert int(rest.headers["content-length"]) == size - 10
    for other in ('"x"', f"W/{etag}", "Wed, 21 Oct 2015 07:28:00 GMT"):
        again = await asked(february, range="bytes=10-", if_range=other)
        assert (again.status_code, again.content) == (200, whole.content)


async def test_a_part_that_is_not_there_is_refused_and_says_how_long_the_file_is(
    february: Platform,
) -> None:
    size = len((await asked(february)).content)
    answer = await asked(february, range=f"bytes={size}-")
    assert refused(answer) == (416, "out_of_range")
    assert answer.headers["content-range"] == f"bytes */{size}"


async def test_a_head_tells_the_same_and_sends_nothing(february: Platform) -> None:
    for headers in ({}, {"range": "bytes=0-9"}):
        got, head = await asked(february, **headers), await asked(february, "HEAD", **headers)
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert dict(head.headers) == dict(got.headers)


async def test_an_edition_that_comes_out_meanwhile_breaks_no_download(february: Platform) -> None:
    february.hears(say(listed("court-bbbbbbbb")))
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "method": "GET",
        "path": CSV,
        "query_string": b"",
        "headers": [(b"host", b"test")],
    }
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        if message["type"] == "http.response.start":
            february.turns_to(MARCH)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    await february.opened.app(scope, receive, send)  # type: ignore[arg-type]
    headers = dict(sent[0]["headers"])
    content = b"".join(message.get("body", b"") for message in sent)
    assert f'"{sha256(content).hexdigest()}"' == headers[b"etag"].decode()
    assert headers[b"chimera-edition"] == b"2019-02"
    assert len(listings_in("csv", (await asked(february)).content)) == 2
    folder: EditionFolder = february.opened.app.state.edition_folder
    assert not folder.file(headers[b"etag"].decode().strip('"'), "csv").exists()  # type: ignore[arg-type]


async def test_an_edition_that_comes_out_between_manifest_and_file_is_found(
    february: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    february.hears(say(listed("court-bbbbbbbb")))
    folder: EditionFolder = february.opened.app.state.edition_folder
    opens, is_march = folder.open, False

    def overtaken(sha256: str, written: Any) -> Any:
        nonlocal is_march
        if not is_march:
            is_march = True
            february.turns_to(MARCH)
        return opens(sha256, written)

    monkeypatch.setattr(folder, "open", overtaken)
    answer = await asked(february)
    assert (answer.status_code, answer.headers["chimera-edition"]) == (200, "2019-03")


SIZES = st.integers(0, 30)
PLACES = st.one_of(st.just(""), st.integers(0, 40).map(str))


@given(SIZES, PLACES, PLACES)
def test_a_range_is_what_a_slice_would_be(size: int, first: str, last: str) -> None:
    content = bytes(range(size))
    if first:
        wanted = content[int(first) : int(last) + 1 if last else None]
    else:
        wanted = content[-int(last) :] if last and int(last) else b""
    try:
        part = Conditions(range=f"bytes={first}-{last}").part_of(size, TAG)
    except OutOfRange:
        assert wanted == b""
        return
    if part is None:  # no range at all, or one that ends before it begins
        assert (first, last) == ("", "") or (first and last and int(last) < int(first))
        return
    assert (content[part.first : part.end], part.length) == (wanted, len(wanted))
    assert part.length


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_header_whatever_breaks_a_download(range: str, known: str) -> None:
    for wanted in (range, f"bytes={range}", f"items=0-{range}", f"bytes=0-1,{range}"):
        conditions = Conditions(if_none_match=known, range=wanted)
        try:
            part = conditions.part_of(20, TAG)
        except OutOfRange:
            continue
        assert part is None or 0 <= part.first < part.end <= 20
    assert conditions.has(TAG) == (TAG in known or known.strip() == "*")
