"""Whether the register is whole: after a restore not before every issuer has had its word.

What was withdrawn after the copy was made stands in the copy. Until its issuer has said what stands
today, nobody is shown it.
"""

from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

import structlog

from services.national_platform.receiving.applying import Desk
from services.national_platform.records import findings, register, restatements
from services.national_platform.records.state import leave_gap, state
from shared.calendar import legal_day
from shared.web.due import Duties

log = structlog.get_logger()
# Whoever puts the tables back leaves this file in the state folder.
CUE = "restored"


class Wholeness:
    """Known without asking once it is so; only a restore, at a start, can end it."""

    def __init__(self, desk: Desk, state_dir: Path) -> None:
        self._database = desk.database
        self._clock = desk.clock
        self._lock = Lock()
        self._is_whole = False
        self._take_cue(state_dir / CUE)

    def _take_cue(self, cue: Path) -> None:
        """Leave a gap if the tables were put back; a crash in between leaves a second gap."""
        if cue.exists():
            with self._database.write() as session:
                restatements.end_all(session)
                leave_gap(session, findings.last_digest(session), datetime.now(UTC))
            cue.unlink()
            log.warning("restored", awaited=sorted(self.awaited()))

    @property
    def is_known(self) -> bool:
        """Whether it is known to be whole, without looking."""
        return self._is_whole

    def awaited(self) -> set[str]:
        """Issuers that must still say what stands; none once the register is whole."""
        if self._is_whole:
            return set()
        with self._lock:
            found = self._look()
            self._is_whole = not found
        return found

    def _look(self) -> set[str]:
        with self._database.read() as session:
            since = state(session).restored_at_digest
            if since is None:
                return set()
            standing = register.issuers_standing(session, legal_day(self._clock.now()))
            awaited = standing - findings.settled_since(session, since)
        if not awaited:
            with self._database.write() as session:
                state(session).restored_at_digest = None
        return awaited

    def missing(self) -> str | None:
        """What is missing, if anything."""
        awaited = ", ".join(sorted(self.awaited()))
        return f"Put back from a copy; not yet said what stands: {awaited}." if awaited else None


class OnceWhole:
    """Duties that wait until the register is whole: an edition would show who was withdrawn."""

    def __init__(self, duties: Duties, wholeness: Wholeness) -> None:
        self._duties = duties
        self._wholeness = wholeness

    def next_due_at(self) -> datetime | None:
        """As the duties say."""
        return self._duties.next_due_at()

    def is_idle(self) -> bool:
        """Whether nothing is owed or awaited."""
        return not self._wholeness.awaited() and self._duties.is_idle()

    def run_due(self, now: datetime) -> None:
        """Do what is due, once it may be done."""
        if not self._wholeness.awaited():
            self._duties.run_due(now)
