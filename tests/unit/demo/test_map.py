"""What the map reads and hands on: messages, houses that go dark, journeys, stories."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from demo import wishes
from demo.launcher import StateFolder
from demo.site.courses import Course, told_before
from demo.site.feed import Feed
from demo.site.houses import Houses
from demo.site.messages import came_out, crossed, notified
from demo.site.page_doors import HERE, WORDS
from demo.site.played import Played
from demo.site.window import Master, Windows
from demo.storyline.teller import Teller
from shared import authorities

ROOT = Path(__file__).resolve().parents[3]
SERVICES = {"court": "http://court", "platform": "http://platform", "rongcheng": "http://place"}
BODY = '{"name":"高红静","truncated_id":"6809021976****9904","issuer":"court","reason":"refuses"}'
EMPTY: dict[str, Any] = {"crossings": [], "lines": [], "next_after": 0}


def crossing(seq: int, subject: str, body: str = BODY) -> dict[str, Any]:
    headers = {"Chimera-Listing": "l-1", "ce-time": "2019-01-21T16:00:00+00:00"}
    at = f"2026-11-29T10:00:{seq:02}Z"
    return {"seq": seq, "at": at, "subject": subject, "headers": headers, "body": body}


class Town:
    """Services that say what they are told to; one that is dark does not answer."""

    def __init__(self, folder: Path) -> None:
        self.dark: set[str] = set()
        self.window: list[dict[str, Any]] = []
        self.editions: list[dict[str, Any]] = []
        self.lacks: dict[str, str] = {}
        document = folder / "demo.json"
        document.write_text(json.dumps({"auditors": dict.fromkeys(SERVICES, "t")}))
        self.client = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        self.windows = Windows(SERVICES, Master(document), self.client)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.host in self.dark:
            raise httpx.ConnectError("refused")
        if request.url.path == "/v1/crossings" and request.url.host == "platform":
            return httpx.Response(200, json=self._news(int(request.url.params["after"])))
        held = {"operator": "o", "origin": "paper", "tables": [{"name": "judgments"}]}
        told: dict[str, Any] = {
            "/v1/clock": {"now": "2019-01-01T00:00:00Z"},
            "/readyz": {"not_ready": self.lacks},
            "/v1/editions": {"editions": self.editions},
            "/v1/editions/current": next(iter(self.editions), None),
            "/v1/inventory": held,
        }
        found = told.get(request.url.path, EMPTY)
        return httpx.Response(404 if found is None else 200, json=found)

    def _news(self, after: int) -> dict[str, Any]:
        news = [one for one in self.window if one["seq"] > after]
        return {"crossings": news, "next_after": news[-1]["seq"] if news else after}


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    made = Town(tmp_path)
    yield made
    await made.client.aclose()


class Looker:
    """A page that follows the feed, and may hang up."""

    def __init__(self, feed: Feed, last_id: str = "") -> None:
        self._lines = feed.follow(last_id)
        self.last_id = last_id

    async def messages(self) -> list[dict[str, Any]]:
        """The next messages."""
        async with asyncio.timeout(10):
            async for line in self._lines:
                if "event: messages" in line:
                    self.last_id = line.split("\n")[0].removeprefix("id: ")
                    return list(json.loads(line.split("data: ", 1)[1]))
        raise AssertionError("the feed ended")

    async def faces(self) -> dict[str, Any]:
        """The next faces of the houses' clocks."""
        async with asyncio.timeout(10):
            async for line in self._lines:
                if "event: faces" in line:
                    return dict(json.loads(line.split("data: ", 1)[1]))
        raise AssertionError("the feed ended")

    async def hang_up(self) -> None:
        await self._lines.aclose()  # type: ignore[attr-defined]  # it is a generator


@pytest.fixture
async def feed(town: Town) -> AsyncIterator[Feed]:
    made = Feed(town.windows, ["rongcheng"])
    reading = asyncio.create_task(made.run())
    yield made
    reading.cancel()
    with suppress(asyncio.CancelledError):
        await reading


def test_a_listing_goes_from_its_issuer_to_the_platform_with_four_fields() -> None:
    shown = crossed(crossing(1, "listings.court.judgment-defaulters.listed"))
    assert shown is not None
    assert (shown["from"], shown["to"], shown["act"]) == ("court", "platform", "listed")
    assert list(shown["fields"]) == ["name", "truncated_id", "issuer", "reason"]


def test_a_sealed_question_has_no_field_and_its_answer_one() -> None:
    question = crossed(crossing(1, "confirm.court", "eyJ.sealed"))
    answer = crossed(crossing(2, "confirm.court (answer)", '{"answer": "yes"}'))
    assert question is not None
    assert answer is not None
    assert (question["from"], question["to"], question["fields"]) == ("gateway", "court", {})
    assert (answer["from"], answer["fields"]) == ("court", {"answer": "yes"})


@pytest.mark.parametrize("subject", ["digest.court", "listings"])
def test_what_is_about_nobody_is_no_message_of_the_map(subject: str) -> None:
    assert crossed(crossing(1, subject)) is None


def test_a_hint_goes_to_whoever_heard_it_and_says_a_number() -> None:
    shown = crossed(crossing(1, "register.evaluations", '{"seq": 7}'), "rongcheng")
    assert shown is not None
    assert (shown["kind"], shown["from"], shown["to"]) == ("changed", "platform", "rongcheng")
    assert (shown["act"], shown["fields"]) == ("evaluations", {"seq": "7"})


def test_an_edition_comes_out_and_is_fetched_with_its_name_and_hash_only() -> None:
    body = '{"edition": "2019-02", "listings": 1, "sha256": "ab"}'
    fetched = crossed(crossing(1, "editions", body), "gateway")
    assert fetched is not None
    assert (fetched["kind"], fetched["to"], fetched["act"]) == ("fetched", "gateway", "editions")
    files = {"all.jsonl.gz": {"sha256": "ab"}, "public.csv": {"sha256": "cd", "listings": 1}}
    manifest = {"id": "2019-02", "as_of": "2019-01-31T16:00:00Z", "made_at": "2026-11-29T10:00:00Z"}
    made = came_out({**manifest, "files": files})
    assert made["from"] == made["to"] == "platform"
    assert made["fields"] == {"edition": "2019-02", "public_listings": "1", "sha256": "ab"}


def test_only_a_notice_that_was_taken_is_shown_between_department_and_locality() -> None:
    line = {"act": "notify_event", "outcome": "done", "actor": "volunteers", "rule": "an-hour"}
    line |= {"door": "POST /v1/events", "at": "2019-03-03T16:00:00Z"}
    shown = notified("rongcheng", line, None)
    assert shown is not None
    assert (shown["from"], shown["to"]) == ("rongcheng/volunteers", "rongcheng")
    assert notified("rongcheng", line | {"outcome": "forbidden"}, None) is None


async def test_a_page_that_lost_its_line_goes_on_where_it_was(town: Town, feed: Feed) -> None:
    town.window = [crossing(1, "listings.court.a.listed")]
    page = Looker(feed)
    assert [one["n"] for one in await page.messages()] == [1]
    await page.hang_up()
    town.window += [crossing(2, "listings.court.a.withdrawn")]
    again = Looker(feed, page.last_id)
    assert [one["act"] for one in await again.messages()] == ["withdrawn"]
    newcomer = Looker(feed, "another-boot-7")
    assert len(await newcomer.messages()) == 2


async def test_each_edition_is_told_once(town: Town, feed: Feed) -> None:
    def edition(month: int) -> dict[str, Any]:
        at = f"2019-0{month}-01T00:00:00Z"
        return {"id": f"2019-0{month}", "as_of": at, "made_at": at, "files": {}}

    town.editions = [edition(3), edition(2)]
    page = Looker(feed)
    assert [one["fields"]["edition"] for one in await page.messages()] == ["2019-02", "2019-03"]
    town.editions = [edition(4), *town.editions]
    assert [one["fields"]["edition"] for one in await page.messages()] == ["2019-04"]


async def test_the_map_hears_that_the_bus_is_away_and_that_it_is_back(
    town: Town, feed: Feed
) -> None:
    page = Looker(feed)
    town.lacks = {"broker": "The broker is not reached."}
    while not (await page.faces())["bus_away"]:
        pass
    town.lacks = {}
    while (await page.faces())["bus_away"]:
        pass


async def test_a_service_that_began_anew_is_read_from_its_first_message(
    town: Town, feed: Feed
) -> None:
    town.window = [crossing(1, "listings.court.a.listed"), crossing(2, "listings.court.a.listed")]
    page = Looker(feed)
    assert len(await page.messages()) == 2
    town.dark = {"platform"}
    while (await page.faces())["clocks"]["platform"] is not None:
        pass
    fresh = crossing(1, "listings.court.a.withdrawn") | {"at": "2026-11-29T11:00:00Z"}
    town.window, town.dark = [fresh], set()
    assert [one["act"] for one in await page.messages()] == ["withdrawn"]


async def test_a_dark_house_is_named_and_keeps_what_it_held_when_last_seen(town: Town) -> None:
    houses = Houses(town.windows, authorities.load(ROOT / "authorities.yaml"))
    assert all(one["is_lit"] for one in await houses.read())
    town.dark = {"court"}
    court, platform, _ = await houses.read()
    assert (court["is_lit"], platform["is_lit"]) == (False, True)
    assert court["tables"] == [{"name": "judgments"}]
    assert court["title"]["zh"] == "执行法院"


def test_what_the_scripts_say_is_written_in_both_languages() -> None:
    scripts = "".join(file.read_text("utf-8") for file in (HERE / "pages/assets").glob("*.js"))
    wanted = set(re.findall(r'say\("([a-z_]+)"', scripts))
    for language in ("en", "zh"):
        assert wanted <= json.loads(WORDS.script(language)).keys()


class Quiet(Teller):
    """A teller on whose stack nothing crosses."""

    def crossed(self) -> list[dict[str, Any]]:
        return []


def test_how_far_a_story_was_told_is_kept_with_the_state(tmp_path: Path) -> None:
    played = Played(tmp_path)
    assert played.of("teacher") == []
    played.keep("teacher", [{"name": "one", "ok": True}])
    assert Played(tmp_path).of("teacher") == [{"name": "one", "ok": True}]
    assert Played(None).of("teacher") == []


def test_a_step_that_failed_is_the_last_and_stays_as_it_was_told() -> None:
    def well(teller: Teller) -> None:
        teller.say("all is well")

    def badly(teller: Teller) -> None:
        teller.must(is_so=False, sentence="it was not so")

    def begin(lines: list[str]) -> Teller:
        return Quiet(doors=None, tell=lines.append)  # type: ignore[arg-type]  # nobody asks it

    course = Course([("(a) well", well), ("(b) badly", badly), ("(c) never", well)], begin)
    while not course.is_over:
        course.play_next()
    assert [one["ok"] for one in course.told] == [True, False]
    assert course.told[0]["lines"][0] == "all is well"
    assert course.told[1]["problem"] == "NotAsTold: it was not so"


def test_the_storyline_that_the_launcher_told_is_shown_step_by_step(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path)
    folder.state.mkdir()
    lines = ["(a) one", "   said", "   as told", "", "(b) two", "   more"]
    steps = [{"name": "(a) one", "ok": True}, {"name": "(b) two", "ok": True}]
    folder.account.write_text(json.dumps({"steps": steps, "lines": lines}))
    told = told_before(Master(folder.document).account())
    assert [one["lines"] for one in told] == [["said", "as told"], ["more"]]


async def test_a_wish_is_granted_by_whoever_runs_the_stack_and_by_nobody_else(
    tmp_path: Path,
) -> None:
    done: list[str] = []
    wishing = asyncio.create_task(asyncio.to_thread(wishes.make, tmp_path, "stop", "court"))
    async with asyncio.timeout(10):
        while not wishing.done():
            wishes.grant(tmp_path, {"stop": done.append}, ("court",))
            await asyncio.sleep(0)
    assert done == ["court"]
    with pytest.raises(wishes.NotGranted):
        wishes.make(tmp_path, "start", "court", seconds=0)


@pytest.mark.parametrize("wish", ['{"do": "stop", "service": "broker"}', "{", '{"do": "rm"}'])
def test_a_wish_for_anything_else_is_dropped(tmp_path: Path, wish: str) -> None:
    (tmp_path / wishes.NAME).write_text(wish)
    done: list[str] = []
    wishes.grant(tmp_path, {"stop": done.append}, ("court",))
    assert done == []
    assert not (tmp_path / wishes.NAME).exists()
