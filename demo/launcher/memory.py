"""How much memory a process really costs: its own pages, and its share of those it shares."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path


def megabytes(pid: int) -> float | None:
    """The proportional set size; None where the system does not tell."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return None


def cost_of_sectors(pid: int, names: Sequence[str]) -> str:
    """One sentence on what the sectors cost that share a process."""
    whole = megabytes(pid)
    told = "" if whole is None else f": {whole:.0f} MB, {whole / len(names):.0f} MB each"
    lists = "one sector list" if len(names) == 1 else f"{len(names)} sector lists"
    return f"{', '.join(names)}: {lists} in one process{told}"
