"""Saves a running stack, or goes back to what was saved: everything stops, and starts again.

On any trouble the stack runs as before. What was copied halfway is thrown away, and a moment with
which the services do not start gives way to the one that was there.
"""

import errno
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from demo import moments
from demo.launcher import checkpoint
from demo.launcher.folder import StateFolder
from demo.moments import Verb
from demo.trouble import Trouble


class NotStarted(Trouble):
    """The services did not start with what was loaded; they run as before."""


class Runs(Protocol):
    """A stack that runs, and holds its folder."""

    @property
    def folder(self) -> StateFolder:
        """Its keys and data."""
        ...

    @property
    def is_up(self) -> bool:
        """Whether its processes were started and not stopped since."""
        ...

    def pause(self) -> None:
        """Stop every process, and keep the folder."""
        ...

    def resume(self) -> None:
        """Start every process with what is in the folder now."""
        ...


def carry_out(folder: StateFolder, do: Verb, name: str) -> None:
    """Save or load, for a command; whoever runs a stack there does it, and else this process."""
    checkpoint.checked(name)
    if folder.running.exists() and folder.holder() is not None:
        moments.ask(folder.path, do, name)
    elif do == "save":
        checkpoint.save(folder, name)
    else:
        checkpoint.load(folder, name)


def grant(stack: Runs) -> None:
    """Do what is wished, if anything is, and say what came of it."""
    place = stack.folder.path
    wish = moments.read(place)
    if wish is None or wish.state != "wished":
        return
    moments.tell(place, replace(wish, state="doing"))
    try:
        (_save if wish.do == "save" else _load)(stack, wish.name)
    except (Trouble, OSError) as error:
        moments.tell(place, wish.failed(_reason(error), _sentence(error)))
        if not stack.is_up:
            raise
    else:
        moments.tell(place, replace(wish, state="done"))


def _save(stack: Runs, name: str) -> None:
    checkpoint.must_be_free(stack.folder, name)
    stack.pause()
    try:
        checkpoint.copy(stack.folder, name)
    finally:
        stack.resume()


def _load(stack: Runs, name: str) -> None:
    source = checkpoint.must_fit(stack.folder, name)
    stack.pause()
    try:
        with checkpoint.present_kept(stack.folder) as former:
            stack.folder.replace_by(source)
            _start_or_go_back(stack, former)
    except OSError:
        stack.resume()
        raise


def _start_or_go_back(stack: Runs, former: Path) -> None:
    try:
        stack.resume()
    except Trouble as error:
        stack.folder.replace_by(former)
        stack.resume()
        raise NotStarted(error.sentence) from error


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and _is_disk_full(error):
        return "disk_full"
    kinds = {
        checkpoint.NameTaken: "name_taken",
        checkpoint.NoSuchCheckpoint: "moment_unknown",
        NotStarted: "not_started",
    }
    return next((reason for kind, reason in kinds.items() if isinstance(error, kind)), "failed")


def _is_disk_full(error: OSError) -> bool:
    """Copying a tree tells of all its files in one error that has no number."""
    if isinstance(error, shutil.Error):
        return os.strerror(errno.ENOSPC) in str(error)
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def _sentence(error: Exception) -> str:
    if isinstance(error, Trouble):
        return error.sentence
    if isinstance(error, shutil.Error):
        return "not every file could be copied"
    return str(getattr(error, "strerror", None) or error)
