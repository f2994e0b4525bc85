"""The platform over HTTP: read with a place's own token, each line judged alone."""

import json
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt

from services.locality.domain.complement import End
from services.locality.receiving import EvaluationFeed
from services.national_platform.app import create_app as create_platform
from shared.access import read_key
from shared.following import CursorTooOld, PlatformAway
from shared.identifiers import Kind, check_number
from tests.builders import make_party
from tests.unit.apps import open_app
from tests.unit.locality.downstream import FIRM, HERE, evaluation
from tests.unit.national_platform.doors import FEBRUARY, Platform
from tests.unit.national_platform.saying import listed, say, withdraw

Answers = Callable[[httpx.Request], httpx.Response]
STANDS = json.loads(json.dumps(evaluation(seq=1).as_row(), default=str)) | {
    "ended": None,
    "cause": None,
}
ENDED = dict.fromkeys(STANDS) | {
    "seq": 2,
    "issuer": "market",
    "ref": "l-qhzxkvbnwertyuiopasd",
    "version": 2,
    "region": "660101",
    "ended": "withdrawn",
    "cause": "performed",
}


def feed(keys: Path, answers: Answers) -> EvaluationFeed:
    """A reader of a platform that gives these answers."""
    key = read_key(keys / "rongcheng" / "signing.jwk")
    transport = httpx.MockTransport(answers)
    return EvaluationFeed("http://platform.test", "rongcheng", key, HERE, transport)


def saying(status: int, body: object = None, **headers: str) -> Answers:
    """A platform that says the same to everything."""
    return lambda _: httpx.Response(status, json=body, headers=headers)


def page(*lines: dict[str, Any], next_after: int = 2) -> dict[str, Any]:
    """An answer with these lines."""
    told = {"evaluations": list(lines), "next_after": next_after, "is_end": True}
    return told | {"edition": "2019-02", "as_of": "2019-02-01T00:00:00Z", "regions": ["6601"]}


@pytest.fixture
async def platform(keys: Path, tmp_path: Path) -> AsyncIterator[Platform]:
    """The real platform in January 2019."""
    async with open_app(create_platform, "platform", keys, tmp_path) as opened:
        yield Platform(opened, keys)


async def test_what_the_real_platform_says_is_understood_to_the_letter(
    keys: Path, platform: Platform
) -> None:
    firms = listed(
        "market-aaaaaaa",
        party=FIRM,
        issuer="market",
        list="serious-violations",
        reason="food-safety",
        listed_on=date(2019, 1, 15),
        stands_until=date(2022, 1, 15),
    )
    platform.hears(say(firms))
    platform.turns_to(FEBRUARY)
    told = await platform.goes_down()
    brought = feed(keys, saying(200, told)).after(0)
    assert brought is not None
    assert list(brought.lines) == [evaluation(ref="market-aaaaaaa", seq=1)]
    assert (brought.refused, brought.next_after, brought.edition) == ([], 1, "2019-02")
    platform.hears(withdraw(firms))
    told = await platform.goes_down(query="?after=1")
    brought = feed(keys, saying(200, told)).after(1)
    assert brought is not None
    assert list(brought.lines) == [End("market", "market-aaaaaaa", "660101", 2)]


def test_each_question_carries_a_fresh_token_of_the_places_own_and_names_its_regions(
    keys: Path,
) -> None:
    seen: list[httpx.Request] = []

    def answers(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=page())

    reader = feed(keys, answers)
    reader.after(7)
    reader.after(7)
    public = read_key(keys / "platform" / "localities" / "rongcheng.pub.jwk")
    tokens = [one.headers["authorization"].removeprefix("Bearer ") for one in seen]
    first, second = (jwt.decode(one, public, algorithms=["Ed25519"]).claims for one in tokens)
    assert (first["iss"], first["aud"], first["roles"]) == ("rongcheng", "platform", ["locality"])
    assert first["jti"] != second["jti"]
    assert str(seen[0].url.params) == "after=7&limit=1000&region=6601"


def test_a_page_without_news_is_not_sent_twice(keys: Path) -> None:
    tags: list[str | None] = []

    def answers(request: httpx.Request) -> httpx.Response:
        tags.append(request.headers.get("if-none-match"))
        is_known = tags[-1] == 'W/"2-2019-02"'
        headers = {"ETag": 'W/"2-2019-02"'}
        return httpx.Response(304 if is_known else 200, json=page(), headers=headers)

    reader = feed(keys, answers)
    brought = [reader.after(0), reader.after(2), reader.after(2), reader.after(0)]
    assert [one is None for one in brought] == [False, False, True, False]
    assert tags == [None, None, 'W/"2-2019-02"', None]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"code": make_party().id_number}, "not_an_organisation"),
        ({"code": make_party().truncated_id}, "not_an_organisation"),
        ({"code": "not a code"}, "not_an_organisation"),
        ({"name": f"恒瑞{make_party().id_number}"}, "not_understood"),
        ({"id_number": make_party().id_number}, "not_understood"),
        ({"kind": "person"}, "not_understood"),
        ({"points": 5}, "not_understood"),
        ({"name": None}, "not_understood"),
        ({"effect": "neutral"}, "not_understood"),
        ({"ended": "withdrawn"}, "not_understood"),
        ({"seq": 0}, "not_understood"),
        ({"region": "750101"}, "other_region"),
    ],
)
def test_a_bad_line_is_refused_and_the_others_are_taken(
    keys: Path, changes: dict[str, Any], reason: str
) -> None:
    brought = feed(keys, saying(200, page(STANDS | changes, ENDED))).after(0)
    assert brought is not None
    assert brought.refused == [reason]
    assert list(brought.lines) == [End("market", "l-qhzxkvbnwertyuiopasd", "660101", 2)]
    assert brought.next_after == 2


ANYTHING = st.one_of(
    st.none(),
    st.integers(-1, 9),
    st.text(max_size=20),
    st.sampled_from([make_party().id_number, make_party().truncated_id, FIRM.id_number, "660101"]),
    st.lists(st.text(max_size=3), max_size=2),
)
LINES = st.dictionaries(st.sampled_from([*STANDS, "id_number", "kind"]), ANYTHING, max_size=4)


@settings(max_examples=60, deadline=None)
@given(changes=LINES, line=st.sampled_from([STANDS, ENDED]))
def test_whatever_a_line_says_it_is_about_an_organisation_of_this_place_or_refused(
    keys: Path, changes: dict[str, Any], line: dict[str, Any]
) -> None:
    brought = feed(keys, saying(200, page(line | changes))).after(0)
    assert brought is not None
    assert len(brought.lines) + len(brought.refused) == 1
    for taken in brought.lines:
        assert HERE.covers(taken.region)
        assert isinstance(taken, End) or check_number(Kind.ORGANISATION, taken.code)


def test_a_cursor_that_is_too_old_says_so(keys: Path) -> None:
    with pytest.raises(CursorTooOld):
        feed(keys, saying(410, {"code": "cursor_too_old"})).after(3)


@pytest.mark.parametrize(
    "answers", [saying(500), saying(401), saying(403), saying(200, {"x": 1}), saying(200, [])]
)
def test_a_platform_that_is_not_understood_counts_as_away(keys: Path, answers: Answers) -> None:
    with pytest.raises(PlatformAway):
        feed(keys, answers).after(0)
