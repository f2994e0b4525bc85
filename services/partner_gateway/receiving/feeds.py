"""What the platform says over HTTP: its latest edition, and the feed of withdrawals."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import httpx
from joserfc.jwk import OKPKey
from pydantic import BaseModel

from services.partner_gateway.records import Change, Correction, Edition, Withdrawal
from shared.contract import Act
from shared.following import CursorTooOld, PlatformAway, PlatformReader, understood

GATEWAY = "gateway"
PAGE = 1000
FILE = "all.jsonl.gz"  # the platform's name of the file with shared and public lists
UNKNOWN_CAUSE = "unknown"


class EditionAltered(Exception):
    """A file that is not what its manifest says."""


class _File(BaseModel):
    sha256: str


class _Manifest(BaseModel):
    id: str
    feed_seq: int
    files: dict[str, _File]


class _Line(BaseModel):
    act: Act
    issuer: str
    ref: str
    version: int
    at: datetime
    cause: str | None = None
    name: str | None = None
    truncated_id: str | None = None

    def change(self) -> Change | None:
        """What it changes here; a correction of what was withdrawn since changes nothing."""
        if self.act is Act.WITHDRAWN:
            return Withdrawal(self.issuer, self.ref, self.cause or UNKNOWN_CAUSE, self.at)
        if self.name is None or self.truncated_id is None:
            return None
        return Correction(self.issuer, self.ref, self.version, self.name, self.truncated_id)


class _Withdrawals(BaseModel):
    withdrawals: list[_Line]
    next_after: int
    is_end: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Part of the feed, and where to go on."""

    changes: list[Change]
    next_after: int
    is_end: bool


class PlatformFeeds(PlatformReader):
    """The platform, as the gateway reads it."""

    def __init__(
        self, url: str, signing: OKPKey, transport: httpx.BaseTransport | None = None
    ) -> None:
        super().__init__(url, {"name": GATEWAY, "role": GATEWAY}, signing, transport)

    def latest(self) -> Edition:
        """The latest edition; one without a name before the first has come out."""
        answer = self.get("/v1/editions/current")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return Edition(None, None, 0)
        manifest = understood(answer, _Manifest)
        if FILE not in manifest.files:
            raise PlatformAway("manifest_without_file")
        return Edition(manifest.id, manifest.files[FILE].sha256, manifest.feed_seq)

    def withdrawals(self, after: int) -> Page:
        """Withdrawals and corrections after a number; CursorTooOld if it does not reach there."""
        answer = self.get(f"/v1/withdrawals?after={after}&limit={PAGE}")
        if answer.status_code == httpx.codes.GONE:
            raise CursorTooOld
        page = understood(answer, _Withdrawals)
        changes = [change for line in page.withdrawals if (change := line.change())]
        return Page(changes, page.next_after, page.is_end)

    def download(self, edition: Edition, to: Path) -> None:
        """The edition's file, if it is to the byte what the manifest says."""
        measured = sha256()
        with self.stream(f"/v1/editions/{edition.id}/listings.jsonl.gz") as answer:
            if answer.status_code != httpx.codes.OK:
                raise PlatformAway(f"status_{answer.status_code}")
            with to.open("wb") as file:
                for piece in answer.iter_bytes():
                    measured.update(piece)
                    file.write(piece)
        if measured.hexdigest() != edition.sha256:
            raise EditionAltered("hash")
