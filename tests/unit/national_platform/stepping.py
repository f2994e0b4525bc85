"""An edition's folder that tells each step of the work in it, so that any can be the last."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from services.national_platform.records.edition_files import EditionFolder, Packing
from services.national_platform.records.edition_formats import Format


class SteppedFolder(EditionFolder):
    """`reached` hears the name of each step, and may raise, or end the process."""

    def __init__(self, path: Path, reached: Callable[[str], None]) -> None:
        super().__init__(path)
        self._reached, self._has_begun = reached, False

    def begin(self, name: str) -> Packing:
        self._has_begun = True
        self._reached(f"begin {name}")
        return super().begin(name)

    def settle(self, packing: Packing, written: Format) -> str:
        name = packing.path.name.removesuffix(".part")
        self._reached(f"settle {name}")
        sha256 = super().settle(packing, written)
        self._reached(f"settled {name}")
        return sha256

    def sync(self) -> None:
        super().sync()
        self._reached("synced")

    def sweep(self, counting: Any) -> None:
        if self._has_begun:
            self._reached("sweep")
        super().sweep(counting)
