"""What a backup says of itself: which files, their hashes, by which version, with keys or not."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from demo import private_files
from demo.launcher.stamp import product_version
from demo.trouble import Trouble

FILE = "manifest.json"
# Raised whenever a backup of an older version can no longer be put back as it is.
FORMAT = 1
PIECE_BYTES = 1024 * 1024
KEYS, STATE = "keys", "state"


def _stays_inside(text: str) -> str:
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or path.parts[:1] not in ((KEYS,), (STATE,)):
        raise ValueError("a file of a backup lies among its keys or its state")
    return text


Inside = Annotated[str, AfterValidator(_stays_inside)]


class Copied(BaseModel):
    """One file as it was copied; of a database also which version its tables have."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size_bytes: Annotated[int, Field(ge=0)]
    tables: str | None = None


class Manifest(BaseModel):
    """Written last: a folder without it is no backup."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: Literal["chimera-backup"] = "chimera-backup"
    format: int = FORMAT
    product: str
    made_at: AwareDatetime
    with_keys: bool
    files: dict[Inside, Copied]

    @classmethod
    def of(cls, files: Mapping[str, Copied], *, with_keys: bool) -> Self:
        """Of a backup made now by this version."""
        now = datetime.now(UTC)
        return cls(product=product_version(), made_at=now, with_keys=with_keys, files=dict(files))

    def write(self, folder: Path) -> None:
        """Make the folder a backup."""
        private_files.replace(folder / FILE, self.model_dump_json(indent=2) + "\n")


def read(folder: Path) -> Manifest:
    """What a backup says; Trouble if it is none, or of a version that this one does not know."""
    try:
        raw = json.loads((folder / FILE).read_text("utf-8"))
        is_ours = isinstance(raw, dict) and raw.get("what") == "chimera-backup"
    except (OSError, ValueError) as error:
        raise Trouble(f"{folder} is no whole backup: it has no readable {FILE}") from error
    if not is_ours:
        raise Trouble(f"{folder} is no backup of Chimera")
    if raw.get("format") != FORMAT:
        raise Trouble(
            f"{folder} was made by another version of Chimera ({raw.get('product', 'unknown')}):"
            f" this one, {product_version()}, puts back backups of format {FORMAT}"
        )
    try:
        return Manifest.model_validate(raw)
    except ValidationError as error:
        raise Trouble(f"{folder} is damaged: its {FILE} is not as it was written") from error


def measure(path: Path, tables: str | None = None) -> Copied:
    """A file as it lies there."""
    hashed, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            hashed.update(piece)
            size += len(piece)
    return Copied(sha256=hashed.hexdigest(), size_bytes=size, tables=tables)
