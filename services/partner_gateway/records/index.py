"""The index: one edition of the register in a mapped file, less what was withdrawn since.

Whoever asks takes no lock and waits for no disk; whoever changes something does it alone. A change
is committed to the journal, then shown, then wiped out of the mapped file.
"""

import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

import structlog

from services.partner_gateway.domain import Candidate, Target
from services.partner_gateway.records.copied import Change, Head, Listed, Position, Withdrawal
from services.partner_gateway.records.index_journal import (
    Journal,
    Standing,
    forget_wiped,
    keep_head,
    keep_position,
    keep_standing,
    keep_step,
)
from services.partner_gateway.records.index_layout import NotAnIndex
from services.partner_gateway.records.index_mapped import MappedFile
from services.partner_gateway.records.index_since import Held, Since, Step
from services.partner_gateway.records.index_writing import sync_folder, write_file
from shared.errors import Unavailable
from shared.identifiers import Kind, TruncatedId

log = structlog.get_logger()
MAPPED = "register-*.index"
BEING_WRITTEN = "register.part"
# An operator's cue that an earlier edition is no rollback; it counts once.
PLATFORM_RESTORED = "platform-restored"


class IndexMissing(Unavailable):
    """Nothing is known of the register yet, so that not even `no_listing` would be true."""

    code = "index_missing"


class Index:
    """What the gateway knows of the register; it survives a restart without the platform."""

    def __init__(self, path: Path) -> None:
        """`path` is the journal's; mapped files lie beside it."""
        self._path = path
        self._lock = Lock()
        self._held: Held | None = None
        self._standing: Standing | None = None
        path.parent.mkdir(parents=True, exist_ok=True)
        self._journal = Journal(path)
        self._head = self._pinned()
        if (standing := self._journal.standing()) is not None:
            self._open(standing)
        self._sweep()

    @property
    def folder(self) -> Path:
        """Where the index lies, and an edition while it is read."""
        return self._path.parent

    @property
    def journal(self) -> Path:
        """The file that another process reads withdrawals from while it builds."""
        return self._path

    @property
    def beside(self) -> Path:
        """Where the next mapped file is written."""
        return self.folder / BEING_WRITTEN

    @property
    def id(self) -> int:
        """A number of this index alone; one that is begun again has another."""
        return self._journal.id

    @property
    def position(self) -> Position | None:
        """Which edition this is and how far it was read; None before the first reading."""
        return self._standing.position if self._standing else None

    @property
    def head(self) -> Head | None:
        """The latest signed head of the platform's log; no earlier one is to be believed."""
        return self._head

    @property
    def listings(self) -> int:
        """How many listings are held."""
        return self._standing.listings if self._standing else 0

    def known(self) -> Position:
        """The position; IndexMissing before the first reading."""
        return self._known().position

    def candidates(
        self, kind: Kind, name: str, mask: TruncatedId, targets: Sequence[Target]
    ) -> list[Candidate]:
        """Listings on these lists whose name and mask are exactly these, expired ones too."""
        return self._opened().candidates(kind, name, mask, targets)

    def holds(self, issuer: str, ref: str) -> bool:
        """Whether this listing is there: not withdrawn, as far as was read."""
        return self._opened().holds(issuer, ref)

    def apply(self, changes: Sequence[Change], cursor: int) -> None:
        """Apply part of the feed and move the cursor, both in one transaction."""
        with self._lock:
            step = self._opened().plan(changes)
            left = self._known().listings - step.lost
            self._move(step, cursor=cursor, listings=left)

    def mark_read(self, at: datetime) -> None:
        """Remember when the platform was last read to its end, in real time."""
        with self._lock:
            self._move(Step(), read_at=at)

    def close_gap(self) -> None:
        """Recalls were made for all that was missing."""
        with self._lock:
            self._move(Step(), has_gap=False)

    def pin(self, head: Head) -> None:
        """Believe no head of the platform's log from now on that this one does not lead to."""
        with self._lock, self._journal.writing() as session:
            keep_head(session, head)
        self._head = head

    def withdrawn_after(self, place: int, limit: int) -> list[tuple[int, Withdrawal]]:
        """Withdrawals in the order in which they came here, to make recalls from."""
        return self._journal.withdrawn_after(place, limit)

    def install(self, rows: Iterable[Listed], position: Position) -> int:
        """Write another edition beside this one and put it in its place; how many it holds."""
        self.write_beside(rows)
        return self.adopt(position)

    def write_beside(self, rows: Iterable[Listed]) -> None:
        """Write a mapped file of these listings; nothing counts before it is adopted."""
        write_file(self.beside, rows)

    def adopt(self, position: Position) -> int:
        """Put the mapped file that was written beside in the old one's place; how many it holds.

        What was withdrawn stays out, and what was put right stays right, whatever the edition says.
        """
        with self._lock:
            file = self.folder / MAPPED.replace("*", secrets.token_hex(8))
            os.replace(self.beside, file)
            sync_folder(self.folder)
            fresh = MappedFile(file)
            left, corrected = self._bring_up_to_date(fresh)
            standing = Standing(position, file.name, left)
            with self._journal.writing() as session:
                keep_standing(session, standing, corrected)
            self._held, self._standing = Held(fresh, Since.of((), corrected)), standing
            self._sweep()
        log.info("edition_loaded", edition=position.edition, count=left)
        return left

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._held = self._standing = None
            self._journal.close()

    def _bring_up_to_date(self, fresh: MappedFile) -> tuple[int, list[Listed]]:
        """Take out what came while the file was built; how many are left, and what stays right."""
        last = self._journal.latest_place()
        left = fresh.clear(self._journal.gone_between(fresh.header.cleared, last), last)
        right = [row for row in self._journal.corrected() if fresh.is_older(row)]
        fresh.wipe([fresh.place_of(*row.key) for row in right])
        return left, right

    def _move(self, step: Step, **to: Any) -> None:
        """Commit, show, wipe."""
        held, known = self._opened(), self._known()
        with self._journal.writing() as session:
            if not held.since.hidden:
                forget_wiped(session)
            keep_step(session, step)
            keep_position(session, **to)
        left = to.pop("listings", known.listings)
        held.since = held.since.after(step)
        self._standing = Standing(replace(known.position, **to), known.file, left)
        held.wipe()

    def _open(self, standing: Standing) -> None:
        """Open the mapped file; one that is damaged or gone counts as none."""
        try:
            mapped = MappedFile(self.folder / standing.file)
        except (NotAnIndex, OSError) as error:
            log.error("index_unreadable", kind=type(error).__name__)
            return
        held = Held(mapped, Since.of(self._journal.to_wipe(), self._journal.corrected()))
        held.wipe()
        self._held, self._standing = held, standing

    def _sweep(self) -> None:
        """Delete mapped files that do not count, and what an interrupted building left."""
        counts = self._standing.file if self._standing else None
        for path in [*self.folder.glob(MAPPED), self.beside]:
            if path.name != counts:
                path.unlink(missing_ok=True)

    def _pinned(self) -> Head | None:
        """The pinned head, unless the operator says that the platform was put back from a copy."""
        cue = self.folder / PLATFORM_RESTORED
        if cue.exists():
            self._journal.forget_head()
            cue.unlink()
            log.warning("index_unpinned")
        return self._journal.head()

    def _known(self) -> Standing:
        if self._standing is None:
            raise IndexMissing("The gateway has not read the register yet; ask again later.")
        return self._standing

    def _opened(self) -> Held:
        held = self._held
        if held is None:
            raise IndexMissing("The gateway has not read the register yet; ask again later.")
        return held
