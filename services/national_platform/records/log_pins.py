"""What an edition pins: the head of the log, and a manifest, under one signature.

Manifest and checkpoint are kept as the bytes that were hashed and signed: what is made anew from
other columns in ten years might differ by a space.
"""

from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from services.national_platform.records import log
from services.national_platform.records.tables import EditionRow
from shared.proving.canonical import canonical, instant
from shared.proving.checkpoint import Checkpoint, Pinned
from shared.proving.notes import Signer

# Of the file for the gateway only the hash: its size would tell how many are on shared lists.
WITHHELD = "all"


def pin(session: Session, row: EditionRow, signer: Signer) -> None:
    """Let an edition that comes out say where the log stands, and sign all that it says."""
    size = log.size(session)
    root = log.root(session, size)
    row.log_size, row.log_root = size, root.hex()
    manifest = canonical(manifest_of(row))
    row.manifest = manifest.decode()
    pinned = Pinned(row.id, sha256(manifest).hexdigest())
    row.checkpoint = Checkpoint(size, root, pinned).sign(signer)


def manifest_of(row: EditionRow) -> dict[str, Any]:
    """What is said of an edition for ever."""
    return {
        "format": "chimera-manifest/1",
        "id": row.id,
        "as_of": instant(row.as_of),
        "made_at": instant(row.made_at),
        "feed_seq": row.feed_seq,
        "counts": row.counts,
        "files": {name: _file(name, made) for name, made in row.files.items()},
        "log": {"size": row.log_size, "root": row.log_root},
    }


def _file(name: str, made: dict[str, Any]) -> dict[str, Any]:
    return {"sha256": made["sha256"]} if name.startswith(WITHHELD) else dict(made)
