"""A platform in memory: editions as real files, a feed with numbers, and faults to order."""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from services.partner_gateway.receiving.feeds import Page
from services.partner_gateway.receiving.signed import EditionAltered
from services.partner_gateway.records import Change, Correction, Edition, Head, Listed, Withdrawal
from shared.calendar import start_of
from shared.following import CursorTooOld, PlatformAway
from shared.identifiers import Party

WITHDRAWN_AT = start_of(date(2019, 2, 10))


def listed(party: Party, ref: str, **changes: Any) -> Listed:
    """A row of an edition: the court's list, from February 2019 for two years."""
    row = Listed(
        issuer="court",
        ref=ref,
        list="judgment-defaulters",
        kind=party.kind.value,
        effect="adverse",
        publication="public",
        version=1,
        listed_on=date(2019, 1, 20),
        stands_until=date(2021, 1, 20),
        name=party.name,
        truncated_id=party.truncated_id,
        reason="able-but-refuses",
    )
    return replace(row, **changes)


@dataclass
class MemoryPlatform:
    """What `Feeds` promises; `is_away`, `refused`, `spoil` and `forget_feed` are its bad days."""

    register: dict[tuple[str, str], Listed] = field(default_factory=dict)
    feed: list[Change] = field(default_factory=list)
    edition: Edition = field(default_factory=lambda: Edition(None, None, 0))
    file: bytes = b""
    forgotten: int = 0
    is_away: bool = False
    readings: int = 0
    refused: str = ""
    while_it_loads: Callable[[], None] = lambda: None

    def add(self, *rows: Listed) -> None:
        """The register takes rows in; no edition carries them yet."""
        for row in rows:
            self.register[row.key] = row

    def bring_out(self, month: str) -> None:
        """An edition comes out with all that stands."""
        lines = [json.dumps(row.values(), default=str) for row in self.register.values()]
        members = [gzip.compress(f"{line}\n".encode()) for line in lines]  # a file may have several
        self.file = b"".join([gzip.compress(b""), *members])
        self.edition = Edition(month, sha256(self.file).hexdigest(), len(self.feed))

    def withdraw(self, ref: str, issuer: str = "court", at: datetime = WITHDRAWN_AT) -> None:
        """A withdrawal crosses; it never waits for an edition."""
        self.register.pop((issuer, ref), None)
        self.feed.append(Withdrawal(issuer, ref, "performed", at))

    def correct(self, row: Listed) -> None:
        """Name or mask are put right."""
        self.register[row.key] = row
        right = Correction(row.issuer, row.ref, row.version, row.name, row.truncated_id)
        self.feed.append(right)

    def spoil(self, file: bytes) -> None:
        """The file is no longer what its manifest says."""
        self.file = file

    def forget_feed(self) -> None:
        """The feed no longer reaches back."""
        self.forgotten = len(self.feed)

    def latest(self, seen: Head | None) -> Edition:
        """The manifest."""
        self._must_be_here()
        if self.refused:
            raise EditionAltered(self.refused)
        return self.edition

    def withdrawals(self, after: int) -> Page:
        """Two lines of the feed at a time."""
        self._must_be_here()
        if not self.forgotten <= after <= len(self.feed):
            raise CursorTooOld
        found = self.feed[after : after + 2]
        return Page(found, after + len(found), len(found) < 2)

    def download(self, edition: Edition, to: Path) -> None:
        """The file, checked against its manifest as the real reader does."""
        self._must_be_here()
        self.while_it_loads()
        to.write_bytes(self.file)
        if sha256(self.file).hexdigest() != edition.sha256:
            raise EditionAltered("hash")

    def _must_be_here(self) -> None:
        self.readings += 1
        if self.is_away:
            raise PlatformAway("ConnectError")
