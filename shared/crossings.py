"""What just crossed, as bytes, for an auditor to look at; in memory only, and only the latest.

Whoever receives or sends something about a party notes it here, and whoever hears a hint or fetches
what it hinted at: of a whole edition its name, its count and its hash. Nothing is stored: a restart
forgets it all, so this is a window and never an archive.
"""

from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from threading import Lock
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from shared.origin import door, ours
from shared.web.guards import Auditor

KEPT = 500
# Shorter than any ID: the question's number comes back in the answer.
LARGEST = 10**14
router = APIRouter(tags=["every service"])


class Crossing(BaseModel):
    """One message as it went over the wire."""

    seq: int
    at: datetime
    subject: str
    headers: dict[str, str]
    body: str


class CrossingsShown(BaseModel):
    """The latest messages, oldest first; `next_after` goes into the next question."""

    crossings: list[Crossing]
    next_after: int


class Crossings:
    """The last few hundred messages."""

    def __init__(self, kept: int = KEPT) -> None:
        self._latest: deque[Crossing] = deque(maxlen=kept)
        self._seq = 0
        self._lock = Lock()

    def note(self, subject: str, headers: Mapping[str, str], body: bytes) -> None:
        """Remember one message for a while."""
        with self._lock:
            self._seq += 1
            crossing = Crossing(
                seq=self._seq,
                at=datetime.now(UTC),
                subject=subject,
                headers=dict(headers),
                body=body.decode("utf-8", "replace"),
            )
            self._latest.append(crossing)

    def after(self, seq: int) -> list[Crossing]:
        """What was noted after `seq` and is still remembered."""
        with self._lock:
            return [crossing for crossing in self._latest if crossing.seq > seq]


@router.get("/v1/crossings", **door(ours("A window onto the wire; it keeps nothing.")))
def crossings(
    request: Request, auditor: Auditor, after: Annotated[int, Query(ge=0, le=LARGEST)] = 0
) -> CrossingsShown:
    """The exact bytes of the latest messages, and what was fetched, from memory only."""
    window: Crossings = request.app.state.crossings
    shown = window.after(after)
    return CrossingsShown(crossings=shown, next_after=shown[-1].seq if shown else after)
