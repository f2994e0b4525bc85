"""The same stage where the services run as containers, started by `docker compose up`."""

import json
import subprocess
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

from demo.advance import DoorClocks, move
from demo.launcher.plan import ROOT
from demo.launcher.readiness import POLL_SECONDS, http_check
from demo.trouble import Trouble
from shared.identifiers import Party

# The one container that sees all keys answers on request; no file of the containers ever holds
# what it says.
ASK_KEYS = ("run", "--rm", "--no-deps", "-T", "keys", "python", "-m", "demo.keys")
KEYS_IN_CONTAINER = "/keys"


class ComposeStage:
    """Containers, driven through `docker compose` and their public doors."""

    def __init__(self, ready_seconds: float = 120.0) -> None:
        self._ready_seconds = ready_seconds
        self.document: dict[str, Any] = json.loads(_ask_keys("demo-json"))
        for name in self.document["services"]:
            self._wait(name)
        self._known: list[dict[str, Any]] = list(self.document["parties"])

    def advance(self, by: timedelta | datetime) -> datetime:
        """Move the model's time, by a span or to an instant; returns where it stands."""
        told = self.document
        with closing(DoorClocks(told["services"], told["operators"])) as clocks:
            return move(clocks, told["time_stages"], by)

    def party_token(self, id_number: str, audience: str) -> str:
        """A token with which a known party speaks at one service."""
        party = next(one for one in self._known if one["id_number"] == id_number)
        return _ask_keys("party-token", json.dumps({"audience": audience, "party": party}))

    def register(self, parties: Iterable[Party]) -> None:
        """Know more parties: whoever is named to the container that sees all keys gets a token."""
        self._known += [party.model_dump(mode="json") for party in parties]

    def stop_service(self, name: str) -> None:
        """Stop one container in good order."""
        _compose(["stop", name])

    def start_service(self, name: str) -> None:
        """Start it again; return when it is ready."""
        _compose(["start", name])
        self._wait(name)

    def _wait(self, name: str) -> None:
        missing = http_check(self.document["services"][name])
        deadline = time.monotonic() + self._ready_seconds
        while (lack := missing()) is not None:
            if time.monotonic() > deadline:
                raise Trouble(f"{name} was not ready within {self._ready_seconds:.0f} s ({lack})")
            time.sleep(POLL_SECONDS)


def _ask_keys(command: str, said: str = "") -> str:
    return _compose([*ASK_KEYS, command, KEYS_IN_CONTAINER], said).strip()


def _compose(words: Sequence[str], said: str = "") -> str:
    command = ["docker", "compose", *words]
    try:
        done = subprocess.run(
            command, cwd=ROOT, input=said, capture_output=True, text=True, check=True
        )
    except FileNotFoundError as error:
        raise Trouble("There is no docker command on PATH") from error
    except subprocess.CalledProcessError as error:
        lines = error.stderr.strip().splitlines() or ["it said nothing"]
        raise Trouble(f"docker compose {words[0]} failed: {lines[-1]}") from error
    return done.stdout
