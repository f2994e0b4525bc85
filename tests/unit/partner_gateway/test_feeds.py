"""The platform over HTTP: read with a token of our own, and its file never beyond its hash."""

import gzip
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from joserfc import jwt

from services.partner_gateway.receiving.edition_file import read_rows
from services.partner_gateway.receiving.feeds import PlatformFeeds
from services.partner_gateway.receiving.signed import EditionAltered, log_key
from services.partner_gateway.records import Correction, Edition, Withdrawal
from shared.access import read_key
from shared.following import CursorTooOld, PlatformAway
from tests.builders import make_party
from tests.unit.partner_gateway.platform import WITHDRAWN_AT, listed
from tests.unit.partner_gateway.signing import SigningPlatform

ROW = listed(make_party(), "l-qhzxkvbnwertyuiopasd")
FILE = gzip.compress(f"{json.dumps(ROW.values(), default=str)}\n".encode())
HASH = sha256(FILE).hexdigest()
LINE = {"issuer": "court", "version": 2, "at": WITHDRAWN_AT.isoformat(), "cause": None}
EDITION = Edition("2019-02", HASH, 7)
Answers = Callable[[httpx.Request], httpx.Response]


def feeds(keys: Path, answers: Answers, log: SigningPlatform | None = None) -> PlatformFeeds:
    """A reader of a platform that gives these answers, and that knows its log's key."""
    key = read_key(keys / "gateway" / "signing.jwk")
    known = log.signer.key if log else log_key(keys / "gateway")
    return PlatformFeeds("http://platform.test", key, known, httpx.MockTransport(answers))


def saying(status: int, body: object = None) -> Answers:
    """A platform that says the same to everything."""
    return lambda _: httpx.Response(status, json=body)


def test_each_request_carries_a_fresh_token_for_the_platform_alone(keys: Path) -> None:
    seen: list[str] = []

    def answers(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["authorization"].removeprefix("Bearer "))
        return httpx.Response(404, json={"code": "no_edition"})

    reader = feeds(keys, answers)
    reader.latest(None)
    reader.latest(None)
    public = read_key(keys / "platform" / "gateway.pub.jwk")
    first, second = (jwt.decode(one, public, algorithms=["Ed25519"]).claims for one in seen)
    assert (first["iss"], first["aud"], first["roles"]) == ("gateway", "platform", ["gateway"])
    assert first["exp"] - first["iat"] == 60
    assert first["jti"] != second["jti"]


def test_the_feed_tells_withdrawals_and_corrections_in_order(keys: Path) -> None:
    lines = [
        {**LINE, "seq": 8, "act": "withdrawn", "ref": "l-one-one", "cause": "performed"},
        {**LINE, "seq": 9, "act": "corrected", "ref": "l-two-two", "name": "李静",
         "truncated_id": "6601011990****0020"},
        {**LINE, "seq": 11, "act": "corrected", "ref": "l-three-3", "name": None,
         "truncated_id": None},
        {**LINE, "seq": 12, "act": "withdrawn", "ref": "l-four-four"},
    ]  # fmt: skip
    told = {"withdrawals": lines, "next_after": 12, "is_end": True, "edition": None}
    page = feeds(keys, saying(200, told)).withdrawals(7)
    assert page.changes == [
        Withdrawal("court", "l-one-one", "performed", WITHDRAWN_AT),
        Correction("court", "l-two-two", 2, "李静", "6601011990****0020"),
        Withdrawal("court", "l-four-four", "unknown", WITHDRAWN_AT),
    ]
    assert (page.next_after, page.is_end) == (12, True)


def test_a_cursor_that_is_too_old_says_so(keys: Path) -> None:
    with pytest.raises(CursorTooOld):
        feeds(keys, saying(410, {"code": "cursor_too_old"})).withdrawals(3)


@pytest.mark.parametrize(
    "answers",
    [saying(500), saying(401), saying(404), saying(404, {"code": "not_found"}), saying(404, [])],
)
def test_a_platform_that_is_not_understood_counts_as_away(keys: Path, answers: Answers) -> None:
    reader = feeds(keys, answers)
    with pytest.raises(PlatformAway):
        reader.latest(None)
    with pytest.raises(PlatformAway):
        reader.withdrawals(0)


@pytest.mark.parametrize("body", [{"rubbish": True}, []])
def test_a_feed_that_is_not_understood_counts_as_away(keys: Path, body: object) -> None:
    with pytest.raises(PlatformAway):
        feeds(keys, saying(200, body)).withdrawals(0)


def test_a_platform_that_does_not_answer_is_away(keys: Path, tmp_path: Path) -> None:
    def answers(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    reader = feeds(keys, answers)
    with pytest.raises(PlatformAway):
        reader.latest(None)
    with pytest.raises(PlatformAway):
        reader.download(EDITION, tmp_path / "file")


def test_a_whole_file_is_read_row_by_row(keys: Path, tmp_path: Path) -> None:
    reader = feeds(keys, lambda _: httpx.Response(200, content=FILE))
    reader.download(EDITION, tmp_path / "file")
    assert list(read_rows(tmp_path / "file")) == [ROW]


@pytest.mark.parametrize("content", [FILE[:-1], FILE + b"x", b""])
def test_a_file_with_another_hash_is_refused(keys: Path, tmp_path: Path, content: bytes) -> None:
    reader = feeds(keys, lambda _: httpx.Response(200, content=content))
    with pytest.raises(EditionAltered):
        reader.download(EDITION, tmp_path / "file")


def test_an_edition_that_has_just_been_replaced_is_fetched_later(
    keys: Path, tmp_path: Path
) -> None:
    with pytest.raises(PlatformAway):
        feeds(keys, saying(410)).download(EDITION, tmp_path / "file")
