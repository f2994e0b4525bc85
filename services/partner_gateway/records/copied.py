"""What the gateway copies from the platform: editions, their rows, withdrawals and corrections."""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Head:
    """Where the platform's log stood at an edition, and which manifest was signed with it."""

    edition: str
    as_of: str
    size: int
    root: str
    manifest_sha256: str

    def values(self) -> dict[str, Any]:
        """The columns of its row."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Edition:
    """What the platform says of its latest edition; `id` is empty before the first came out."""

    id: str | None
    sha256: str | None
    feed_seq: int
    head: Head | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of an edition."""

    issuer: str
    ref: str
    list: str
    kind: str
    effect: str
    publication: str
    version: int
    listed_on: date
    stands_until: date
    name: str
    truncated_id: str
    reason: str

    @property
    def key(self) -> tuple[str, str]:
        """References are their issuer's own."""
        return self.issuer, self.ref

    def values(self) -> dict[str, Any]:
        """The columns of its row."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A listing has ended for good."""

    issuer: str
    ref: str
    cause: str
    withdrawn_at: datetime

    @property
    def key(self) -> tuple[str, str]:
        """Which listing."""
        return self.issuer, self.ref

    def values(self) -> dict[str, Any]:
        """The columns of its row."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Correction:
    """A name or a mask was put right; it takes effect at once."""

    issuer: str
    ref: str
    version: int
    name: str
    truncated_id: str

    @property
    def key(self) -> tuple[str, str]:
        """Which listing."""
        return self.issuer, self.ref

    def of(self, wrong: Listed) -> Listed:
        """The listing as it is right."""
        return replace(wrong, version=self.version, name=self.name, truncated_id=self.truncated_id)


Change = Withdrawal | Correction


@dataclass(frozen=True, slots=True)
class Position:
    """Which edition the index is, how far it has read the feed, and when (in real time).

    `has_gap` says that part of the feed was never read: which of the listings told are gone must
    then be found by looking for them.
    """

    edition: str | None
    sha256: str | None
    cursor: int
    read_at: datetime
    has_gap: bool

    def values(self) -> dict[str, Any]:
        """The columns of its row."""
        return asdict(self)

    def age_seconds(self) -> int:
        """How long ago the platform was last read to its end, in real seconds."""
        return max(0, int((datetime.now(UTC) - self.read_at).total_seconds()))

    def is_of(self, edition: Edition) -> bool:
        """Whether this is that edition, byte for byte."""
        return (self.edition, self.sha256) == (edition.id, edition.sha256)
