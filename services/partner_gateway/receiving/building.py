"""Building the index from an edition's file: a small one here, a large one in a child process.

A child has an interpreter of its own and gives way to whatever else the machine does, so that
decisions go on as before. It ends when the gateway does, and nothing counts until the gateway
puts the finished file in its place: whatever becomes of the child, the old index stays.

`python -m services.partner_gateway.receiving.building EDITION JOURNAL TARGET` is the child.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

import structlog

from services.partner_gateway.receiving.edition_file import read_rows
from services.partner_gateway.receiving.signed import EditionAltered
from services.partner_gateway.records import ListedTwice, TooLarge, build_file
from shared.telemetry import start_logging

log = structlog.get_logger()
SMALL_BYTES = 200_000  # of the compressed file: some thousand listings, less work than a child is
LONGEST_SECONDS = 1_800.0
LOOK_SECONDS = 0.05
NICENESS = 10
ALTERED, NO_ROOM = 3, 4  # exit codes of the child
Stopping = Callable[[], bool]


class NotBuilt(OSError):
    """The machine failed: a full disk, a child that was killed or took too long."""


def build(edition: Path, journal: Path, target: Path, is_stopping: Stopping) -> None:
    """Write the index of an edition to a target.

    EditionAltered if the file holds anything but listings; OSError if the machine fails.
    """
    if edition.stat().st_size <= SMALL_BYTES:
        build_here(edition, journal, target)
    else:
        build_beside(edition, journal, target, is_stopping)


def build_here(edition: Path, journal: Path, target: Path) -> int:
    """Write it in this process; how many listings it holds."""
    try:
        return build_file(target, read_rows(edition), journal)
    except (ListedTwice, TooLarge) as error:
        raise EditionAltered(type(error).__name__) from error


def build_beside(edition: Path, journal: Path, target: Path, is_stopping: Stopping) -> None:
    """Write it in a child process, and wait for that."""
    command = [sys.executable, "-m", __name__, str(edition), str(journal), str(target)]
    path = os.pathsep.join(filter(None, sys.path))
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    ) as child:
        log.info("edition_building", pid=child.pid)
        try:
            _wait(child, is_stopping)
        finally:
            child.kill()
    _judge(child)


def _wait(child: "subprocess.Popen[bytes]", is_stopping: Stopping) -> None:
    ends_at = time.monotonic() + LONGEST_SECONDS
    while not is_stopping() and time.monotonic() < ends_at:
        with suppress(subprocess.TimeoutExpired):
            child.wait(LOOK_SECONDS)
            return


def _judge(child: "subprocess.Popen[bytes]") -> None:
    """What a child's end means."""
    if child.returncode == ALTERED:
        raise EditionAltered("content")
    if child.returncode != 0:
        raise NotBuilt(f"child ended with {child.returncode}")


def main(edition: Path, journal: Path, target: Path) -> int:
    """Build; the exit code tells how it ended, and nothing is printed but the kind of an error."""
    start_logging("gateway")
    Thread(target=_end_with_parent, daemon=True).start()
    os.nice(NICENESS)
    try:
        build_here(edition, journal, target)
    except (EditionAltered, OSError) as error:
        log.error("edition_not_built", kind=type(error).__name__)
        return ALTERED if isinstance(error, EditionAltered) else NO_ROOM
    return 0


def _end_with_parent() -> None:
    """The parent holds the other end of standing input for as long as it lives."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(NO_ROOM)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
