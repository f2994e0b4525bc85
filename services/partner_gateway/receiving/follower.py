"""Following the register: the latest edition, every withdrawal since, and the recalls of those."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from math import nan
from pathlib import Path
from threading import Event
from typing import Protocol

import structlog
from prometheus_client import Gauge
from sqlalchemy.exc import SQLAlchemyError

from services.partner_gateway import records
from services.partner_gateway.receiving.building import build
from services.partner_gateway.receiving.feeds import Page
from services.partner_gateway.receiving.signed import EditionAltered
from services.partner_gateway.records import Edition, Head, Index, Position, Withdrawal
from shared.calendar import Clock, legal_day
from shared.database import Database
from shared.following import CursorTooOld, Following, PlatformAway
from shared.telemetry import Metrics

log = structlog.get_logger()
BATCH = 500
NOT_IN_REGISTER = "not_in_register"
DOWNLOADED = "edition.part"
LOOK_SECONDS = 0.25
FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS = 1.0, 30.0


class Feeds(Protocol):
    """What the platform offers."""

    def latest(self, seen: Head | None) -> Edition:
        """The latest edition; EditionAltered if nobody vouches for it, or if it hides something."""
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
        self._stopping = Event()

    def not_ready(self) -> str | None:
        """What is missing, if anything."""
        return self._alarm or (None if self._index.position else "The register was not read yet.")

    def show(self, metrics: Metrics) -> None:
        """Let the metrics tell how old the index is, how much it holds, and whether all is well."""
        for name, says, value in (
            ("age_seconds", "Since the platform was last read to its end", self._age_seconds),
            ("listings", "Listings in the index", lambda: self._index.listings),
            ("alarm", "Whether an edition was refused or could not be kept", self._has_alarm),
        ):
            gauge = Gauge(f"chimera_index_{name}", says, registry=metrics.registry)
            gauge.set_function(value)

    def _age_seconds(self) -> float:
        position = self._index.position
        return position.age_seconds() if position else nan

    def _has_alarm(self) -> float:
        return float(self._alarm is not None)

    def stop(self) -> None:
        """Give up an edition that is being built; the service ends."""
        self._stopping.set()

    def read_all(self) -> bool:
        """The latest edition, then the feed, then the recalls that follow.

        What fails for a while is tried again after longer and longer rests.
        """
        try:
            is_current = self._read_all()
        except (SQLAlchemyError, OSError) as error:
            self._raise_alarm(f"The register could not be kept: {type(error).__name__}.", error)
            raise
        longer = min(2 * self.retry_seconds, LAST_RETRY_SECONDS)
        self.retry_seconds = FIRST_RETRY_SECONDS if is_current else longer
        return is_current

    def _read_all(self) -> bool:
        edition = self._latest()
        is_loaded = edition is not None and self._has(edition, knows_feed=True)
        if self._index.position is None:
            return False
        try:
            self._keep_up()
        except CursorTooOld:
            if edition is None or not self._load(edition, knows_feed=False):
                return False
            self._keep_up()
        if is_loaded:
            self._alarm = None
        return is_loaded

    def _latest(self) -> Edition | None:
        """The latest edition that is signed and follows from what was seen; pinned at once."""
        with self._refusing("The latest edition"):
            edition = self._feeds.latest(self._index.head)
            if edition.head is not None and edition.head != self._index.head:
                self._index.pin(edition.head)
            return edition
        return None

    def _has(self, edition: Edition, *, knows_feed: bool) -> bool:
        position = self._index.position
        is_there = position is not None and position.is_of(edition)
        return is_there or self._load(edition, knows_feed=knows_feed)

    def _load(self, edition: Edition, *, knows_feed: bool) -> bool:
        """Put an edition in place of the old one; one that is not as told is left aside."""
        file = self._index.folder / DOWNLOADED
        try:
            with self._refusing(f"Edition {edition.id}"):
                self._build(edition, file)
                self._index.adopt(self._starting_place(edition, knows_feed=knows_feed))
                self._tell_of(edition)
                return True
        except OSError as error:
            self._raise_alarm(
                f"Edition {edition.id} was not built: {error.strerror or error}.", error
            )
        finally:
            for left in (file, self._index.beside):  # what failed does not keep a full disk full
                left.unlink(missing_ok=True)
        return False

    def _tell_of(self, edition: Edition) -> None:
        if edition.id is not None:
            count, sha256 = self._index.listings, edition.sha256
            self.fetched("editions", edition=edition.id, listings=count, sha256=sha256)

    @contextmanager
    def _refusing(self, what: str) -> Iterator[None]:
        try:
            yield
        except EditionAltered as error:
            self._raise_alarm(f"{what} is not what was signed; it was refused: {error}.", error)

    def _raise_alarm(self, sentence: str, error: Exception) -> None:
        if self._alarm != sentence:
            log.error("index_alarm", kind=type(error).__name__, said=sentence)
        self._alarm = sentence

    def _starting_place(self, edition: Edition, *, knows_feed: bool) -> Position:
        """Where to read the feed on from.

        What was withdrawn before the edition must still be recalled, and what was corrected after
        it must be corrected again; without an old place there is a gap.
        """
        old = self._index.position if knows_feed else None
        return Position(
            edition=edition.id,
            sha256=edition.sha256,
            cursor=min(old.cursor, edition.feed_seq) if old else edition.feed_seq,
            read_at=datetime.now(UTC),
            has_gap=old.has_gap if old else True,
        )

    def _build(self, edition: Edition, file: Path) -> None:
        """Beside the running index, and what is withdrawn meanwhile does not wait for it."""
        with ThreadPoolExecutor(1, "edition") as beside:
            built = beside.submit(self._fetch_and_build, edition, file)
            while wait([built], LOOK_SECONDS).not_done:
                with suppress(PlatformAway, CursorTooOld):
                    self._keep_up()
            built.result()

    def _fetch_and_build(self, edition: Edition, file: Path) -> None:
        if edition.id is None:
            self._index.write_beside([])
            return
        self._feeds.download(edition, file)
        build(file, self._index.journal, self._index.beside, self._stopping.is_set)

    def _keep_up(self) -> None:
        """The feed to its end, and what follows from it."""
        if self._index.position is None:
            return
        self._read_feed()
        self._make_recalls()
        self._index.mark_read(datetime.now(UTC))

    def _read_feed(self) -> None:
        is_end = False
        while not is_end:
            cursor = self._index.known().cursor
            page = self._feeds.withdrawals(cursor)
            if page.next_after > cursor:
                self._index.apply(page.changes, page.next_after)
                self.fetched("withdrawals", changes=len(page.changes), next_after=page.next_after)
            is_end = page.is_end or page.next_after <= cursor

    def _make_recalls(self) -> None:
        """One for each partner told of a listing; a crash costs a repeat, never a loss."""
        has_gap = self._index.known().has_gap
        place = 0 if has_gap else self._recalls_made()
        while found := self._index.withdrawn_after(place, BATCH):
            place = found[-1][0]
            with self._database.write() as session:
                records.make_recalls(session, [withdrawal for _, withdrawal in found])
                records.mark_made(session, self._index.id, place)
        if has_gap:
            self._recall_what_is_missing(place)
            self._index.close_gap()

    def _recalls_made(self) -> int:
        with self._database.read() as session:
            return records.recalls_made(session, self._index.id)

    def _recall_what_is_missing(self, place: int) -> None:
        """After a gap nobody says what was withdrawn: look for every listing that was told."""
        now = self._clock.now()
        with self._database.write() as session:
            told = records.standing_told(session, legal_day(now))
            gone = [key for key in told if not self._index.holds(*key)]
            lost = [Withdrawal(issuer, ref, NOT_IN_REGISTER, now) for issuer, ref in gone]
            records.make_recalls(session, lost)
            records.mark_made(session, self._index.id, place)
