"""Editions under test, made by hand from notices said by hand."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.national_platform.domain.cadence import Cadence, Rhythm
from services.national_platform.publishing import EditionDuties, Press
from services.national_platform.receiving import Desk
from services.national_platform.records import editions
from services.national_platform.records.edition_files import EditionFolder, format_of
from services.national_platform.records.tables import EditionRow
from shared.calendar import start_of
from shared.proving.notes import Signer
from shared.rulebook import load
from tests.unit.apps import ROOT
from tests.unit.national_platform.reading import listings_in

RULES = load(ROOT / "services/national_platform/rulebook.yaml").as_of(date(2019, 11, 1))
SIGNER = Signer("platform.test/log", Ed25519PrivateKey.generate())
FEBRUARY, MARCH = date(2019, 2, 1), date(2019, 3, 1)
GAP = timedelta(minutes=RULES.number("live-edition-gap"))
FILES = 6


@dataclass
class Printer:
    """Editions under test; `cut_at` ends the process when that step is reached."""

    desk: Desk
    path: Path
    hints: list[int] = field(default_factory=list)
    hints_down: list[int] = field(default_factory=list)
    is_stream_idle: bool = True
    rhythm: Rhythm = Rhythm.MONTHLY
    retry_seconds: float = 0.0

    def duties(self, folder: EditionFolder | None = None) -> EditionDuties:
        """As a process has them after its start."""
        folder, cadence = folder or EditionFolder(self.path), Cadence(self.rhythm, GAP)
        press = Press(self.desk.database, self.desk.clock, folder, RULES, cadence, SIGNER)
        made = EditionDuties(press, self, lambda: self.is_stream_idle, self.retry_seconds)
        made.sweep()
        return made

    def edition(self, feed_seq: int) -> None:
        """A hint was given."""
        self.hints.append(feed_seq)

    def evaluations(self, seq: int) -> None:
        """A hint was given to the localities."""
        self.hints_down.append(seq)

    def turn(self, at: date | datetime, folder: EditionFolder | None = None) -> EditionDuties:
        """An instant, or a day's midnight, and what is due is done."""
        self.desk.clock.move(at if isinstance(at, datetime) else start_of(at))
        duties = self.duties(folder)
        duties.run_due(self.desk.clock.now())
        return duties

    def current(self) -> EditionRow | None:
        """The manifest that counts."""
        with self.desk.database.read() as session:
            return editions.latest(session)

    def file(self, name: str) -> Path:
        """Where a file of the current edition lies."""
        row = self.current()
        assert row is not None
        return EditionFolder(self.path).file(row.files[name]["sha256"], format_of(name))

    def lines(self, scope: str = "all") -> list[dict[str, Any]]:
        """What the current files say; all formats must say it, and be what their manifest says."""
        row, said = self.current(), {}
        assert row is not None
        for name, made in row.files.items():
            content = self.file(name).read_bytes()
            assert sha256(content).hexdigest() == made["sha256"]
            said[name] = listings_in(name, content)
            if name.startswith("public"):
                found = {"size_bytes": len(content), "listings": len(said[name])}
                assert made == found | {"sha256": made["sha256"]}
        for other in ("csv", "parquet"):
            assert said[f"{scope}.{other}"] == said[f"{scope}.jsonl.gz"]
        return said[f"{scope}.jsonl.gz"]
