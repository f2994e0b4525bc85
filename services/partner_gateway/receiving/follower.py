"""Following the register: the latest edition, every withdrawal since, and the recalls of those."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import structlog
from sqlalchemy.exc import IntegrityError

from services.partner_gateway import records
from services.partner_gateway.receiving.edition_file import read_rows
from services.partner_gateway.receiving.feeds import EditionAltered, Page
from services.partner_gateway.records import Edition, Index, Position, Withdrawal
from shared.calendar import Clock, legal_day
from shared.database import Database
from shared.following import CursorTooOld, Following

log = structlog.get_logger()
BATCH = 500
NOT_IN_REGISTER = "not_in_register"


class Feeds(Protocol):
    """What the platform offers."""

    def latest(self) -> Edition:
        """The latest edition."""
        ...

    def withdrawals(self, after: int) -> Page:
        """Part of the feed."""
        ...

    def download(self, edition: Edition, to: Path) -> None:
        """The edition's file."""
        ...


class Follower(Following):
    """Keeps the index at the platform's latest; whatever fails leaves the index as it was."""

    def __init__(self, feeds: Feeds, index: Index, database: Database, clock: Clock) -> None:
        super().__init__()
        self._feeds = feeds
        self._index = index
        self._database = database
        self._clock = clock
        self._alarm: str | None = None

    def not_ready(self) -> str | None:
        """What is missing, if anything."""
        if self._index.position is None:
            return "The register was not read yet."
        return self._alarm

    def read_all(self) -> bool:
        """The latest edition, then the feed, then the recalls that follow."""
        edition, position = self._feeds.latest(), self._index.position
        is_loaded = position is not None and position.is_of(edition)
        if not is_loaded:
            is_loaded = self._load(edition, self._starting_place(edition, position))
        if self._index.position is None:
            return False
        try:
            self._read_feed()
        except CursorTooOld:
            if not self._load(edition, self._starting_place(edition, None)):
                return False
            self._read_feed()
        self._make_recalls()
        self._index.mark_read(datetime.now(UTC))
        return is_loaded

    def _starting_place(self, edition: Edition, old: Position | None) -> Position:
        """Where to read the feed on from.

        What was withdrawn before the edition must still be recalled, and what was corrected after
        it must be corrected again; without an old place there is a gap.
        """
        return Position(
            edition=edition.id,
            sha256=edition.sha256,
            cursor=min(old.cursor, edition.feed_seq) if old else edition.feed_seq,
            read_at=datetime.now(UTC),
            has_gap=old.has_gap if old else True,
        )

    def _load(self, edition: Edition, place: Position) -> bool:
        """Put an edition in place of the old one; one that is not as told is left aside."""
        file = self._index.folder / "edition.jsonl.gz"
        try:
            self._install(edition, place, file)
        except (EditionAltered, IntegrityError) as error:
            self._alarm = f"Edition {edition.id} is not what its manifest says; it was refused."
            log.error("edition_refused", edition=edition.id, why=str(error))
            return False
        finally:
            file.unlink(missing_ok=True)
        self._alarm = None
        return True

    def _install(self, edition: Edition, place: Position, file: Path) -> None:
        if edition.id is None:
            self._index.install([], place)
            return
        self._feeds.download(edition, file)
        self._index.install(read_rows(file), place)

    def _read_feed(self) -> None:
        is_end = False
        while not is_end:
            cursor = self._index.known().cursor
            page = self._feeds.withdrawals(cursor)
            if page.next_after > cursor:
                self._index.apply(page.changes, page.next_after)
            is_end = page.is_end or page.next_after <= cursor

    def _make_recalls(self) -> None:
        """One for each partner told of a listing; a crash costs a repeat, never a loss."""
        has_gap = self._index.known().has_gap
        place = 0 if has_gap else self._recalls_made()
        while found := self._index.withdrawn_after(place, BATCH):
            place = found[-1][0]
            with self._database.write() as session:
                records.make_recalls(session, [withdrawal for _, withdrawal in found])
                records.mark_made(session, place)
        if has_gap:
            self._recall_what_is_missing(place)
            self._index.close_gap()

    def _recalls_made(self) -> int:
        with self._database.read() as session:
            return records.recalls_made(session)

    def _recall_what_is_missing(self, place: int) -> None:
        """After a gap nobody says what was withdrawn: look for every listing that was told."""
        now = self._clock.now()
        with self._database.write() as session:
            told = records.standing_told(session, legal_day(now))
            gone = [key for key in told if not self._index.holds(*key)]
            lost = [Withdrawal(issuer, ref, NOT_IN_REGISTER, now) for issuer, ref in gone]
            records.make_recalls(session, lost)
            records.mark_made(session, place)
