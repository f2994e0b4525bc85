"""What an edition's manifest says, once its bytes are known to be those that were signed."""

from hashlib import sha256
from hmac import compare_digest
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.proving.canonical import read_document
from shared.proving.checkpoint import Checkpoint
from shared.proving.documents import EditionId, HexHash
from shared.proving.merkle import LARGEST_SIZE
from shared.proving.unproven import Unproven

MAX_MANIFEST_BYTES = 4 * 1024 * 1024
MAX_FILES = 100


class FileNamed(BaseModel):
    """One file of an edition; whatever else is said of it may be read by others."""

    model_config = ConfigDict(extra="allow", frozen=True)

    sha256: HexHash


class LogNamed(BaseModel):
    """The head of the log that the edition stands on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    size: Annotated[int, Field(strict=True, ge=0, lt=LARGEST_SIZE)]
    root: HexHash


class Manifest(BaseModel):
    """The part of a manifest that a verifier needs."""

    model_config = ConfigDict(extra="allow", frozen=True)

    format: Literal["chimera-manifest/1"]
    id: EditionId
    as_of: str
    files: Annotated[dict[str, FileNamed], Field(max_length=MAX_FILES)]
    log: LogNamed

    def name_of(self, hash_found: str) -> str | None:
        """Which file has this SHA-256; the public one, where no list is shared."""
        names = (name for name, file in self.files.items() if file.sha256 == hash_found)
        return max(names, default=None)


def read_manifest(data: bytes, head: Checkpoint) -> Manifest:
    """The manifest that a checkpoint vouches for; Unproven if these are not its very bytes."""
    if head.pinned is None:
        raise Unproven("no_edition", "The checkpoint belongs to a receipt and to no edition")
    if not compare_digest(sha256(data).hexdigest(), head.pinned.manifest_sha256):
        raise Unproven("manifest_differs", "The manifest is not the one that was signed")
    try:
        read = Manifest.model_validate(read_document(data, MAX_MANIFEST_BYTES))
    except ValidationError as error:
        raise Unproven("manifest_malformed", "The manifest is not of this format") from error
    if (read.id, read.log.size, read.log.root) != (head.pinned.edition, head.size, head.root.hex()):
        raise Unproven("head_differs", "Manifest and checkpoint name different heads of the log")
    return read
