"""A wish to whoever runs the stack: stop this service, or start it again.

Only the launcher can do that, and it has no door. A file in its private folder is enough: whoever
may write there could stop the process anyway.
"""

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

from demo import private_files

NAME = "wish.json"
POLL_SECONDS = 0.1
Verb = Literal["stop", "start"]


class NotGranted(OSError):
    """Nobody who runs this stack looks for wishes, or it took too long."""


def make(folder: Path, verb: Verb, service: str, seconds: float = 60.0) -> None:
    """Wish, and wait until it is granted; NotGranted otherwise."""
    file = folder / NAME
    private_files.replace_json(file, {"do": verb, "service": service})
    deadline = time.monotonic() + seconds
    while file.exists():
        if time.monotonic() > deadline:
            file.unlink(missing_ok=True)
            raise NotGranted(f"nobody here can {verb} {service}: start the stack with `chimera up`")
        time.sleep(POLL_SECONDS)


def grant(folder: Path, verbs: Mapping[str, Callable[[str], None]], known: tuple[str, ...]) -> None:
    """Do what is wished, if anything is; the file goes when it is done."""
    file = folder / NAME
    if not file.exists():
        return
    try:
        with suppress(ValueError, KeyError, TypeError):
            wish = json.loads(file.read_text("utf-8"))
            if wish["service"] in known:
                verbs[wish["do"]](wish["service"])
    finally:
        file.unlink(missing_ok=True)
