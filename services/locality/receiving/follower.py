"""Following what comes down; whatever fails leaves the complement as it was."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

import structlog
from prometheus_client import Gauge

from services.locality.domain.organisations import Territory
from services.locality.receiving.feed import Brought
from services.locality.records import complement
from services.locality.records.complement import Position
from shared.database import Database
from shared.following import CursorTooOld, Following
from shared.telemetry import Metrics

log = structlog.get_logger()
NEVER = float("nan")


class Feed(Protocol):
    """What the platform offers to a locality."""

    def after(self, seq: int) -> Brought | None:
        """Part of the feed, or None if nothing has changed."""
        ...


class ComplementFollower(Following):
    """Keeps the complement at the platform's latest; it writes to no other table."""

    def __init__(self, feed: Feed, database: Database, territory: Territory) -> None:
        super().__init__()
        self._feed = feed
        self._database = database
        self._regions = territory.regions
        self._read_at: datetime | None = None

    @property
    def read_at(self) -> datetime | None:
        """When the platform was last read to its end, in real time; None if it never was."""
        return self._read_at or (where.read_at if (where := self._position()) else None)

    def read_all(self) -> bool:
        """Read on from the saved place, or everything if that place is gone; True at the end."""
        if self._regions:
            where = self._position()
            if where is None or where.regions != self._regions:
                self._read_anew()
            else:
                self._read_on_or_anew(where)
            self._read_at = datetime.now(UTC)
        return True

    def _read_on_or_anew(self, where: Position) -> None:
        try:
            self._read_on(where)
        except CursorTooOld:
            log.warning("complement_read_anew")
            self._read_anew()

    def _read_on(self, where: Position) -> None:
        """Page by page, each with its place in one transaction."""
        is_end = False
        while not is_end:
            brought = self._feed.after(where.cursor)
            if brought is None:
                return
            is_end = brought.is_end or brought.next_after <= where.cursor
            where = self._keep(where, brought)

    def _keep(self, where: Position, brought: Brought) -> Position:
        new = self._moved(where, [brought])
        if (new.cursor, new.edition) == (where.cursor, where.edition) and not brought.lines:
            return where
        with self._database.write() as session:
            complement.apply(session, brought.lines)
            complement.keep_position(session, new)
        self._tell_of(brought)
        return new

    def _tell_of(self, *pages: Brought) -> None:
        if count := sum(len(page.lines) for page in pages):
            self.fetched("evaluations", lines=count, edition=pages[-1].edition)

    def _read_anew(self) -> None:
        """From nothing to the end, then all at once in the place of what was held."""
        start = Position(0, self._regions, None, datetime.now(UTC))
        pages: list[Brought] = []
        while not pages or not pages[-1].is_end:
            brought = self._feed.after(pages[-1].next_after if pages else 0)
            if brought is None:
                break
            pages.append(brought)
        with self._database.write() as session:
            complement.replace_all(session, [line for page in pages for line in page.lines])
            complement.keep_position(session, self._moved(start, pages))
        self._tell_of(*pages)

    def _moved(self, where: Position, pages: list[Brought]) -> Position:
        """The place after these pages; what was refused is counted, and not asked for again."""
        refused = [reason for page in pages for reason in page.refused]
        if refused:
            log.warning("complement_refused", count=len(refused), reasons=sorted(set(refused)))
        last = pages[-1] if pages else None
        return replace(
            where,
            cursor=last.next_after if last else where.cursor,
            edition=last.edition if last else where.edition,
            read_at=datetime.now(UTC),
            refused_count=where.refused_count + len(refused),
        )

    def _position(self) -> Position | None:
        with self._database.read() as session:
            return complement.position(session)

    def show(self, metrics: Metrics) -> None:
        """Let the metrics tell how old the complement is, and what was refused."""
        registry = metrics.registry
        age = Gauge("chimera_complement_age_seconds", "Since the last reading", registry=registry)
        age.set_function(self.age_seconds)
        refused = Gauge("chimera_complement_refused", "Lines without a place", registry=registry)
        refused.set_function(self._refused)

    def age_seconds(self) -> float:
        """How long ago the platform was last read to its end; not a number if never."""
        at = self.read_at
        return max(0.0, (datetime.now(UTC) - at).total_seconds()) if at else NEVER

    def _refused(self) -> float:
        where = self._position()
        return float(where.refused_count) if where else 0.0
