"""A log of a few acts, an edition over it, and everything that can be proved of both."""

import hmac
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.proving import merkle
from shared.proving.acts import StandingAct, WithdrawnAct, leaf_of
from shared.proving.canonical import canonical
from shared.proving.checkpoint import Checkpoint, Pinned
from shared.proving.documents import Consistency, Proof, Receipt, Statement, signed
from shared.proving.notes import NoteKey, Signer
from tests.unit.proving.trees import plain_root, reader

ORIGIN = "register.example/log"
# A key of the tests alone, the same in each run so that what is printed in a page can be replayed.
SIGNER = Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
KEY: NoteKey = SIGNER.key


def act(number: int, name: str = "王秀英") -> StandingAct:
    """An invented listing."""
    return StandingAct(
        act="listed",
        at="2019-01-02T04:00:00.000000Z",
        effect="adverse",
        issuer="court",
        kind="person",
        list="judgment-defaulters",
        listed_on="2019-02-01",
        name=name,
        publication="public",
        reason="able-but-refuses",
        ref=f"court-number-{number}",
        stands_until="2021-02-01",
        truncated_id="6601011990****0020",
        version=1,
    )


def end(number: int) -> WithdrawnAct:
    """Its withdrawal."""
    return WithdrawnAct(
        act="withdrawn",
        issuer="court",
        ref=f"court-number-{number}",
        version=2,
        withdrawn_at="2019-02-14T04:00:00.000000Z",
    )


@dataclass
class Log:
    """Acts in their order, each with the salt that its place gives it: no test needs chance."""

    acts: list[StandingAct | WithdrawnAct] = field(default_factory=list)

    @property
    def commitments(self) -> list[bytes]:
        """What the leaves commit to, before they are hashed into the tree."""
        return [_commitment(number, one) for number, one in enumerate(self.acts)]

    def head(self, size: int | None = None, pinned: Pinned | None = None) -> Checkpoint:
        """Where the log stood."""
        count = len(self.acts) if size is None else size
        root = plain_root(self.commitments[:count]) if count else merkle.EMPTY_ROOT
        return Checkpoint(count, root, pinned)

    def proof(self, index: int, edition: "Edition | None" = None) -> Proof:
        """That an act is in it."""
        head = edition.head if edition else self.head()
        path = merkle.inclusion(reader(self.commitments), index, head.size)
        return Proof(
            edition=edition.id if edition else None,
            checkpoint=head.sign(SIGNER),
            index=index,
            path=[step.hex() for step in path],
            salt=salt(index).hex(),
            act=self.acts[index],
        )

    def receipt(self, index: int, cause: str | None = None) -> Receipt:
        """For the withdrawal at this place."""
        ended = self.acts[index]
        assert isinstance(ended, WithdrawnAct)
        said = Statement(
            issuer=ended.issuer,
            reference=ended.ref,
            withdrawn_at=ended.withdrawn_at,
            cause=cause,
        )
        return Receipt(statement=said, note=signed(said, SIGNER), proof=self.proof(index))


@dataclass(frozen=True)
class Edition:
    """An edition with one file."""

    id: str
    log: Log
    size: int
    file: bytes

    @property
    def manifest(self) -> bytes:
        """As it is published."""
        bare = self.log.head(self.size)
        return canonical(
            {
                "format": "chimera-manifest/1",
                "id": self.id,
                "as_of": "2019-01-31T16:00:00.000000Z",
                "files": {"public": {"sha256": sha256(self.file).hexdigest(), "listings": 1}},
                "log": {"size": self.size, "root": bare.root.hex()},
            }
        )

    @property
    def head(self) -> Checkpoint:
        """Where the log stood when it came out."""
        pinned = Pinned(self.id, sha256(self.manifest).hexdigest())
        return self.log.head(self.size, pinned)

    @property
    def checkpoint(self) -> str:
        """The same, signed."""
        return self.head.sign(SIGNER)


def salt(index: int) -> bytes:
    """Thirty-two bytes that only a test would use."""
    return sha256(b"salt %d" % index).digest()


def since(first: Edition, second: Edition) -> Consistency:
    """That one log begins the other."""
    path = merkle.consistency(reader(second.log.commitments), first.size, second.size)
    return Consistency(first=first.id, second=second.id, path=[step.hex() for step in path])


def _commitment(number: int, one: StandingAct | WithdrawnAct) -> bytes:
    content = canonical(one.model_dump())
    commitment = hmac.digest(salt(number), content, "sha256")
    assert leaf_of(salt(number), content) == merkle.leaf_hash(commitment)
    return commitment
