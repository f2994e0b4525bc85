"""A wish to save this moment of the stack, or to go back to one, and what came of it.

Like the wishes of `demo.wishes` it is a file in the private folder of whoever runs the stack. That
process stops everything, the site too, so what came of it stays in the same file to be read later.
"""

import json
import secrets
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from demo import private_files
from demo.trouble import Trouble

NAME = "moment.json"
POLL_SECONDS = 0.1
# Whoever runs a stack looks three times a second.
UNHEARD_SECONDS = 15.0
Verb = Literal["save", "load"]
State = Literal["wished", "doing", "done", "failed"]
# Why it failed, for pages; `said` is the same for a terminal.
NOT_GRANTED, INTERRUPTED = "not_granted", "interrupted"


class UnderWay(Trouble):
    """One moment is being saved or loaded already."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was wished, how far it is, and why it failed, if it did."""

    id: str
    do: Verb
    name: str
    state: State
    at: float
    reason: str = ""
    said: str = ""

    @property
    def is_under_way(self) -> bool:
        """Whether it was neither done nor given up yet."""
        return self.state in ("wished", "doing")

    def failed(self, reason: str, said: str) -> "Wish":
        """The same, given up."""
        return replace(self, state="failed", reason=reason, said=said)


def read(folder: Path) -> Wish | None:
    """The latest wish, if there was one that can be read; one that nobody hears is given up."""
    with suppress(OSError, ValueError, TypeError):
        found = Wish(**json.loads((folder / NAME).read_text("utf-8")))
        if found.state == "wished" and time.time() - found.at > UNHEARD_SECONDS:
            found = found.failed(NOT_GRANTED, "nobody who runs this stack looks for wishes")
            tell(folder, found)
        return found
    return None


def tell(folder: Path, wish: Wish) -> None:
    """Say how far it is."""
    private_files.replace_json(folder / NAME, asdict(wish))


def make(folder: Path, do: Verb, name: str) -> Wish:
    """Leave a wish and return at once; UnderWay while there is another."""
    before = read(folder)
    if before is not None and before.is_under_way:
        raise UnderWay(f"The moment {before.name} is being saved or loaded just now")
    wish = Wish(secrets.token_hex(6), do, name, "wished", time.time())
    tell(folder, wish)
    return wish


def ask(folder: Path, do: Verb, name: str, seconds: float = 180.0) -> None:
    """Wish, and wait until it is done; Trouble says why it was not."""
    wish, deadline = make(folder, do, name), time.monotonic() + seconds
    while (found := read(folder)) is not None and found.id == wish.id and found.is_under_way:
        if time.monotonic() > deadline:
            raise Trouble(f"It was not done within {seconds:.0f} s; see the launcher's own words")
        time.sleep(POLL_SECONDS)
    if found is not None and found.state == "failed":
        raise Trouble(found.said)


def give_up_what_was_cut_short(folder: Path) -> None:
    """A stack that starts finds no wish under way: who was at it has died."""
    found = read(folder)
    if found is not None and found.is_under_way:
        tell(folder, found.failed(INTERRUPTED, "the stack was stopped meanwhile"))
