"""What the whole demonstration takes of this machine's memory, once its story has been told.

Summed over the launcher, the broker, every service and the site as proportional set size: a page
that several processes share counts once, shared out among them.
"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.results import Result
from demo.launcher.memory import kibibytes
from demo.launcher.plan import AUTHORITIES, ROOT
from demo.launcher.ports import is_free
from demo.roster import read_roster

CEILING_MB = 1000
IS_UP = "Ctrl-C stops everything"
FIRST_OFFSET, LAST_OFFSET, STEP = 10_000, 22_000, 500
PROC = Path("/proc")
KIB = 1024


def run() -> list[Result]:
    """Megabytes; the ratio says how many times over they would fit under the ceiling."""
    if not PROC.joinpath("self", "smaps_rollup").exists():
        return []  # only Linux tells
    with TemporaryDirectory(prefix="chimera-bench-") as folder, _demo(folder) as launcher:
        used = sum(map(_pss_bytes, [launcher, *_descendants(launcher)])) / 1_000_000
    return [Result("memory", used, "MB", CEILING_MB, CEILING_MB / used, floor=1.0)]


@contextmanager
def _demo(folder: str) -> Iterator[int]:
    """`chimera demo` in a process of its own, after its story; it must have come out as told."""
    command = [sys.executable, "-m", "demo.cli", "demo", "--state-dir", folder]
    process = subprocess.Popen(
        [*command, "--port-offset", str(_free_offset())],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stderr
            assert any(IS_UP in line for line in process.stderr), "the demonstration did not start"
            yield process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
    assert process.returncode == 0, "the story did not come out as told"


def _free_offset() -> int:
    usual = read_roster(AUTHORITIES).ports.values()
    offsets = range(FIRST_OFFSET, LAST_OFFSET, STEP)
    return next(one for one in offsets if all(is_free(port + one) for port in usual))


def _descendants(pid: int) -> list[int]:
    """All processes that this one started, and those that they started."""
    parents = {int(one.name): _parent(one) for one in PROC.iterdir() if one.name.isdigit()}
    found = [pid]
    for parent in found:
        found += [child for child, its_parent in parents.items() if its_parent == parent]
    return found[1:]


def _parent(process: Path) -> int:
    with suppress(OSError):
        return int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
    return 0


def _pss_bytes(pid: int) -> int:
    return (kibibytes(pid) or 0) * KIB
