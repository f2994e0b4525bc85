"""One question on its way: let in and counted, put to the issuers, kept, and only then answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from services.partner_gateway import records
from services.partner_gateway.api.gate import Gate, GateDep
from services.partner_gateway.api.shapes import (
    DecisionAnswer,
    DecisionShown,
    Namesakes,
    NewQuestion,
    show_told,
)
from services.partner_gateway.api.tokens import PartnerCaller, PartnerDep
from services.partner_gateway.domain import (
    Candidate,
    Expected,
    Finding,
    Grant,
    Outcome,
    PartnerStopped,
    expected_namesakes,
    find,
    grant,
    is_one_too_many,
    valid_until,
)
from services.partner_gateway.domain.outcomes import Answered
from services.partner_gateway.records import Alert, Decision, NumberAsked, Refused
from shared.calendar import legal_day
from shared.database import Database
from shared.errors import Refusal
from shared.references import new_reference
from shared.sealing import Question
from shared.web.guards import Now
from shared.web.idempotency import RepeatKey, keyed_hash

TOO_MANY_NUMBERS = "too_many_numbers"


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A partner's question; no transaction is open while an issuer is asked."""

    gate: Gate
    database: Database
    secret: bytes
    partner: PartnerCaller
    now: datetime

    def admit(self, asked: NewQuestion) -> Grant:
        """The right to ask, the number counted; a refusal is kept before it is told."""
        try:
            return self._admit(asked)
        except Refusal as refusal:
            self._keep_refusal(asked.measure, refusal.code)
            raise

    def ask(self, asked: NewQuestion, granted: Grant) -> list[Answered]:
        """Every listing with this name and mask, and what its issuer says of the whole number."""
        party = asked.party
        today = legal_day(self.now)
        found = self.gate.index.candidates(
            party.kind, party.name, party.truncated_id, granted.mou.targets
        )
        standing = [candidate for candidate in found if candidate.stands_on(today)]
        questions = [Question(one.issuer, one.ref, party.id_number) for one in standing]
        verdicts = self.gate.enquirer.ask(questions) if questions else []
        return list(zip(standing, verdicts, strict=True))

    def keep(
        self, asked: NewQuestion, granted: Grant, answered: Sequence[Answered], repeat: RepeatKey
    ) -> DecisionAnswer:
        """Decide and log in one short transaction; nothing is told unless it was kept."""
        with self.database.write() as session:
            once = repeat.within(session)
            once.replay()
            # A withdrawal may have come in while the issuer was being asked.
            still = [pair for pair in answered if self._is_there(pair[0])]
            decision = self._decision(asked, granted, find(granted, still))
            session.add(decision)
            return once.keep(DecisionAnswer(**show(self.gate, decision)), status=200)

    def _admit(self, asked: NewQuestion) -> Grant:
        gate, partner = self.gate, self.partner
        granted = grant(gate.agreements, partner.id, asked.measure, partner.scope)
        with self.database.write() as session:
            is_stopped = self._is_stopped(session) or not self._count(session, asked)
        if is_stopped:
            raise PartnerStopped("You asked with too many numbers; the operator must release you.")
        return granted

    def _is_stopped(self, session: Session) -> bool:
        return records.open_alert(session, self.partner.id) is not None

    def _count(self, session: Session, asked: NewQuestion) -> bool:
        """Count the number before anybody is asked about it; one too many stops the partner."""
        party, gate = asked.party, self.gate
        number = NumberAsked(
            partner=self.partner.id,
            about_hash=self._hash(f"{party.name}\n{party.truncated_id}"),
            number_hash=self._hash(party.id_number),
            asked_at=self.now,
        )
        since = self.now - gate.numbers_remembered
        before = records.numbers_asked(session, number.partner, number.about_hash, since)
        if is_one_too_many(before, number.number_hash, gate.max_distinct_numbers):
            session.add(Alert(partner=self.partner.id, code=TOO_MANY_NUMBERS, raised_at=self.now))
            return False
        records.remember_number(session, number)
        return True

    def _keep_refusal(self, measure: str, code: str) -> None:
        known = self.gate.agreements.holding(measure)
        with self.database.write() as session:
            session.add(
                Refused(
                    at=self.now,
                    partner=self.partner.id,
                    measure=measure if known else "",
                    code=code,
                )
            )

    def _is_there(self, candidate: Candidate) -> bool:
        return self.gate.index.holds(candidate.issuer, candidate.ref)

    def _decision(self, asked: NewQuestion, granted: Grant, finding: Finding) -> Decision:
        party, expected = asked.party, self._expected(asked)
        position = self.gate.index.known()
        longest = self.gate.longest_validity(position.edition)
        return Decision(
            id=new_reference("d"),
            at=self.now,
            partner=self.partner.id,
            measure=granted.measure.id,
            mou=granted.mou.id,
            purpose=asked.purpose,
            outcome=finding.outcome,
            edition=position.edition,
            index_age_seconds=position.age_seconds(),
            namesakes_low=expected.low,
            namesakes_high=expected.high,
            valid_until=valid_until(self.now, longest, finding.told),
            party_hash=self._hash(party.id_number),
            told=[records.told(candidate) for candidate in finding.told],
        )

    def _expected(self, asked: NewQuestion) -> Expected:
        party = asked.party
        return expected_namesakes(party.kind, party.name, party.truncated_id, self.gate.names)

    def _hash(self, text: str) -> str:
        return keyed_hash(self.secret, text.encode())


def show(gate: Gate, decision: Decision) -> dict[str, Any]:
    """A decision as its partner reads it."""
    held = gate.agreements.holding(decision.measure)
    outcome = Outcome(decision.outcome)
    shown = DecisionShown(
        decision_id=decision.id,
        outcome=outcome,
        may_be_acted_on=outcome.may_be_acted_on,
        measure=decision.measure,
        mou=decision.mou,
        legal_basis=held[1].legal_basis if held else "",
        listings=[show_told(told, gate.contest_at.get(told.issuer, "")) for told in decision.told],
        edition=decision.edition,
        as_of=decision.at,
        index_age_seconds=decision.index_age_seconds,
        expected_namesakes=Namesakes(low=decision.namesakes_low, high=decision.namesakes_high),
        valid_until=decision.valid_until,
    )
    return shown.model_dump()


def enquiry_of(request: Request, gate: GateDep, partner: PartnerDep, now: Now) -> Enquiry:
    """The question that a partner is about to put."""
    state = request.app.state
    return Enquiry(gate, state.database, state.secret, partner, now)


EnquiryDep = Annotated[Enquiry, Depends(enquiry_of)]


def replay(database: Database, repeat: RepeatKey) -> None:
    """Give the stored answer if this very request was answered before: nobody is asked again."""
    with database.read() as session:
        repeat.within(session).replay()
