"""Sectors that share a process: each with its own doors and wires, and a local list that stays."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from demo.launcher import Options, Stack
from demo.roster import SECTORS
from tests.builders import make_party, words_of

pytestmark = pytest.mark.integration
FOUND = "2019-01-01"
PARTY = make_party("王秀英")


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A railway and a county bureau in one process, the broker and the platform."""
    options = Options(sectors=("rail", "education"), only=["broker", SECTORS, "platform"])
    folder = tmp_path_factory.mktemp("sectors")
    with Stack.on_free_ports(folder, options) as started:
        yield started


def say(stack: Stack, at: str, role: str, door: str, body: Any = None) -> dict[str, Any]:
    """An officer at a sector's door."""
    token = stack.document["officers"][at][role]
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{stack.urls[at]}/v1/{door}"
    answer = httpx.post(url, json=body, headers=headers, trust_env=False, timeout=30)
    told: dict[str, Any] = answer.raise_for_status().json()
    return told


def list_somebody(stack: Stack, at: str, list_id: str, ground: str) -> None:
    """Everything up to the notification."""
    party = words_of(PARTY)
    case = {"party": party, "ground": ground, "found_on": FOUND, "facts": "属实。", "decided": True}
    basis = say(stack, at, "clerk", "cases", case)["id"]
    words = {"list": list_id, "ground": ground, "basis": basis, "party": party}
    door = f"listing-proposals/{say(stack, at, 'clerk', 'listing-proposals', words)['id']}"
    say(stack, at, "reviewer", f"{door}/approval")
    say(stack, at, "clerk", f"{door}/notification")


def found(stack: Stack) -> list[tuple[str, str]]:
    """Which issuers' lists the platform's public search shows the party on."""
    url = f"{stack.urls['platform']}/v1/search"
    answer = httpx.post(url, json={"name": PARTY.name}, trust_env=False).raise_for_status()
    return [(one["issuer"], one["reason"]) for one in answer.json()["listings"]]


def test_the_railways_list_crosses_and_the_countys_never_does(stack: Stack) -> None:
    list_somebody(stack, "rail", "rail-passengers", "smokes-on-high-speed-train")
    list_somebody(stack, "education", "local-blacklist", "corporal-punishment")
    stack.advance(datetime(2019, 3, 1, tzinfo=UTC))
    assert found(stack) == [("rail", "smokes-on-high-speed-train")]


def test_both_answer_in_their_own_name_and_only_the_railway_reaches_the_broker(
    stack: Stack,
) -> None:
    titles = {
        name: httpx.get(f"{stack.urls[name]}/v1/contact", trust_env=False).json()["authority"]
        for name in ("rail", "education")
    }
    assert titles == {"rail": "rail", "education": "education"}
    assert stack.child("rail").pid == stack.child("education").pid
    assert "rail, education: 2 sector lists in one process" in stack.notes[0]
    log = stack.child("rail").recipe.log.read_text()
    assert '"event": "broker_connected", "service": "rail"' in log
    assert '"service": "education"' not in log


def test_killed_together_they_come_back_together(stack: Stack) -> None:
    stack.kill_service("rail")
    for name in ("rail", "education"):
        with pytest.raises(httpx.ConnectError):
            httpx.get(stack.urls[name], trust_env=False)
    stack.start_service("education")
    for name in ("rail", "education"):
        ready = httpx.get(f"{stack.urls[name]}/readyz", trust_env=False)
        assert json.loads(ready.content)["ready"] is True


def test_a_service_that_cannot_start_ends_them_all(stack: Stack) -> None:
    stack.stop_service("rail")
    secret = stack.keys_of("rail") / "sealing.jwk"
    content = secret.read_text()
    secret.unlink()
    child = stack.child("rail")
    child.start()
    assert child.wait(30)
    assert child.exit_code not in (None, 0)
    secret.write_text(content)
    stack.start_service("rail")
