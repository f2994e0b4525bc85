"""What stands on a state folder: which version began it, what with, and what for."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from demo import private_files
from demo.scene import Scene, WantedScene, filled
from demo.trouble import Trouble

# Raised whenever a folder of an older version can no longer be used as it is.
FORMAT = 1
FILE = "stamp.json"
# Somebody's own work, or a story that can be told again.
Purpose = Literal["work", "story"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a stack was begun with and what for."""

    scene: Scene
    purpose: Purpose


def begin(state: Path, wanted: WantedScene, purpose: Purpose) -> Scene:
    """Stamp a new folder."""
    scene = filled(wanted)
    private_files.make_folder(state)
    told = {name: str(v) if isinstance(v, date) else v for name, v in asdict(scene).items()}
    content = {"format": FORMAT, "product": product_version(), "purpose": purpose, "scene": told}
    private_files.replace_json(state / FILE, content)
    return scene


def go_on(state: Path, wanted: WantedScene) -> Scene:
    """The scene of a folder that is used; Trouble if something else is wanted now."""
    scene = read(state).scene
    for field in fields(WantedScene):
        asked, kept = getattr(wanted, field.name), getattr(scene, field.name)
        if asked not in (None, kept):
            option = "--" + field.name.replace("_", "-")
            raise Trouble(
                f"{state.parent} was begun with {option} {kept}: leave the option out to go on"
                " with it, or give another --state-dir"
            )
    return scene


def read(state: Path) -> Stamp:
    """The stamp of a folder; Trouble if another version made it."""
    found = _raw(state)
    if found is None or found.get("format") != FORMAT:
        made_by = found.get("product", "unknown") if found else "unknown"
        raise Trouble(
            f"{state} was left by another version of Chimera ({made_by}; this is"
            f" {product_version()} and reads state of format {FORMAT}): move it away, or give"
            " another --state-dir"
        )
    kept = found["scene"]
    days = {day: date.fromisoformat(kept[day]) for day in ("start", "rules_as_of")}
    return Stamp(Scene(**{**kept, **days}), found["purpose"])


def _raw(state: Path) -> dict[str, Any] | None:
    with suppress(OSError, ValueError):
        found = json.loads((state / FILE).read_text())
        return found if isinstance(found, dict) else None
    return None


def product_version() -> str:
    """The version that is installed."""
    with suppress(PackageNotFoundError):
        return version("chimera-registers")
    return "not installed"
