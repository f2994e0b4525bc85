"""What the platform says over HTTP: its latest edition, and the feed of withdrawals."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import httpx
from joserfc.jwk import OKPKey
from pydantic import BaseModel, ValidationError

from services.partner_gateway.receiving.signed import (
    EditionAltered,
    must_have_grown,
    must_not_go_back,
    opened,
    vouched,
)
from services.partner_gateway.records import Change, Correction, Edition, Head, Withdrawal
from shared.contract import Act
from shared.following import CursorTooOld, PlatformAway, PlatformReader, understood
from shared.proving.notes import NoteKey
from shared.proving.unproven import Unproven

GATEWAY = "gateway"
PAGE = 1000
# The platform's codes: before the first edition, and of one that came out before the log began.
NO_EDITION, UNSIGNED = "no_edition", "no_checkpoint"
UNKNOWN_CAUSE = "unknown"


class _Problem(BaseModel):
    code: str = ""


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
        self,
        url: str,
        signing: OKPKey,
        log_key: NoteKey,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`log_key` is the public key of the platform's log, given by hand and never fetched."""
        super().__init__(url, {"name": GATEWAY, "role": GATEWAY}, signing, transport)
        self._log_key = log_key
        self._proved: tuple[str, Edition] | None = None

    def latest(self, seen: Head | None) -> Edition:
        """The latest edition, as its signed manifest has it; one without a name before the first.

        `seen` is the latest head that was proved here before. EditionAltered of whatever the log's
        key does not vouch for, or what does not follow from `seen`.
        """
        try:
            return self._latest(seen)
        except (Unproven, ValidationError, UnicodeDecodeError) as error:
            raise EditionAltered(getattr(error, "code", type(error).__name__)) from error

    def _latest(self, seen: Head | None) -> Edition:
        answer = self.get("/v1/editions/current/checkpoint")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return _before_the_first(answer, seen)
        note = _content(answer).decode()
        if self._proved is None or self._proved[0] != note:
            self._proved = note, self._prove(note)
        edition = self._proved[1]
        if seen is not None and edition.head is not None and edition.head != seen:
            self._must_follow(seen, edition.head)
        return edition

    def _prove(self, note: str) -> Edition:
        head = opened(note, self._log_key)
        named = head.pinned.edition if head.pinned else ""
        return vouched(_content(self.get(f"/v1/editions/{named}/manifest.json")), head)

    def _must_follow(self, seen: Head, now: Head) -> None:
        must_not_go_back(seen, now)
        proof = self.get(f"/v1/proofs/consistency?first={seen.edition}&second={now.edition}")
        if proof.status_code == httpx.codes.NOT_FOUND:
            raise Unproven("forgotten", "The platform no longer knows an edition that was seen")
        must_have_grown(seen, now, _content(proof))

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


def _before_the_first(answer: httpx.Response, seen: Head | None) -> Edition:
    """No edition yet, if the platform says so in words and none was ever seen."""
    try:
        code = _Problem.model_validate_json(answer.content).code
    except ValidationError as error:
        raise PlatformAway("not_understood") from error
    if code == UNSIGNED:
        raise Unproven("unsigned", "The edition is not signed")
    if code != NO_EDITION:
        raise PlatformAway("status_404")
    if seen is not None:
        raise Unproven("rolled_back", "An edition that came out was seen before")
    return Edition(None, None, 0)


def _content(answer: httpx.Response) -> bytes:
    """The bytes of what was answered; PlatformAway if nothing was."""
    if answer.status_code != httpx.codes.OK:
        raise PlatformAway(f"status_{answer.status_code}")
    return answer.content
