"""Requests that nobody thought of, made by `schemathesis` from a service's OpenAPI document.

All checks are on. Which answers may be given beyond the document stands in the service's own
configuration beside this file, with the reason.
"""

import subprocess
import sys
from pathlib import Path

from demo.launcher import Stack

COMMAND = Path(sys.executable).with_name("schemathesis")
EXAMPLES = 4
PATIENCE_SECONDS = 240


def assert_nothing_breaks(stack: Stack, service: str, doors: str, shown: str | None) -> None:
    """Every answer of these doors is as described, to whoever shows this `Authorization`."""
    config = Path(__file__).with_name(f"{service}.schemathesis.toml")
    address = f"{stack.document['services'][service]}/openapi.json"
    header = ["-H", f"Authorization: {shown}"] if shown else []
    header += ["--include-path-regex", doors]
    checks = ["--checks", "all", "--max-examples", str(EXAMPLES), "--no-shrink"]
    phases = ["--phases", "examples,coverage,fuzzing", "--request-timeout", "30"]
    command = [str(COMMAND), "--config-file", str(config), "run", address, *checks, *phases]
    run = subprocess.run(
        [*command, *header, "--warnings", "off"],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-8000:]
