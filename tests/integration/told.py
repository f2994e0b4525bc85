"""The storyline, told once for all tests that look at what it left, with every wire recorded."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from demo import storyline
from demo.launcher import Stack
from demo.population import candidates_behind
from demo.roster import BROKER, GATEWAY, PLATFORM
from shared.identifiers import IdNumber, Kind, Party, truncate
from tests.integration.wire_tap import HOST, Line, WireTap

LOCALITIES = ("rongcheng", "bailu")
ON_THE_BUS = ("court", "tax", PLATFORM, GATEWAY, *LOCALITIES)
READERS = (GATEWAY, *LOCALITIES)


@dataclass(frozen=True, slots=True)
class Wires:
    """Taps on every wire between two processes, and on every visitor's way to a service."""

    to_broker: Mapping[str, WireTap]
    to_platform: Mapping[str, WireTap]
    to_doors: Mapping[str, WireTap]

    @property
    def between_services(self) -> list[Line]:
        """Every connection over which one service heard from another."""
        taps = [*self.to_broker.values(), *self.to_platform.values()]
        return [line for tap in taps for line in tap.lines]


class TappedStage:
    """The running stack as the storyline sees it, with its visitors' wires tapped."""

    def __init__(self, stack: Stack, doors: Mapping[str, WireTap]) -> None:
        self._stack = stack
        services = {name: f"http://{HOST}:{tap.port}" for name, tap in doors.items()}
        self.document: Mapping[str, Any] = {**stack.document, "services": services}

    def advance(self, by: timedelta | datetime) -> datetime:
        """Move the model's time."""
        return self._stack.advance(by)

    def party_token(self, id_number: str, audience: str) -> str:
        """A party's token."""
        return self._stack.party_token(id_number, audience)

    def register(self, parties: Iterable[Party]) -> None:
        """Vouch for more parties."""
        self._stack.register(parties)

    def stop_service(self, name: str) -> None:
        """Stop one service."""
        self._stack.stop_service(name)

    def start_service(self, name: str) -> None:
        """Start it again, on its tapped wires."""
        self._stack.start_service(name)


@dataclass(frozen=True, slots=True)
class Told:
    """The stack on which the story was told, the story's own account, and what went over wires."""

    stack: Stack
    stage: TappedStage
    account: Mapping[str, Any]
    spoken: list[str]
    wires: Wires

    @property
    def party(self) -> Mapping[str, str]:
        """Who is listed in the story."""
        return dict(self.stack.document["parties"][-2])

    @property
    def namesakes(self) -> set[str]:
        """The whole numbers of the listed party and of the one who is only called the same."""
        return {one["id_number"] for one in self.stack.document["parties"][-2:]}

    @property
    def known_people(self) -> set[str]:
        """The whole numbers of all people of the story.

        A company's code is public and crosses whole, so none is among them.
        """
        parties = self.stack.document["parties"]
        return {one["id_number"] for one in parties if one["kind"] == Kind.PERSON}

    @property
    def people(self) -> set[str]:
        """Those, and all that somebody could guess behind the mask."""
        mask = truncate(Kind.PERSON, IdNumber(self.party["id_number"]))
        return self.known_people | {str(number) for number in candidates_behind(mask)}


@pytest.fixture(scope="package")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """The stack still runs: what services hold in memory and in their journals is there too."""
    stack = Stack.on_free_ports(tmp_path_factory.mktemp("told"))
    spoken: list[str] = []
    with ExitStack() as open_until_the_end:
        wires = _tap(stack, open_until_the_end)
        stack.options = replace(stack.options, extra=_detours(wires))
        open_until_the_end.enter_context(stack)
        stage = TappedStage(stack, wires.to_doors)
        account = storyline.play(stage, spoken.append)
        yield Told(stack, stage, account, spoken, wires)


def _tap(stack: Stack, until: ExitStack) -> Wires:
    ports = stack.options.ports

    def tap(name: str) -> WireTap:
        return until.enter_context(WireTap(ports[name]))

    return Wires(
        to_broker={name: tap(BROKER) for name in ON_THE_BUS},
        to_platform={name: tap(PLATFORM) for name in READERS},
        to_doors={name: tap(name) for name in stack.roster.names},
    )


def _detours(wires: Wires) -> dict[str, dict[str, str]]:
    """More environment for each service: it reaches the others over tapped wires."""
    extra = {
        name: {"CHIMERA_BROKER_URL": f"nats://{HOST}:{tap.port}"}
        for name, tap in wires.to_broker.items()
    }
    for name, found in wires.to_platform.items():
        extra[name] |= {"CHIMERA_PLATFORM_URL": f"http://{HOST}:{found.port}"}
    return extra
