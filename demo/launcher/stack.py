"""A whole stack: broker, services, site, with keys and state of its own."""

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from demo import godmode, keys, private_files, wishes
from demo.advance import DoorClocks, move
from demo.cast import check_population
from demo.launcher import moments, stamp
from demo.launcher import plan as planning
from demo.launcher.children import Child
from demo.launcher.crew import Crew, Say
from demo.launcher.folder import StateFolder
from demo.launcher.memory import cost_of_sectors
from demo.launcher.plan import Environment, Plan
from demo.launcher.ports import free_ports, require_free
from demo.launcher.stamp import Purpose
from demo.moments import give_up_what_was_cut_short
from demo.parties import KnownParties
from demo.roster import BROKER, SECTORS, USUAL_LOCALITIES, USUAL_SECTORS, read_roster
from demo.scene import Scene, WantedScene
from shared.certificates import trusted
from shared.identifiers import Party

# demo.json is written again long before its tokens expire.
FRESH_TOKENS_SECONDS = 6 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a stack may differ in; the defaults are those of `chimera up`."""

    scene: WantedScene = field(default_factory=WantedScene)
    # Ports other than the usual ones, by name.
    ports: Mapping[str, int] = field(default_factory=dict)
    # Which sectors keep their lists.
    sectors: Sequence[str] = USUAL_SECTORS
    # Which localities keep their points.
    localities: Sequence[str] = USUAL_LOCALITIES
    # Only these processes, for a test that needs no more.
    only: Sequence[str] | None = None
    # More environment for one process: {"court": {"CHIMERA_...": "..."}}.
    extra: Mapping[str, Environment] = field(default_factory=dict)
    clock: str = "model"
    purpose: Purpose = "work"
    ready_seconds: float = 60.0


class Stack:
    """Starts on entering, stops everything on leaving, and lets tests break it in between."""

    def __init__(self, folder: Path, options: Options | None = None) -> None:
        self.folder = StateFolder(folder)
        self.options = options or Options()
        self._known = read_roster(planning.AUTHORITIES)
        self.roster = self._known.only([*self.options.sectors, *self.options.localities])
        self.document: dict[str, Any] = {}
        self._crew: Crew | None = None
        self._plan: Plan | None = None
        self._fresh_until = 0.0
        self.is_up = False

    @classmethod
    def on_free_ports(cls, folder: Path, options: Options | None = None) -> Self:
        """A stack that disturbs no other on this machine, with few people in it."""
        stack = cls(folder, options)
        names = list(stack.roster.ports)
        ports = dict(zip(names, free_ports(len(names)), strict=True))
        scene = stack.options.scene
        few = replace(scene, population=scene.population or 100)
        stack.options = replace(stack.options, ports=ports, scene=few)
        return stack

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start everything and return when all of it is ready."""
        self.folder.hold()
        try:
            give_up_what_was_cut_short(self.folder.path)
            self._crew = Crew([], self.options.ready_seconds)
            self.resume()
        except BaseException:
            self.stop()
            raise

    def resume(self) -> None:
        """Start every process with what is in the folder now; return when all of it is ready."""
        self._plan = self._make_plan()
        self.crew.become(planning.stages(self._plan, self.options.only))
        self.crew.start()
        self.is_up = True
        self.write_document()
        self._tell_running()

    def pause(self) -> None:
        """Stop every process, and keep the folder and the ports' numbers."""
        self.is_up = False
        self.crew.stop()

    def _make_plan(self) -> Plan:
        options = self.options
        ports = self.roster.ports | dict(options.ports)
        check_population(options.scene)
        require_free({name: port for name, port in ports.items() if self._runs(name)})
        scene = self._scene()
        keys.make_all(self.folder.keys, self._known)
        return Plan(self.folder, self.roster, scene, ports, options.clock, options.extra)

    def _scene(self) -> Scene:
        state, options = self.folder.state, self.options
        if self._plan is not None:  # what was loaded may have been begun with something else
            return stamp.read(state).scene
        if self.folder.is_used:
            return stamp.go_on(state, options.scene)
        return stamp.begin(state, options.scene, options.purpose)

    def _runs(self, name: str) -> bool:
        process_of, only = self.roster.process_of, self.options.only
        return only is None or process_of(name) in map(process_of, only)

    def _tell_running(self) -> None:
        told = {"pid": os.getpid(), "addresses": self.urls, "notes": self.notes}
        private_files.replace_json(self.folder.running, told)

    @property
    def notes(self) -> list[str]:
        """What else is worth knowing of this stack."""
        sectors = self.crew.members.get(SECTORS)
        return [cost_of_sectors(sectors.child.pid, self.roster.sectors)] if sectors else []

    def stop(self) -> None:
        """Stop everything, last started first, within ten seconds."""
        if self._crew is not None:
            self._crew.stop()
        self.folder.release()

    @property
    def plan(self) -> Plan:
        """What runs; known once the stack has begun to start."""
        if self._plan is None:
            raise RuntimeError("the stack was not started")
        return self._plan

    @property
    def crew(self) -> Crew:
        """The processes; known once the stack has begun to start."""
        if self._crew is None:
            raise RuntimeError("the stack was not started")
        return self._crew

    @property
    def urls(self) -> dict[str, str]:
        """The address of every service, and of the site."""
        return self.plan.addresses

    @property
    def broker_url(self) -> str:
        """The broker's address."""
        return f"nats://{planning.HOST}:{self.plan.ports[BROKER]}"

    def child(self, name: str) -> Child:
        """One process: its pid, whether it runs, its log (`recipe.log`)."""
        return self.crew.child(self.roster.process_of(name))

    def state_of(self, name: str) -> Path:
        """One service's own state folder."""
        return self.folder.state / name

    def keys_of(self, name: str) -> Path:
        """One service's own key folder."""
        return self.folder.keys / name

    def kill_service(self, name: str) -> None:
        """Kill one process outright (SIGKILL), as a crash would; sectors share theirs."""
        self.crew.kill_one(self.roster.process_of(name))

    def stop_service(self, name: str) -> None:
        """Stop one process in good order."""
        self.crew.stop_one(self.roster.process_of(name))

    def start_service(self, name: str, extra: Environment | None = None) -> None:
        """Start one again with its old state, perhaps with more environment; return when ready."""
        self.crew.start_one(self.roster.process_of(name), extra)

    def advance(self, by: timedelta | datetime) -> datetime:
        """Move the model's time, by a span or to an instant; returns where it stands."""
        told = self.document
        running = [[n for n in stage if self._runs(n)] for stage in told["time_stages"]]
        with closing(DoorClocks(told["services"], told["operators"])) as clocks:
            return move(clocks, running, by)

    def party_token(self, id_number: str, audience: str) -> str:
        """A token with which an invented party speaks at one service, from the identity issuer."""
        asked = {"id_number": id_number, "audience": audience}
        answer = httpx.post(
            self.document["identity"], json=asked, timeout=15, trust_env=False, verify=trusted()
        )
        return str(answer.raise_for_status().json()["token"])

    def register(self, parties: Iterable[Party]) -> None:
        """Make the identity issuer know more parties."""
        KnownParties(self.state_of("identity") / "parties.sqlite").add(parties)

    def write_document(self) -> None:
        """Mint the document that opens every door, and put it into demo.json."""
        plan = self.plan
        self.document = godmode.document(self.folder.keys, self.roster, plan.addresses, plan.scene)
        private_files.replace_json(self.folder.document, self.document)
        self._fresh_until = time.time() + FRESH_TOKENS_SECONDS

    def supervise(self, say: Say, *, restart: bool) -> None:
        """Watch over everything until the keyboard or a signal ends it."""
        self.crew.supervise(say, restart, self._keep_fresh)

    def _keep_fresh(self) -> None:
        verbs = {"stop": self.stop_service, "start": self.start_service}
        wishes.grant(self.folder.path, verbs, self.roster.names)
        moments.grant(self)
        if time.time() > self._fresh_until:
            self.write_document()
