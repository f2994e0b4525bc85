"""A skeleton of the tree, every module empty, in which a forbidden import can be planted."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")
PACKAGES = ("services", "shared", "demo")
ROOMS = ("app", "api", "records", "domain")


@dataclass(frozen=True, slots=True)
class Finding:
    """What the linter said."""

    passed: bool
    said: str

    @property
    def broken(self) -> list[str]:
        """The names of the contracts that do not hold."""
        lines = self.said.splitlines()
        return [line.removesuffix(" BROKEN") for line in lines if line.endswith(" BROKEN")]

    def about(self, contract: str) -> str:
        """The part that tells how one contract was broken."""
        rule = "-" * len(contract)
        return self.said.partition(f"\n{contract}\n{rule}\n")[2].split("\n---")[0]


def lint(tree: Path) -> Finding:
    """Check a tree against the contracts in its own pyproject.toml."""
    command = [str(LINTER), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=60)
    return Finding(done.returncode == 0, done.stdout + done.stderr)


def make_skeleton(target: Path) -> Path:
    """The real tree's modules without their content, and two authorities with every room."""
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        plant(target, str(path.relative_to(ROOT)), "")
    for authority in ("ours", "theirs"):
        for room in ("__init__", "settings", "publishing", *ROOMS):
            plant(target, f"services/{authority}/{room}.py", "")
    _complete(target)
    shutil.copy(ROOT / "pyproject.toml", target)
    return target


def _complete(target: Path) -> None:
    """A service that is still being written lacks rooms, which is no breach of a wall."""
    for service in (path for path in (target / "services").iterdir() if path.is_dir()):
        for room in ROOMS:
            if not (service / room).exists():
                plant(target, str((service / f"{room}.py").relative_to(target)), "")


def plant(tree: Path, path: str, code: str) -> None:
    """Write one module."""
    module = tree / path
    module.parent.mkdir(parents=True, exist_ok=True)
    module.write_text(code, encoding="utf-8")
