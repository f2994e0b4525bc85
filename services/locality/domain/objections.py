"""What a resident says against an event, by when, and by when it must be answered."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from services.locality.domain.events import Event
from shared.errors import Conflict
from shared.procedure.steps import NotNow, Verdict, WindowClosed
from shared.rulebook import Rules
from shared.signature import PARTY, Signature

OWN_TERM, CHECK_TERM = "objection-decision-term", "objection-check-term"


class NoCheckHere(Conflict):
    """The law of this place gives no longer term for asking whoever notified."""

    code = "no_longer_term"


@dataclass(frozen=True, slots=True)
class Objection:
    """What a resident says against an event, and what became of it."""

    id: str
    event_id: str
    raised_at: datetime
    statement: str
    decide_by: date
    decided_by: str | None = None
    decided_at: datetime | None = None
    is_upheld: bool | None = None
    reasons: str | None = None
    check_asked_at: datetime | None = None
    check_because: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether a decision on it is still owed."""
        return self.decided_at is None

    def decide(self, signed: Signature, verdict: Verdict) -> "Objection":
        """Uphold or dismiss it, with reasons; nobody decides twice."""
        if not self.is_open:
            raise NotNow("This objection was decided before.")
        return replace(
            self,
            decided_by=signed.by,
            decided_at=signed.at,
            is_upheld=verdict.is_upheld,
            reasons=verdict.reasons,
        )

    def ask_check(self, signed: Signature, because: str, rules: Rules) -> "Objection":
        """Whoever notified must look again; the longer term counts from the objection too."""
        if not self.is_open or self.check_asked_at is not None:
            raise NotNow("This objection was decided, or passed on, before.")
        if CHECK_TERM not in rules.rows:
            raise NoCheckHere("The law of this place gives no longer term for this.")
        if signed.today > self.decide_by:
            raise WindowClosed("The time for a decision has passed; it cannot be lengthened.")
        raised_on = Signature(PARTY, self.raised_at).today
        return replace(
            self,
            check_asked_at=signed.at,
            check_because=because,
            decide_by=rules.after(raised_on, CHECK_TERM),
        )

    def as_row(self) -> dict[str, Any]:
        """The columns of its row."""
        return asdict(self)


def object_until(rules: Rules, event: Event) -> date | None:
    """The last day to object: counted from the notification, or from the day the resident was told.

    Of what the resident must still be told there is no last day yet.
    """
    if event.waits_to_be_told:
        return None
    since = Signature(event.collected_by, event.told_at or event.notified_at)
    return rules.after(since.today, "objection-window")


def may_object(rules: Rules, event: Event, before: Objection | None, today: date) -> None:
    """Raise unless an objection to this event, which still stands, is the first and in time."""
    if not event.stands:
        raise NotNow("This event counts for nothing already.")
    if before is not None:
        raise NotNow("An objection to this event was raised before.")
    last_day = object_until(rules, event)
    if last_day is not None and today > last_day:
        raise WindowClosed("The last day to object to this event has passed.")


def open_objection(
    objection_id: str, event: Event, statement: str, rules: Rules, signed: Signature
) -> Objection:
    """An objection, and the last day for its decision."""
    return Objection(
        id=objection_id,
        event_id=event.id,
        raised_at=signed.at,
        statement=statement,
        decide_by=rules.after(signed.today, OWN_TERM),
    )
