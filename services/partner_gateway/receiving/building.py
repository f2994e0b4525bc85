"""Building the index from an edition's file: a small one here, a large one in a child process.

A child has an interpreter of its own and gives way to whatever else the machine does, so that
decisions go on as before. It ends when the gateway does, and nothing counts until the gateway
puts the finished file in its place: whatever becomes of the child, the old index stays.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import structlog

from services.partner_gateway.receiving.edition_file import read_rows
from services.partner_gateway.receiving.signed import EditionAltered
from services.partner_gateway.records import ListedTwice, TooLarge, build_file

log = structlog.get_logger()
SMALL_BYTES = 200_000  # of the compressed file: some thousand listings, less work than a child is
LONGEST_SECONDS = 1_800.0
LOOK_SECONDS = 0.05
ALTERED, NO_ROOM = 3, 4  # exit codes of the child
CHILD = "services.partner_gateway.receiving.building_child"
CODE = Path(__file__).parents[3]  # where Python finds this module by its name
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
    files = [str(file.absolute()) for file in (edition, journal, target)]
    with subprocess.Popen(
        [sys.executable, "-m", CHILD, *files],
        cwd=CODE,
        env={},  # it needs no secret, so it gets none
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
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
