"""The child that builds a large index.

`python -m services.partner_gateway.receiving.building_child EDITION JOURNAL TARGET`
"""

import os
import sys
from pathlib import Path
from threading import Thread

import structlog

from services.partner_gateway.receiving.building import ALTERED, NO_ROOM, build_here
from services.partner_gateway.receiving.signed import EditionAltered
from shared.telemetry import start_logging

log = structlog.get_logger()
NICENESS = 10


def main(edition: Path, journal: Path, target: Path) -> int:
    """Build; the exit code tells how it ended, and nothing is said but the kind of an error."""
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
    """The parent holds the other end of standard input for as long as it lives."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(NO_ROOM)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
