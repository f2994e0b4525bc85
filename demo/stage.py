"""What the storyline may do with a running stack, wherever it runs."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from shared.identifiers import Party

# One line of the story, for a person to read.
Tell = Callable[[str], None]


class Stage(Protocol):
    """A running stack that time can be moved in and services be taken from."""

    @property
    def document(self) -> Mapping[str, Any]:
        """The document that opens every door: addresses, tokens, secrets, parties."""
        ...

    def advance(self, by: timedelta | datetime) -> datetime:
        """Move the model's time, by a span or to an instant; returns where it stands."""
        ...

    def party_token(self, id_number: str, audience: str) -> str:
        """A token with which an invented party speaks at one service."""
        ...

    def register(self, parties: Iterable[Party]) -> None:
        """Vouch for more invented parties, as for those who were there from the beginning."""
        ...

    def stop_service(self, name: str) -> None:
        """Stop one service in good order."""
        ...

    def start_service(self, name: str) -> None:
        """Start it again with its old state; return when it is ready."""
        ...


class Play(Protocol):
    """The storyline: plays every step, tells of it, and says what came of it."""

    def __call__(self, stage: Stage, tell: Tell) -> Mapping[str, Any]:
        """`{"ok": bool, "steps": [{"name", "ok", "seconds", "crossed"}]}`."""
        ...
