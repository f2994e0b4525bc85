"""A group of processes that start, live and stop together."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence

from demo.launcher.children import Child, stop_in_order
from demo.launcher.readiness import Member, wait_until_ready
from demo.trouble import Trouble

Say = Callable[[str], None]
MAX_PAUSE_SECONDS = 30.0


class Crew:
    """Stages of processes, in the order of their starting; they stop the other way round."""

    def __init__(self, stages: Sequence[Sequence[Member]], ready_seconds: float = 60.0) -> None:
        self._ready_seconds = ready_seconds
        self._expected: set[str] = set()
        self._leave = threading.Event()
        self.become(stages)

    def become(self, stages: Sequence[Sequence[Member]]) -> None:
        """Be these processes from now on; none of the earlier ones may run any more."""
        self.stages = stages
        self.members = {member.child.name: member for stage in stages for member in stage}

    def start(self) -> None:
        """Start all and return when all are ready; if one fails, all are stopped again."""
        try:
            for stage in self.stages:
                for member in stage:
                    self._start(member)
            wait_until_ready(list(self.members.values()), self._ready_seconds)
        except BaseException:
            self.stop()
            raise

    def _start(self, member: Member) -> None:
        member.child.start()
        self._expected.add(member.child.name)
        if member.is_needed_first:
            wait_until_ready([member], self._ready_seconds)

    def stop(self, seconds: float = 10.0) -> None:
        """Stop all, last started first; whatever does not end in time is killed."""
        self._expected.clear()
        stop_in_order(
            [[member.child for member in stage] for stage in reversed(self.stages)], seconds
        )

    def child(self, name: str) -> Child:
        """The process of that name."""
        return self._member(name).child

    def _member(self, name: str) -> Member:
        if name not in self.members:
            raise Trouble(f"There is no {name} here, only {', '.join(self.members)}")
        return self.members[name]

    def start_one(self, name: str, extra: Mapping[str, str] | None = None) -> None:
        """Start one that is not running, perhaps with other settings, and wait for it."""
        member = self._member(name)
        member.child.start(extra)
        self._expected.add(name)
        wait_until_ready([member], self._ready_seconds)

    def stop_one(self, name: str, seconds: float = 10.0) -> None:
        """Stop one in good order."""
        self._expected.discard(name)
        stop_in_order([[self.child(name)]], seconds)

    def kill_one(self, name: str) -> None:
        """Kill one outright."""
        self._expected.discard(name)
        self.child(name).kill()

    def leave(self) -> None:
        """End `supervise`, from any thread."""
        self._leave.set()

    def supervise(self, say: Say, restart: bool, tick: Callable[[], None]) -> None:
        """Watch until told to leave; tell of each that dies, and start it again if asked to."""
        pauses: dict[str, float] = {}
        again_at: dict[str, float] = {}
        while not self._leave.wait(0.3):
            tick()
            for name in self._newly_dead():
                say(self._obituary(name, restart))
                pauses[name] = min(2 * pauses.get(name, 0.5), MAX_PAUSE_SECONDS)
                again_at[name] = time.monotonic() + pauses[name]
            if restart:
                self._start_again(again_at)

    def _newly_dead(self) -> list[str]:
        dead = [name for name in self._expected if not self.child(name).is_running]
        self._expected.difference_update(dead)
        return dead

    def _obituary(self, name: str, restart: bool) -> str:
        child = self.child(name)
        then = "it is started again" if restart else "the others go on without it"
        return (
            f"{name} stopped (exit code {child.exit_code}), {then}; the last line of"
            f" {child.recipe.log}: {child.last_line()}"
        )

    def _start_again(self, again_at: dict[str, float]) -> None:
        for name in [name for name, at in again_at.items() if at <= time.monotonic()]:
            del again_at[name]
            self.child(name).start()
            self._expected.add(name)
