"""The chain of the audit log: each line carries a hash over itself and the line before it.

A reader needs nothing but SHA-256 to check it: the hash of a line is taken over one JSON array, in
ASCII without spaces, of the hash before it (64 zeros at the start) and the line's own fields in the
order of `FIELDS`; an instant is written in UTC with six decimals, like
`2019-01-02T04:00:00.000000Z`.

Whoever can write to the database can make the whole chain anew: that shows only against a
checkpoint that somebody else has kept.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

FIELDS = (
    "seq", "at", "actor", "act", "door", "about", "rule", "other_rules", "openness", "outcome",
)  # fmt: skip
START = "0" * 64


@dataclass(frozen=True, slots=True)
class Applied:
    """The rows under which something was done; empty where no row of a rulebook was applied.

    `rule` is the one whose facts an officer judged, `openness` how much it leaves to judge;
    `others` fixed a day or a size beside it.
    """

    rule: str = ""
    openness: str = ""
    others: tuple[str, ...] = ()


NO_RULE = Applied()


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands in the log; a line of the time before the chain has no hash."""

    seq: int
    at: datetime
    actor: str
    act: str
    door: str
    about: str
    rule: str
    other_rules: str
    openness: str
    outcome: str
    hash: str | None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a log had come when somebody looked; kept where its writer cannot reach it."""

    authority: str
    size: int
    head: str
    at: datetime


def link(line: Line, before: str) -> str:
    """The hash of a line that follows the one with the hash `before`."""
    words = [before, *(_plain(getattr(line, name)) for name in FIELDS)]
    return hashlib.sha256(json.dumps(words, separators=(",", ":")).encode("ascii")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value


@dataclass(slots=True)
class Verification:
    """Reads a log from its first line to its last, and tells what does not fit.

    `size` and `head` are where the chain ends; `unchained` counts lines from before it, which
    prove nothing.
    """

    against: Checkpoint | None = None
    size: int = 0
    head: str = START
    unchained: int = 0
    faults: list[str] = field(default_factory=list)
    _last: int = 0
    _was_reached: bool = False

    def read(self, lines: Iterable[Line]) -> None:
        """Go on with the next lines."""
        for line in lines:
            self._step(line)

    def end(self, size: int, head: str) -> list[str]:
        """Compare with where the log itself says that it ends, and with the checkpoint."""
        if (self.size, self.head) != (size, head):
            self.faults.append(
                f"the log says that it ends with line {size}, but its last line is {self.size}:"
                " the end was cut off or changed"
            )
        self.faults += self._missed()
        return self.faults

    def _step(self, line: Line) -> None:
        if line.hash is None:
            self._note_unchained(line)
            return
        if self.size and line.seq != self.size + 1:
            self.faults.append(f"after line {self.size} comes line {line.seq}")
        if link(line, self.head) != line.hash:
            self.faults.append(
                f"line {line.seq} does not fit its hash: it, or what stood before it, was altered"
            )
        self.size, self.head = line.seq, line.hash
        self._compare(line)

    def _note_unchained(self, line: Line) -> None:
        self.unchained += 1
        if self.size:
            self.faults.append(f"line {line.seq} has no hash although the chain had begun")

    def _compare(self, line: Line) -> None:
        """At the checkpoint's place the same hash must stand as did when it was taken."""
        if self.against is None or line.seq != self.against.size:
            return
        self._was_reached = True
        if line.hash != self.against.head:
            self.faults.append(
                f"line {line.seq} has another hash than the checkpoint kept:"
                " the log was made anew up to there"
            )

    def _missed(self) -> Iterator[str]:
        kept = self.against
        if kept is not None and kept.size and not self._was_reached:
            yield (
                f"the checkpoint had seen line {kept.size}, which is gone:"
                " the end was cut off or lines were dropped"
            )
