"""`chimera demo`: a stack of its own, the storyline played on it, and what came of it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from demo import private_files
from demo.console import answer, ending_once, say
from demo.launcher import Options, Stack, StateFolder, stamp
from demo.launcher.compose import ComposeStage
from demo.stage import Play, Stage, Tell
from demo.trouble import Trouble


def tell_here(play: Play, folder: Path, options: Options, *, once: bool, as_json: bool) -> bool:
    """Play the storyline on a fresh stack; without `once`, go on until the keyboard ends it."""
    _make_room(StateFolder(folder))
    with ending_once(), Stack(folder, options) as stack:
        is_as_told = _tell(kept(play, folder), stack, as_json=as_json)
        if not once:
            run_until_ended(stack, restart=False)
    return is_as_told


def kept(play: Play, folder: Path) -> Play:
    """The same play, which also leaves its account with the state, for the map to show.

    As long as it lasts a mark says so, for the map plays nothing beside it.
    """
    own = StateFolder(folder)

    def played(stage: Stage, tell: Tell) -> Mapping[str, Any]:
        lines: list[str] = []

        def heard(line: str) -> None:
            lines.extend(line.splitlines())
            tell(line)

        own.telling.touch()
        try:
            told = play(stage, heard)
        finally:
            own.telling.unlink(missing_ok=True)
        if "steps" in told:
            private_files.replace_json(own.account, {**told, "lines": lines})
        return told

    return played


def tell_in_containers(play: Play, *, as_json: bool) -> bool:
    """Play the storyline on the containers that run now."""
    return _tell(play, ComposeStage(), as_json=as_json)


def run_until_ended(stack: Stack, *, restart: bool) -> None:
    """Print the addresses and watch until Ctrl-C."""
    with _ended_by_keyboard():
        for line in where(stack):
            say(line)
        stack.supervise(say, restart=restart)


@contextmanager
def _ended_by_keyboard() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        say("Stopping ...")


def where(stack: Stack) -> Iterator[str]:
    """The addresses, for a person."""
    width = max(map(len, stack.urls))
    for name, url in stack.urls.items():
        yield f"  {name:<{width}}  {url}"
    yield from stack.notes
    yield f"Tokens, secrets and some parties: {stack.folder.document}"
    yield "Ctrl-C stops everything."


def _make_room(folder: StateFolder) -> None:
    """The story is always told from its beginning; somebody's own work is left alone."""
    if not folder.path.exists():
        return
    with folder.held():
        if not folder.is_used:
            return
        if stamp.read(folder.state).purpose == "work":
            raise Trouble(
                f"{folder.path} holds a stack of your own, begun by `chimera up`: give another"
                f" --state-dir, or move {folder.state} away"
            )
        say(f"The story begins anew; what it left before is now in {folder.set_aside()}.")


def _tell(play: Play, stage: Stage, *, as_json: bool) -> bool:
    """The storyline's own words as they come, or one JSON document at the end."""
    told = play(stage, _silence if as_json else answer)
    if as_json:
        answer(json.dumps(told, ensure_ascii=False))
    return bool(told["ok"])


def _silence(_: str) -> None:
    return
