"""Editions under test, made by hand from notices said by hand."""

import gzip
import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.national_platform.publishing import EditionDuties, Press
from services.national_platform.receiving import Desk
from services.national_platform.records import editions
from services.national_platform.records.edition_files import EditionFolder
from services.national_platform.records.tables import EditionRow
from shared.calendar import start_of
from shared.proving.notes import Signer
from shared.rulebook import load
from tests.unit.apps import ROOT

RULES = load(ROOT / "services/national_platform/rulebook.yaml").as_of(date(2019, 11, 1))
SIGNER = Signer("platform.test/log", Ed25519PrivateKey.generate())
FEBRUARY, MARCH = date(2019, 2, 1), date(2019, 3, 1)


@dataclass
class Printer:
    """Editions under test; `cut_at` ends the process when that step is reached."""

    desk: Desk
    path: Path
    hints: list[int] = field(default_factory=list)
    hints_down: list[int] = field(default_factory=list)
    is_stream_idle: bool = True

    def duties(self, folder: EditionFolder | None = None) -> EditionDuties:
        """As a process has them after its start."""
        press = Press(
            self.desk.database, self.desk.clock, folder or EditionFolder(self.path), RULES, SIGNER
        )
        made = EditionDuties(press, self, lambda: self.is_stream_idle)
        made.sweep()
        return made

    def edition(self, feed_seq: int) -> None:
        """A hint was given."""
        self.hints.append(feed_seq)

    def evaluations(self, seq: int) -> None:
        """A hint was given to the localities."""
        self.hints_down.append(seq)

    def turn(self, day: date, folder: EditionFolder | None = None) -> EditionDuties:
        """Midnight, and what is due is done."""
        self.desk.clock.move(start_of(day))
        duties = self.duties(folder)
        duties.run_due(self.desk.clock.now())
        return duties

    def current(self) -> EditionRow | None:
        """The manifest that counts."""
        with self.desk.database.read() as session:
            return editions.latest(session)

    def lines(self, name: str = "all") -> list[dict[str, Any]]:
        """What the current file says; it must be what its manifest says it is."""
        row = self.current()
        assert row is not None
        file = EditionFolder(self.path).file(row.files[name]["sha256"])
        read = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
        assert (len(read), file.stat().st_size) == (
            row.files[name]["listings"],
            row.files[name]["size_bytes"],
        )
        return read
