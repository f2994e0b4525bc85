"""One listing's journey through the doors of a whole stack, and what stood on the stream then."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest

from demo.launcher import Options, Stack
from demo.roster import BROKER
from demo.storyline.doors import Answer, Doors
from shared.calendar import start_of
from tests.integration.books import court_file, platform_file, rows
from tests.integration.stream import read_stream
from tests.integration.told import Told

pytestmark = pytest.mark.integration

LETTERS = "abcdefghijklm"
FIELDS = {"name", "truncated_id", "issuer", "reason"}
HEADERS = {
    "ce-id", "ce-time", "ce-source", "Nats-Msg-Id",
    "Chimera-Listing", "Chimera-Version", "Chimera-Kind", "Chimera-Effect",
    "Chimera-Publication", "Chimera-Listed-On", "Chimera-Stands-Until",
}  # fmt: skip


def test_every_step_of_the_story_comes_out_as_told(told: Told) -> None:
    assert [step["problem"] for step in told.account["steps"]] == [None] * len(LETTERS)
    assert told.account["ok"] is True
    for letter, step in zip(LETTERS, told.account["steps"], strict=True):
        assert step["name"].startswith(f"({letter}) ")
        assert step["ok"] is True
        assert step["seconds"] >= 0
        assert isinstance(step["crossed"], list)
    json.dumps(told.account)


def test_the_story_shows_what_crossed_and_points_are_not_among_it(told: Told) -> None:
    crossed = {step["name"][1]: step["crossed"] for step in told.account["steps"]}
    listed = [one for one in crossed["d"] if one["subject"].startswith("listings.")]
    assert [one["subject"] for one in listed] == ["listings.court.judgment-defaulters.listed"]
    withdrawn = [one["subject"] for one in crossed["l"]]
    assert "listings.court.judgment-defaulters.withdrawn" in withdrawn
    assert crossed["m"] == []


def test_bodies_on_the_stream_hold_exactly_four_fields_in_whole_headers(told: Told) -> None:
    messages = read_stream(told.stack)
    acts = [message.subject.rsplit(".", 1)[1] for message in messages]
    assert acts == ["listed", "withdrawn"]
    for message, act in zip(messages, acts, strict=True):
        assert set(json.loads(message.body)) == FIELDS
        assert len(json.loads(message.body, object_pairs_hook=list)) == len(FIELDS)
        assert set(message.headers) == HEADERS | ({"Chimera-Cause"} & _cause_of(act))
        assert message.headers["ce-source"] == "/authorities/court"
    assert len({message.headers["Nats-Msg-Id"] for message in messages}) == len(messages)


def _cause_of(act: str) -> set[str]:
    return {"Chimera-Cause"} if act == "withdrawn" else set()


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody whose procedure went its way while the time moved on in one go."""

    stack: Stack
    party: dict[str, str]
    publish_on: date
    moved_to: datetime
    editions: dict[str, Any]


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listed]:
    """In January 2019 a party is notified; then the clock is moved to May."""
    only = Options(only=[BROKER, "court", "platform", "gateway"])
    with Stack.on_free_ports(tmp_path_factory.mktemp("journey"), only) as stack:
        with closing(Doors(stack)) as doors:
            party = doors.parties()[-1]
            publish_on = _notify(doors, party)
            moved_to = stack.advance(start_of(date(2019, 5, 2)))
            shown = doors.anybody("platform").get("/v1/editions")["editions"]
        editions = {one["id"]: one for one in shown}
        yield Listed(stack, party, publish_on, moved_to, editions)


def _notify(doors: Doors, party: dict[str, str]) -> date:
    """A judgment, its notice, a proposal, its approval; the day on which it is to be published."""
    clerk, reviewer = doors.officer("court", "clerk"), doors.officer("court", "reviewer")
    judgment = {
        "case_number": "(2018)模01民初418号",
        "party": party,
        "duty": "pay",
        "amount_yuan": 9_000,
        "issued_on": "2018-10-08",
        "due_on": "2018-12-10",
    }
    judgment_id = _done(clerk.post("/v1/judgments", judgment))["id"]
    notice = _done(clerk.post(f"/v1/judgments/{judgment_id}/enforcement-notice"))
    perform_by = date.fromisoformat(notice["notices"][0]["perform_by"])
    doors.stage.advance(start_of(perform_by + timedelta(days=1)))
    wanted = {
        "list": "judgment-defaulters",
        "ground": "able-but-refuses",
        "basis": judgment_id,
        "party": party,
    }
    proposal = f"/v1/listing-proposals/{_done(clerk.post('/v1/listing-proposals', wanted))['id']}"
    _done(reviewer.post(f"{proposal}/approval"))
    told = _done(reviewer.post(f"{proposal}/notification"))
    return date.fromisoformat(told["publish_on"])


def _done(answer: Answer) -> Any:
    assert answer.status in (200, 201), answer.body
    return answer.body


def test_months_passed_over_in_one_go_miss_no_edition_and_no_day(listed: Listed) -> None:
    assert listed.moved_to == start_of(date(2019, 5, 2))
    assert date(2019, 1, 2) < listed.publish_on < date(2019, 2, 28)
    assert sorted(listed.editions) == ["2019-02", "2019-03", "2019-04", "2019-05"]
    for name, edition in listed.editions.items():
        assert datetime.fromisoformat(edition["as_of"]) == start_of(
            date.fromisoformat(f"{name}-01")
        )
    ours = rows(court_file(listed.stack), "SELECT listed_on FROM listings")
    assert ours == [(listed.publish_on.isoformat(),)]
    first = (listed.publish_on.replace(day=1) + timedelta(days=32)).strftime("%Y-%m")
    there = rows(platform_file(listed.stack), "SELECT listed_on, in_edition FROM listings")
    assert there == [(listed.publish_on.isoformat(), first)]


def test_past_its_last_day_a_listing_is_none_though_nobody_is_left_to_say_so(
    listed: Listed,
) -> None:
    stack = listed.stack
    [(until,)] = rows(court_file(stack), "SELECT stands_until FROM listings")
    last_day = date.fromisoformat(str(until)) - timedelta(days=1)
    stack.stop_service("court")
    stack.stop_service("platform")
    with closing(Doors(stack)) as doors:
        _put_the_gateways_clock(stack, last_day)
        assert _outcome(doors, listed.party) == "refer"
        _put_the_gateways_clock(stack, last_day + timedelta(days=1))
        assert _outcome(doors, listed.party) == "no_listing"


def _put_the_gateways_clock(stack: Stack, to: date) -> None:
    address, operator = stack.urls["gateway"], stack.document["operators"]["gateway"]
    moved = httpx.put(
        f"{address}/v1/clock",
        json={"now": start_of(to).isoformat()},
        headers={"Authorization": f"Bearer {operator}"},
        timeout=30,
    )
    assert moved.status_code == 200


def _outcome(doors: Doors, party: dict[str, str]) -> str:
    question = {"measure": "air-travel", "purpose": "booking 8841", "party": party}
    return str(_done(doors.partner("skyward-air").post("/v1/decisions", question))["outcome"])
