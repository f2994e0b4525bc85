"""What questions leave in the log, before anybody is answered.

Requests that come at the same moment share one transaction. Inside it, one after the other: does
the token still count? Was this very request answered before? Is the partner stopped? How many
numbers has it tried behind this name and mask? Only then are decisions written down.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from services.partner_gateway import records
from services.partner_gateway.api.tokens import PartnerCaller
from services.partner_gateway.domain import PartnerStopped, is_one_too_many
from services.partner_gateway.records import (
    About,
    Alert,
    Draft,
    Number,
    Refused,
    credentials,
)
from services.partner_gateway.records.credentials import Ended
from shared.database import Database
from shared.errors import Refusal
from shared.house import AnswerKept
from shared.web.idempotency import (
    Receipt,
    RepeatKey,
    Replayed,
    answer_kept,
    forget_old_answers,
    kept_answers,
    must_be_new,
)

TOO_MANY_NUMBERS = "too_many_numbers"
Decided = tuple[Receipt, Sequence[Draft]]


@dataclass(frozen=True, slots=True)
class Slip:
    """What one request wants to leave in the log, in this order.

    `numbers` are counted, and one too many stops the partner. `refusal` is a no that is kept before
    it is told. `decided` is the answer and the decisions in it. Where they rest on listings there
    is `decide` instead, which is called inside the transaction, so that no withdrawal comes between
    what it sees and what is kept. What `was_admitted` was looked at before and goes through.
    """

    caller: PartnerCaller
    measure: str
    at: datetime
    repeat: RepeatKey
    numbers: Sequence[Number] = ()
    refusal: Refusal | None = None
    decided: Decided | None = None
    decide: Callable[[], Decided] | None = None
    was_admitted: bool = False

    @property
    def partner(self) -> str:
        """Who asks."""
        return self.caller.id


class Limits(Protocol):
    """How much guessing is too much."""

    @property
    def max_distinct_numbers(self) -> int:
        """So many numbers behind one name and mask."""
        ...

    @property
    def numbers_remembered(self) -> timedelta:
        """For so long a number counts."""
        ...


class Logbook:
    """Keeps slips, many in one transaction."""

    def __init__(self, database: Database, limits: Limits) -> None:
        self._database = database
        self._limits = limits

    def keep(self, slips: Sequence[Slip]) -> list[Receipt | Exception | None]:
        """For each slip its answer, or why there is none; all of it durable."""
        with self._database.write() as session:
            page = self._open(session, slips)
            results = [page.take(slip) for slip in slips]
            page.write(session)
        return results

    def _open(self, session: Session, slips: Sequence[Slip]) -> "_Page":
        """What was known before, read once for all of them."""
        numbers = [number for slip in slips for number in slip.numbers]
        since = min(slip.at for slip in slips) - self._limits.numbers_remembered
        return _Page(
            max_distinct=self._limits.max_distinct_numbers,
            ended=credentials.ended(session),
            answers=kept_answers(session, [slip.repeat.key for slip in slips]),
            stopped=records.stopped(session),
            asked=records.numbers_asked(session, [number.about for number in numbers], since),
        )


@dataclass(slots=True)
class _Page:
    """One transaction: what was known before it, and what it adds."""

    max_distinct: int
    ended: Ended
    answers: dict[str, AnswerKept]
    stopped: set[str]
    asked: dict[About, set[str]]
    numbers: list[tuple[Number, datetime]] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    rows: list[Alert | Refused | AnswerKept] = field(default_factory=list)

    def take(self, slip: Slip) -> Receipt | Exception | None:
        """Its answer; a refusal or a repetition is for this slip alone."""
        try:
            return self._take(slip)
        except (Refusal, Replayed) as reason:
            return reason

    def write(self, session: Session) -> None:
        """All that the slips added."""
        records.remember_numbers(session, self.numbers)
        records.keep_decisions(session, self.drafts)
        if any(isinstance(row, AnswerKept) for row in self.rows):
            forget_old_answers(session)
        session.add_all(self.rows)

    def _take(self, slip: Slip) -> Receipt | None:
        if not slip.was_admitted:
            slip.caller.refuse_if_ended(self.ended)
        must_be_new(slip.repeat, self.answers)
        if slip.refusal is not None:
            raise self._refused(slip, slip.refusal)
        if not slip.was_admitted:
            self._count(slip)
        decided = slip.decide() if slip.decide is not None else slip.decided
        return self._kept(slip, *decided) if decided is not None else None

    def _count(self, slip: Slip) -> None:
        """Count all numbers before anybody is asked about one; one too many stops the partner."""
        if slip.partner in self.stopped:
            raise self._refused(slip, _stopped())
        for number in slip.numbers:
            before = self.asked.setdefault(number.about, set())
            if is_one_too_many(before, number.number_hash, self.max_distinct):
                self.stopped.add(slip.partner)
                self.rows.append(
                    Alert(partner=slip.partner, code=TOO_MANY_NUMBERS, raised_at=slip.at)
                )
                raise self._refused(slip, _stopped())
            before.add(number.number_hash)
            self.numbers.append((number, slip.at))

    def _kept(self, slip: Slip, answer: Receipt, drafts: Sequence[Draft]) -> Receipt:
        self.drafts.extend(drafts)
        if slip.repeat.key is not None:
            kept = answer_kept(slip.repeat, answer, status=200)
            self.answers[slip.repeat.key] = kept
            self.rows.append(kept)
        return answer

    def _refused(self, slip: Slip, refusal: Refusal) -> Refusal:
        """The refusal, which leaves a line that says nothing about any party."""
        self.rows.append(
            Refused(at=slip.at, partner=slip.partner, measure=slip.measure, code=refusal.code)
        )
        return refusal


def _stopped() -> PartnerStopped:
    return PartnerStopped("You asked with too many numbers; the operator must release you.")
