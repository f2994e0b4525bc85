"""How far each story was told on a state; kept with that state, so both go back together."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from demo import private_files

NAME = ".plays.json"
Told = dict[str, Any]


class Played:
    """A file in the folder of the state; without one nothing is remembered."""

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / NAME if folder else None

    def of(self, story: str) -> list[Told]:
        """What was told of a story before this process began."""
        return list(self._all().get(story, []))

    def keep(self, story: str, told: Sequence[Told]) -> None:
        """Remember how far it is."""
        if self._file is not None:
            private_files.replace_json(self._file, {**self._all(), story: list(told)})

    def _all(self) -> Mapping[str, list[Told]]:
        if self._file is not None:
            with suppress(OSError, ValueError):
                found: Mapping[str, list[Told]] = json.loads(self._file.read_text("utf-8"))
                return found
        return {}
