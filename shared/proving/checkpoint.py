"""Where the log stood: its size and root, and the edition that stands on it, in a signed text.

The format is C2SP's tlog-checkpoint. Two more lines name the edition and the SHA-256 of its
manifest, so that one signature covers the head of the log and all that the manifest says.
"""

import base64
import re
from dataclasses import dataclass
from typing import Self

from shared.proving.merkle import HASH_BYTES, LARGEST_SIZE
from shared.proving.notes import NoteKey, Signer, decode_base64
from shared.proving.unproven import Unproven

_NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")
_EDITION = re.compile(r"edition (?P<id>[0-9][0-9A-Za-z-]{0,31})")
_MANIFEST = re.compile(r"manifest-sha256 (?P<hash>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Pinned:
    """The edition that stands on a head of the log."""

    edition: str
    manifest_sha256: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A head of the log; without an edition it was signed for a receipt alone."""

    size: int
    root: bytes
    pinned: Pinned | None = None

    def sign(self, signer: Signer) -> str:
        """The checkpoint as a signed note; its origin is the name of the key."""
        lines = [signer.key.name, str(self.size), base64.b64encode(self.root).decode("ascii")]
        if self.pinned is not None:
            lines.append(f"edition {self.pinned.edition}")
            lines.append(f"manifest-sha256 {self.pinned.manifest_sha256}")
        return signer.sign("".join(f"{line}\n" for line in lines))

    @classmethod
    def open(cls, note: str, key: NoteKey) -> Self:
        """The checkpoint in a note that this key has signed; Unproven of anything else."""
        origin, *lines = key.open(note).removesuffix("\n").split("\n")
        if origin != key.name or len(lines) not in (2, 4):
            raise Unproven("checkpoint_malformed", "The note is signed, but it is no checkpoint")
        size, root = _head(*lines[:2])
        return cls(size, root, _pinned(*lines[2:]) if lines[2:] else None)


def _head(size: str, root: str) -> tuple[int, bytes]:
    data = decode_base64(root)
    is_sane = _NUMBER.fullmatch(size) and int(size) < LARGEST_SIZE
    if not is_sane or len(data) != HASH_BYTES:
        raise Unproven("checkpoint_malformed", "The checkpoint names no size and root")
    return int(size), data


def _pinned(edition: str, manifest: str) -> Pinned:
    named, hashed = _EDITION.fullmatch(edition), _MANIFEST.fullmatch(manifest)
    if named is None or hashed is None:
        raise Unproven("checkpoint_malformed", "The checkpoint names no edition and manifest")
    return Pinned(named["id"], hashed["hash"])
