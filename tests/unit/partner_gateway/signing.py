"""A platform over HTTP that signs what it brings out, with its good days and its bad ones."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.partner_gateway.receiving.signed import LOG
from shared.proving.canonical import canonical
from shared.proving.checkpoint import Checkpoint, Pinned
from shared.proving.documents import Consistency
from shared.proving.merkle import consistency, leaf_hash, node_hash, root
from shared.proving.notes import Signer

NOT_FOUND = {"code": "no_edition"}


@dataclass
class SignedEdition:
    """An edition as it is kept for ever."""

    size: int
    manifest: bytes
    note: str
    file: bytes


@dataclass
class SigningPlatform:
    """What the real doors answer, from a log in memory; `answers` takes one request."""

    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    name: str = LOG
    acts: list[bytes] = field(default_factory=list)
    editions: dict[str, SignedEdition] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def signer(self) -> Signer:
        """Whoever signs for the log."""
        return Signer(self.name, self.private)

    def act(self, *acts: str) -> None:
        """Something happens, and the log grows."""
        self.acts += [act.encode() for act in acts]

    def bring_out(self, month: str, file: bytes = b"", **changes: Any) -> None:
        """An edition of all acts so far."""
        size = len(self.acts)
        head = root(self.node, size)
        told = {
            "format": "chimera-manifest/1",
            "id": month,
            "as_of": f"{month}-01T00:00:00.000000Z",
            "feed_seq": 7,
            "counts": [],
            "files": {"public.csv": {"sha256": "1" * 64}, "all.jsonl.gz": _hash_of(file)},
            "log": {"size": size, "root": head.hex()},
        }
        manifest = canonical(told | changes)
        pinned = Pinned(month, sha256(manifest).hexdigest())
        note = Checkpoint(size, head, pinned).sign(self.signer)
        self.editions.pop(month, None)
        self.editions[month] = SignedEdition(size, manifest, note, file)

    def answers(self, request: httpx.Request) -> httpx.Response:
        """As the platform's doors do."""
        self.asked.append(request.url.path)
        match request.url.path.split("/")[2:]:
            case ["editions", "current", "checkpoint"] if self.editions:
                return httpx.Response(200, text=list(self.editions.values())[-1].note)
            case ["editions", month, "manifest.json"] if month in self.editions:
                return httpx.Response(200, content=self.editions[month].manifest)
            case ["editions", month, "listings.jsonl.gz"] if month in self.editions:
                return httpx.Response(200, content=self.editions[month].file)
            case ["proofs", "consistency"]:
                return self._consistency(request.url.params["first"], request.url.params["second"])
        return httpx.Response(404, json=NOT_FOUND)

    def _consistency(self, first: str, second: str) -> httpx.Response:
        if first not in self.editions:
            return httpx.Response(404, json={"code": "not_found"})
        sizes = self.editions[first].size, self.editions[second].size
        path = [step.hex() for step in consistency(self.node, *sizes)]
        proof = Consistency(first=first, second=second, path=path)
        return httpx.Response(200, json=proof.model_dump())

    def node(self, level: int, index: int) -> bytes:
        """A complete node of the log's tree."""
        if level == 0:
            return leaf_hash(self.acts[index])
        below = level - 1, 2 * index
        return node_hash(self.node(*below), self.node(below[0], below[1] + 1))


def _hash_of(file: bytes) -> dict[str, str]:
    return {"sha256": sha256(file).hexdigest()}
