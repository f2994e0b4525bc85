"""A firm's listing goes up, and comes down to its place: with the edition, and gone at once."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from demo.launcher import Options, Stack
from demo.roster import BROKER, PLATFORM, SECTORS
from shared.identifiers import Party
from tests.builders import make_organisation, make_party, words_of

pytestmark = pytest.mark.integration
PLACE = "rongcheng"
FIRM, PERSON = make_organisation(), make_party()
SECOND = make_organisation("澜东物流有限公司", number=7)
THIRD = make_organisation("海川物流有限公司", number=236070)
MARKET = ("market", "serious-violations", "deceives-registry")
RAIL = ("rail", "rail-passengers", "smokes-on-high-speed-train")
MARCH, MAY = datetime(2019, 3, 1, tzinfo=UTC), datetime(2019, 5, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A market regulator and a railway, the broker, the platform and one place."""
    running = [BROKER, SECTORS, PLATFORM, PLACE]
    options = Options(sectors=("market", "rail"), only=running)
    with Stack.on_free_ports(tmp_path_factory.mktemp("down"), options) as started:
        yield started


def ask(stack: Stack, at: str, role: str, door: str, body: Any = None) -> dict[str, Any]:
    """An officer at a door; with a body something is done, without one it is read."""
    token = stack.document["officers"][at][role]
    answer = httpx.request(
        "GET" if body is None else "POST",
        f"{stack.urls[at]}/v1/{door}",
        json=body,
        headers={"Authorization": f"Bearer {token}"},
        trust_env=False,
        timeout=30,
    )
    told: dict[str, Any] = answer.raise_for_status().json()
    return told


def list_party(stack: Stack, issuer: tuple[str, str, str], party: Party) -> None:
    """Everything up to the notification."""
    at, list_id, ground = issuer
    words = words_of(party)
    case = {"party": words, "ground": ground, "found_on": "2019-01-01", "facts": "属实。"}
    basis = ask(stack, at, "clerk", "cases", case | {"decided": True})["id"]
    wanted = {"list": list_id, "ground": ground, "basis": basis, "party": words}
    door = f"listing-proposals/{ask(stack, at, 'clerk', 'listing-proposals', wanted)['id']}"
    ask(stack, at, "reviewer", f"{door}/approval", {})
    ask(stack, at, "clerk", f"{door}/notification", {})


def complement(stack: Stack, organisation: str) -> list[dict[str, Any]]:
    """What the place's file on the firm shows of what came down."""
    file = ask(stack, PLACE, "clerk", f"organisations/{organisation}/file")
    told: list[dict[str, Any]] = file["complement"]["evaluations"]
    return told


def soon(stack: Stack, organisation: str, count: int, seconds: float = 10.0) -> bool:
    """Whether the file shows so many well before the next half minute, so by a hint."""
    deadline = time.monotonic() + seconds
    while len(complement(stack, organisation)) != count:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def register(stack: Stack, firm: Party) -> str:
    """Put a firm on the place's books."""
    return str(ask(stack, PLACE, "clerk", "organisations", {"party": words_of(firm)})["id"])


def withdraw(stack: Stack, ref: str) -> None:
    """The market regulator was wrong."""
    cause = {"cause": "listed_in_error"}
    ask(stack, "market", "reviewer", f"listings/{ref}/withdrawal", cause)


def test_a_listing_comes_down_with_the_edition_and_is_gone_at_once(stack: Stack) -> None:
    organisation = register(stack, FIRM)
    list_party(stack, MARKET, FIRM)
    list_party(stack, RAIL, PERSON)
    assert complement(stack, organisation) == []

    stack.advance(MARCH)  # the edition; nobody waits for a hint, for time waits for the place
    [told] = complement(stack, organisation)
    assert (told["issuer"], told["list"], told["reason"]) == MARKET
    assert told["contest_at"].endswith("/v1/contact")
    public = httpx.get(f"{stack.urls[PLACE]}/v1/complement", trust_env=False).json()
    assert (public["edition"], public["refused_count"]) == ("2019-03", 0)
    searched = {"name": PERSON.name}
    up = httpx.post(f"{stack.urls[PLATFORM]}/v1/search", json=searched, trust_env=False).json()
    assert [one["issuer"] for one in up["listings"]] == ["rail"]
    for file in filter(Path.is_file, stack.state_of(PLACE).rglob("*")):
        assert PERSON.truncated_id.encode() not in file.read_bytes()

    withdraw(stack, told["ref"])
    assert soon(stack, organisation, 0)


def test_a_place_that_was_stopped_catches_up_without_repeats(stack: Stack) -> None:
    organisation = register(stack, SECOND)
    stack.stop_service(PLACE)
    list_party(stack, MARKET, SECOND)
    stack.start_service(PLACE)
    stack.advance(MAY)
    [told] = complement(stack, organisation)
    stack.stop_service(PLACE)
    withdraw(stack, told["ref"])
    stack.start_service(PLACE)
    assert soon(stack, organisation, 0)
    log = stack.child(PLACE).recipe.log.read_text()
    assert "complement_read_anew" not in log
    assert '"event": "broker_connected", "service": "rongcheng"' in log


def test_the_place_goes_on_without_platform_and_broker(stack: Stack) -> None:
    register(stack, THIRD)
    for name in (PLATFORM, BROKER):
        stack.stop_service(name)
    ready = httpx.get(f"{stack.urls[PLACE]}/readyz", trust_env=False)
    assert ready.json() == {"ready": True, "not_ready": {}}
    books = ask(stack, PLACE, "clerk", "organisations")["organisations"]
    assert {one["code"] for one in books} >= {THIRD.id_number}
    stack.start_service(BROKER)
    stack.start_service(PLATFORM)
