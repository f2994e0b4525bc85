"""Bringing out an edition when one is due: the old one or the whole new one, never half.

Everything is one write transaction. The files are written beside the old ones under the names of
their content; the commit of the manifest is what makes them count.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import nan
from typing import Protocol

import structlog
from prometheus_client import Gauge
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from services.national_platform.domain.cadence import (
    Cadence,
    Latest,
    live_due_at,
    month_turns_at,
    monthly_due_at,
)
from services.national_platform.publishing.pages import Pages
from services.national_platform.records import (
    editions,
    evaluations,
    feed,
    findings,
    log_pins,
    statistics,
)
from services.national_platform.records.edition_files import EditionFolder
from services.national_platform.records.state import state
from services.national_platform.records.tables import EditionRow
from shared.calendar import Clock, add_months, legal_day, start_of
from shared.contract import Publication
from shared.database import Database
from shared.proving.notes import Signer
from shared.rulebook import Rules
from shared.telemetry import Metrics

log = structlog.get_logger()
# Each try writes the whole edition, and nobody else writes meanwhile: not at every occasion.
RETRY_SECONDS = 10.0


class TellEdition(Protocol):
    """The way to readers of editions."""

    def edition(self, feed_seq: int) -> None:
        """Hint that an edition is out."""
        ...

    def evaluations(self, seq: int) -> None:
        """Hint that what goes down to the localities has grown to this number."""
        ...


@dataclass(frozen=True, slots=True)
class BroughtOut:
    """How far the two feeds reach with an edition; the second is None where nothing goes down."""

    feed_seq: int
    evaluations_seq: int | None


@dataclass(frozen=True, slots=True)
class Press:
    """What an edition is made from and where it lies."""

    database: Database
    clock: Clock
    folder: EditionFolder
    rules: Rules
    cadence: Cadence
    signer: Signer


class EditionDuties:
    """Editions come out by themselves; `is_stream_idle` says whether all notices are applied."""

    def __init__(
        self,
        press: Press,
        hints: TellEdition,
        is_stream_idle: Callable[[], bool],
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self._press = press
        self._hints = hints
        self._is_stream_idle = is_stream_idle
        self._trouble: str | None = None
        self._is_swept = False
        self._retry_seconds = retry_seconds
        self._rests_until = 0.0

    def next_due_at(self) -> datetime | None:
        """When the next edition comes out, as far as that is known now."""
        now = self._press.clock.now()
        due = self._due_at(now)
        return due if due > now else month_turns_at(now)

    def is_idle(self) -> bool:
        """Whether no edition is owed and every notice is applied."""
        return not self._is_owed(self._press.clock.now()) and self._is_stream_idle()

    def run_due(self, now: datetime) -> None:
        """Bring out the edition that is owed, if any; a full disk leaves the old one.

        It is tried again after a rest, and comes out once there is room.
        """
        if time.monotonic() < self._rests_until:
            return
        try:
            if self._is_owed(now):
                self._is_swept = False
                self._tell(self._bring_out(now))
            if not self._is_swept:
                self.sweep()
        except (OSError, SQLAlchemyError) as error:
            log.error("edition_failed", kind=type(error).__name__)
            self._trouble = f"An edition could not be made: {type(error).__name__}."
            self._rests_until = time.monotonic() + self._retry_seconds
            with suppress(OSError, SQLAlchemyError):
                self.sweep()
        else:
            self._trouble = None

    def _tell(self, out: BroughtOut) -> None:
        self._hints.edition(out.feed_seq)
        if out.evaluations_seq is not None:
            self._hints.evaluations(out.evaluations_seq)

    def not_ready(self) -> str | None:
        """What is missing, if anything."""
        return self._trouble

    def show_age(self, metrics: Metrics) -> None:
        """Let the metrics tell how old the current edition is, by the service's own clock."""
        age = Gauge("chimera_edition_age_seconds", "Age of the edition", registry=metrics.registry)
        age.set_function(self._age_seconds)

    def _age_seconds(self) -> float:
        with self._press.database.read() as session:
            current = editions.latest(session)
        return (self._press.clock.now() - current.as_of).total_seconds() if current else nan

    def sweep(self) -> None:
        """Delete what an interrupted edition or an older one has left."""
        folder = self._press.folder
        with self._press.database.read() as session:
            current = editions.latest(session)
        folder.sweep(folder.paths(current.files) if current else set())
        self._is_swept = True

    def _is_owed(self, now: datetime) -> bool:
        return self._due_at(now) <= now

    def _due_at(self, now: datetime) -> datetime:
        """When an edition is due after the latest; it may lie in the past."""
        cadence = self._press.cadence
        with self._press.database.read() as session:
            row = editions.latest(session)
            latest = Latest(row.id, row.as_of) if row else None
            due = monthly_due_at(state(session).began_at, latest)
            waits_from = _waits_from(session, row, legal_day(now)) if cadence.is_live else None
        return min(due, live_due_at(waits_from, latest, cadence.gap)) if waits_from else due

    def _bring_out(self, now: datetime) -> BroughtOut:
        press, today = self._press, legal_day(now)
        row = EditionRow(id=press.cadence.edition_id(now), as_of=now)
        with press.database.write() as session, Pages(press.folder) as pages:
            editions.bring_out(session, row.id, today)
            sent = evaluations.send_edition(session, today, now)
            statistics.count(session, row.id, today)
            editions.forget_ended(session, today)
            self._forget_old(session, today)
            pages.write(
                editions.blocks(session, today, Publication.PUBLIC),
                editions.blocks(session, today, Publication.SHARED),
            )
            return BroughtOut(self._keep_manifest(session, pages, row), sent)

    def _keep_manifest(self, session: Session, pages: Pages, row: EditionRow) -> int:
        """The manifest in the edition's own transaction; the number its readers go on from."""
        row.made_at = datetime.now(UTC)
        row.feed_seq = state(session).last_seq
        row.counts, row.files = pages.counts(), pages.settle()
        log_pins.pin(session, row, self._press.signer)
        session.add(row)
        return row.feed_seq

    def _forget_old(self, session: Session, today: date) -> None:
        rules = self._press.rules
        oldest = start_of(add_months(today, -rules.number("feed-kept")))
        feed.prune(session, oldest)
        evaluations.prune(session, oldest)
        findings.prune(session, start_of(add_months(today, -rules.number("findings-kept"))))


def _waits_from(session: Session, latest: EditionRow | None, today: date) -> datetime | None:
    """Since when something waits for a live edition, or from when on it will; None if nothing.

    What was withdrawn or corrected since the latest edition was told at once; but the files of that
    edition still say what they said, and the next ones do not.
    """
    if latest is not None and state(session).last_seq > latest.feed_seq:
        return latest.as_of
    first_day = editions.waits_from(session, today)
    return start_of(first_day) if first_day else None
