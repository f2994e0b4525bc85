"""What the platform's signature vouches for, and that its log only ever grows.

A manifest counts if a checkpoint with its hash carries the log's signature. A later checkpoint must
be shown to hold all that the pinned one held; an earlier or another one is a rollback or a fork,
whoever signed it.
"""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, Field

from services.partner_gateway.records import Edition, Head
from shared.access import read_key
from shared.proving.canonical import read_document
from shared.proving.checkpoint import Checkpoint, Pinned
from shared.proving.documents import Consistency, check_consistency, read
from shared.proving.manifest import MAX_MANIFEST_BYTES, Manifest, read_manifest
from shared.proving.notes import NoteKey
from shared.proving.unproven import Unproven

LOG = "chimera.example/national-platform"  # the name that the platform's log signs under
FILE = "all.jsonl.gz"  # the platform's name of the file with shared and public lists


class EditionAltered(Exception):
    """A file that is not what its manifest says, or a manifest that nobody vouches for."""


class _Feed(BaseModel):
    """Besides what every verifier needs: where in the feed to go on."""

    model_config = ConfigDict(extra="ignore")

    feed_seq: int = Field(ge=0, strict=True)


def log_key(keys: Path) -> NoteKey:
    """The public key of the platform's log, as it lies in the gateway's key folder."""
    public = read_key(keys / "platform-log.pub.jwk").public_key
    if not isinstance(public, Ed25519PublicKey):
        raise TypeError("platform-log.pub.jwk is no Ed25519 key")
    return NoteKey(LOG, public.public_bytes_raw())


def opened(note: str, key: NoteKey) -> Checkpoint:
    """The checkpoint of an edition, if the log's key has signed it."""
    head = Checkpoint.open(note, key)
    if head.pinned is None:
        raise Unproven("no_edition", "The checkpoint belongs to a receipt and to no edition")
    return head


def vouched(manifest: bytes, head: Checkpoint) -> Edition:
    """The edition in a manifest that the checkpoint vouches for."""
    found = read_manifest(manifest, head)
    if FILE not in found.files:
        raise Unproven("manifest_without_file", "The manifest names no file for the gateway")
    feed = _Feed.model_validate(read_document(manifest, MAX_MANIFEST_BYTES))
    return Edition(found.id, found.files[FILE].sha256, feed.feed_seq, _head(found, manifest, head))


def _head(found: Manifest, manifest: bytes, head: Checkpoint) -> Head:
    pinned = head.pinned
    own = pinned.manifest_sha256 if pinned else ""
    return Head(found.id, found.as_of, head.size, head.root.hex(), own)


def must_not_go_back(seen: Head, now: Head) -> None:
    """Unproven if this is an earlier edition than one that was seen, or the same one rewritten."""
    if now.as_of < seen.as_of or now.size < seen.size:
        raise Unproven("rolled_back", "An edition that came out later was seen before")
    if now.as_of == seen.as_of and now != seen:
        raise Unproven("rewritten", "Another edition of this instant was seen before")


def must_have_grown(seen: Head, now: Head, proof: bytes) -> None:
    """Unproven if the log is not shown to hold all that it held."""
    check_consistency(read(Consistency, proof), _checkpoint(seen), _checkpoint(now))


def _checkpoint(head: Head) -> Checkpoint:
    pinned = Pinned(head.edition, head.manifest_sha256)
    return Checkpoint(head.size, bytes.fromhex(head.root), pinned)
