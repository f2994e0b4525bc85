"""How much memory a process really costs: its own pages, and its share of those it shares."""

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def kibibytes(pid: int) -> int | None:
    """The proportional set size, if told; OSError where nothing is, or the process is gone."""
    found = PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
    return int(found[1]) if found else None


def megabytes(pid: int) -> float | None:
    """The same for people; None where the system does not tell."""
    with suppress(OSError):
        size = kibibytes(pid)
        return None if size is None else size / 1024
    return None


def cost_of_sectors(pid: int, names: Sequence[str]) -> str:
    """One sentence on what the sectors cost that share a process."""
    whole = megabytes(pid)
    told = "" if whole is None else f": {whole:.0f} MB, {whole / len(names):.0f} MB each"
    lists = "one sector list" if len(names) == 1 else f"{len(names)} sector lists"
    return f"{', '.join(names)}: {lists} in one process{told}"
