"""What an authority does by itself when its time has come: publish."""

from datetime import datetime
from typing import Protocol

from shared.calendar import Clock, legal_day, start_of
from shared.database import Database
from shared.procedure import records
from shared.procedure.auditing import note_due
from shared.procedure.desk import Desk
from shared.signature import CLOCK, Signature


class Outbox(Protocol):
    """Where acts wait for the bus."""

    def is_empty(self) -> bool:
        """Whether the stream has every act."""
        ...

    def wake(self) -> None:
        """Look at what waits now."""
        ...


class NoOutbox:
    """For an authority that says nothing to anybody."""

    def is_empty(self) -> bool:
        """Always."""
        return True

    def wake(self) -> None:
        """Nothing waits."""


class ProcedureDuties:
    """Publishes what is due, and knows when the next thing will be."""

    def __init__(self, desk: Desk, database: Database, clock: Clock, outbox: Outbox) -> None:
        self._desk = desk
        self._database = database
        self._clock = clock
        self._outbox = outbox

    def next_due_at(self) -> datetime | None:
        """The beginning of the next day on which a proposal is to be published."""
        today = legal_day(self._clock.now())
        with self._database.read() as session:
            day = records.next_publication_on(session, today)
        return start_of(day) if day else None

    def run_due(self, now: datetime) -> None:
        """Publish every proposal whose day has come, each in its own transaction."""
        with self._database.read() as session:
            due = [proposal.id for proposal in records.due_proposals(session, legal_day(now))]
        for proposal_id in due:
            self._publish(proposal_id, now)
        self._outbox.wake()

    def is_idle(self) -> bool:
        """Whether nothing is due and the stream has every act."""
        today = legal_day(self._clock.now())
        with self._database.read() as session:
            is_due = bool(records.due_proposals(session, today))
        return not is_due and self._outbox.is_empty()

    def _publish(self, proposal_id: str, now: datetime) -> None:
        with self._database.write() as session:
            proposal = records.proposal(session, proposal_id)
            if proposal is None or not proposal.is_due(legal_day(now)):
                return
            if records.open_objection(session, proposal_id) is None:
                signed = Signature(CLOCK, now)
                self._desk.publish_due(session, proposal, signed)
                note_due(session, self._desk.rules, proposal_id, signed)
