"""Bringing out an edition when the month has turned: the old one or the whole new one, never half.

Everything is one write transaction. The files are written beside the old ones under the names of
their content; the commit of the manifest is what makes them count.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import nan
from typing import Any, Protocol

import structlog
from prometheus_client import Gauge
from sqlalchemy.orm import Session

from services.national_platform.domain.cadence import edition_id, is_due, next_edition_at
from services.national_platform.records import editions, evaluations, feed, findings, statistics
from services.national_platform.records.edition_files import EditionFolder, Packing, line_bytes
from services.national_platform.records.state import state
from services.national_platform.records.tables import EditionRow
from shared.calendar import Clock, add_months, legal_day, start_of
from shared.contract import Publication
from shared.database import Database
from shared.rulebook import Rules
from shared.statistics import coarse
from shared.telemetry import Metrics

log = structlog.get_logger()
PUBLIC, ALL = "public", "all"


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


class EditionDuties:
    """Editions come out by themselves; `is_stream_idle` says whether all notices are applied."""

    def __init__(
        self, press: Press, hints: TellEdition, is_stream_idle: Callable[[], bool]
    ) -> None:
        self._press = press
        self._hints = hints
        self._is_stream_idle = is_stream_idle
        self._trouble: str | None = None

    def next_due_at(self) -> datetime | None:
        """The beginning of the next month."""
        return next_edition_at(self._press.clock.now())

    def is_idle(self) -> bool:
        """Whether no edition is owed and every notice is applied."""
        return not self._is_owed(self._press.clock.now()) and self._is_stream_idle()

    def run_due(self, now: datetime) -> None:
        """Bring out the edition of this month if it is owed; a full disk leaves the old one."""
        if not self._is_owed(now):
            return
        try:
            out = self._bring_out(now)
            self._hints.edition(out.feed_seq)
            if out.evaluations_seq is not None:
                self._hints.evaluations(out.evaluations_seq)
            self.sweep()
        except OSError as error:
            log.error("edition_failed", kind=type(error).__name__)
            self._trouble = f"An edition could not be made: {type(error).__name__}."
        else:
            self._trouble = None

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
        with self._press.database.read() as session:
            current = editions.latest(session)
            files = current.files.values() if current else ()
            counting = {made["sha256"] for made in files}
        self._press.folder.sweep(counting)

    def _is_owed(self, now: datetime) -> bool:
        with self._press.database.read() as session:
            current = editions.latest(session)
            return is_due(now, state(session).began_at, current.id if current else None)

    def _bring_out(self, now: datetime) -> BroughtOut:
        with self._press.database.write() as session:
            today = legal_day(now)
            editions.bring_out(session, edition_id(now), today)
            sent = evaluations.send_edition(session, today, now)
            statistics.count(session, edition_id(now), today)
            editions.forget_ended(session, today)
            self._forget_old(session, today)
            with ExitStack() as stack:
                pages = Pages(self._press.folder, stack)
                for line in editions.lines(session, today):
                    pages.add(line)
                return BroughtOut(_keep_manifest(session, pages, now), sent)

    def _forget_old(self, session: Session, today: date) -> None:
        rules = self._press.rules
        oldest = start_of(add_months(today, -rules.number("feed-kept")))
        feed.prune(session, oldest)
        evaluations.prune(session, oldest)
        findings.prune(session, start_of(add_months(today, -rules.number("findings-kept"))))


class Pages:
    """The two files of an edition, and the counts that go into its manifest."""

    def __init__(self, folder: EditionFolder, stack: ExitStack) -> None:
        self._folder = folder
        self._packings: dict[str, Packing] = {}
        for name in (PUBLIC, ALL):
            self._packings[name] = packing = folder.begin(name)
            stack.callback(packing.abandon)
        self._counts: dict[tuple[str, str, str], int] = {}

    def add(self, line: Mapping[str, Any]) -> None:
        """One listing: into the file for all lists, and of a public list into both."""
        written = line_bytes(line)
        self._packings[ALL].add(written)
        if line["publication"] == Publication.PUBLIC:
            self._packings[PUBLIC].add(written)
        key = (line["issuer"], line["list"], line["publication"])
        self._counts[key] = self._counts.get(key, 0) + 1

    def settle(self) -> dict[str, dict[str, Any]]:
        """Both files, whole and on the disk."""
        return {name: self._folder.settle(packing) for name, packing in self._packings.items()}

    def counts(self) -> list[dict[str, Any]]:
        """How many by issuer and list; of shared lists only about how many."""
        return [
            {
                "issuer": issuer,
                "list": list_id,
                "publication": publication,
                "listings": count if publication == Publication.PUBLIC else coarse(count),
            }
            for (issuer, list_id, publication), count in sorted(self._counts.items())
        ]


def _keep_manifest(session: Session, pages: Pages, now: datetime) -> int:
    """The manifest in the edition's own transaction; the number its readers go on from."""
    feed_seq = state(session).last_seq
    session.add(
        EditionRow(
            id=edition_id(now),
            as_of=now,
            made_at=datetime.now(UTC),
            feed_seq=feed_seq,
            counts=pages.counts(),
            files=pages.settle(),
        )
    )
    return feed_seq
