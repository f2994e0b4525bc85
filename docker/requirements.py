"""Print what one extra of pyproject.toml needs, extras of our own resolved; for the image build."""

import re
import sys
import tomllib
from pathlib import Path

OWN = re.compile(r"^chimera-registers\[([a-z_,]+)\]$")


def needed(extra: str, extras: dict[str, list[str]]) -> set[str]:
    """All third-party requirements of an extra."""
    found: set[str] = set()
    for requirement in extras[extra]:
        own = OWN.match(requirement)
        names = own.group(1).split(",") if own else []
        found |= {requirement} if not own else set().union(*(needed(n, extras) for n in names))
    return found


if __name__ == "__main__":
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    lines = sorted(needed(sys.argv[1], project["optional-dependencies"]))
    sys.stdout.write("\n".join(lines) + "\n")
