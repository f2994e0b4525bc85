"""What other bodies imposed for one and the same act, held beside it and counted.

The paper's introduction tells of a teacher who was punished by his school, then by the county, then
by a list, each for the same act. A penalty held here moves no points; it is there to be counted.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from services.locality.domain.events import Event, InTheFuture, OutOfOrder
from shared.errors import Conflict
from shared.signature import Signature


class PenaltyNoted(Conflict):
    """One body's one decision is held once against an act."""

    code = "penalty_noted"


@dataclass(frozen=True, slots=True)
class Imposed:
    """One penalty as the body that imposed it words it, and where it can be found."""

    imposed_by: str
    penalty: str
    imposed_on: date
    reference: str


@dataclass(frozen=True, slots=True)
class Penalty:
    """One penalty, held against one act."""

    id: str
    event_id: str
    imposed_by: str
    penalty: str
    imposed_on: date
    reference: str
    noted_by: str
    noted_at: datetime

    def as_row(self) -> dict[str, Any]:
        """The columns of its row."""
        return asdict(self)


def hold(
    penalty_id: str, event: Event, told: Imposed, held: Collection[Penalty], signed: Signature
) -> Penalty:
    """The penalty, to be held; nothing is penalised before it happened, or tomorrow."""
    if told.imposed_on > signed.today:
        raise InTheFuture("A penalty that is still to come cannot be held.")
    if told.imposed_on < event.happened_on:
        raise OutOfOrder("Nothing is penalised before it has happened.")
    if (told.imposed_by, told.reference) in {(one.imposed_by, one.reference) for one in held}:
        raise PenaltyNoted("This penalty is held against this act already.")
    return Penalty(
        id=penalty_id,
        event_id=event.id,
        noted_by=signed.by,
        noted_at=signed.at,
        **asdict(told),
    )
