"""Where tests write: in memory where there is room, because a commit waits for the disk.

Tests do as many commits as a service does in a month, and none can tell the two apart: what a test
kills is a process, whose written files survive it on either, and not the machine.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - its folders are made by tempfile and pytest, for us only
ROOM = 2 * 2**30  # of which all tests side by side use about a tenth


def write_in_memory() -> None:
    """From now on, this process's and its children's folders for what is thrown away.

    Whoever chose a folder keeps it; so does a machine without such a memory, or with little.
    """
    if "TMPDIR" not in os.environ and _has_room(MEMORY):
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


def _has_room(folder: Path) -> bool:
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        return False
    runs_programs = not os.statvfs(folder).f_flag & getattr(os, "ST_NOEXEC", 0)
    return runs_programs and shutil.disk_usage(folder).free >= ROOM
