"""Forgetting what partners proved themselves with, once it counts no longer."""

from datetime import datetime

from services.partner_gateway.records import credentials
from shared.calendar import Clock
from shared.database import Database


class CredentialDuties:
    """Empties hashes of retired secrets and drops revoked tokens that have expired, in real time.

    The model's clock moves none of it, so nothing is due at an instant of that clock.
    """

    def __init__(self, database: Database, token_clock: Clock) -> None:
        self._database = database
        self._token_clock = token_clock

    def next_due_at(self) -> datetime | None:
        """Nothing by the model's clock."""
        return None

    def run_due(self, now: datetime) -> None:
        """Whenever due work is looked at, which in real time is every half minute."""
        real = self._token_clock.now()
        with self._database.read() as session:
            if not credentials.has_leftovers(session, real):
                return
        with self._database.write() as session:
            credentials.forget_leftovers(session, real)

    def is_idle(self) -> bool:
        """Always: nothing of it is on its way out."""
        return True
