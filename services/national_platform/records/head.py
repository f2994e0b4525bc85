"""Where the feed stands now, known without asking the database until something is written."""

from dataclasses import dataclass
from threading import Lock

from services.national_platform.records import editions
from services.national_platform.records.state import state
from shared.database import Database


@dataclass(frozen=True, slots=True)
class Head:
    """The feed's last number, and the edition that decides what is shown."""

    last_seq: int
    edition: str | None


class Heads:
    """One process writes the register, so its own commits are all that can move the head.

    A thousand readers that ask whether anything is new cost no query. Whoever is told of a change
    on the bus, which is after its commit, always finds it here.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._writes = 0
        self._known: Head | None = None
        database.after_each_write(self._forget)

    @property
    def known(self) -> Head | None:
        """The head, unless something was written since it was read."""
        return self._known

    def read(self) -> Head:
        """The head from the tables; remembered unless something was written meanwhile."""
        writes = self._writes
        with self._database.read() as session:
            latest = editions.latest(session)
            head = Head(state(session).last_seq, latest.id if latest else None)
        with self._lock:
            if writes == self._writes:
                self._known = head
        return head

    def _forget(self) -> None:
        with self._lock:
            self._writes += 1
            self._known = None
