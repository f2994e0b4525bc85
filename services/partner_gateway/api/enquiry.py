"""Questions on their way: let in, counted, put to the issuers, kept, and only then answered.

One question and a batch of a thousand go the same way. Where no listing matches, nobody needs to be
asked, and all is kept in one transaction; otherwise the numbers are counted before an issuer hears
of them, no transaction is open while it thinks, and the decision is kept after it has answered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from services.partner_gateway.api.gate import Gate, hash_of
from services.partner_gateway.api.logbook import Decided, Slip
from services.partner_gateway.api.tokens import PartnerCaller, ShownPartnerDep, partner_at
from services.partner_gateway.domain import (
    Answered,
    Candidate,
    Finding,
    Grant,
    expected_namesakes,
    find,
    must_be_in_scope,
    valid_until,
)
from services.partner_gateway.records import Draft, Number
from shared.calendar import legal_day
from shared.errors import Refusal
from shared.grouped import Grouped
from shared.identifiers import Party, TruncatedId
from shared.references import next_reference
from shared.sealing import Question
from shared.web.idempotency import Receipt, RepeatKey, RepeatKeyDep, repeat_key_at
from shared.web.rates import Allowance

Log = Grouped[Slip, Receipt | None]
Shape = Callable[[Sequence[Draft]], Receipt]


@dataclass(frozen=True, slots=True)
class Asked:
    """One party as it is asked about: its mask, its number as a hash, what the index holds."""

    party: Party
    mask: TruncatedId
    number: Number
    candidates: tuple[Candidate, ...]
    answered: list[Answered] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Enquiry:
    """What a partner is about to ask, at one instant."""

    gate: Gate
    log: Log
    secret: bytes
    partner: PartnerCaller
    now: datetime
    repeat: RepeatKey

    def count(self, questions: int) -> Allowance:
        """Count so many of the partner's questions; TooManyQuestions if they are too many now."""
        return self.gate.limits.take(self.partner.id, questions)

    async def admit(self, measure: str) -> Grant:
        """The right to ask; a refusal is kept before it is told."""
        try:
            granted = self.gate.granted(self.partner.id, measure)
            must_be_in_scope(measure, self.partner.scope)
        except Refusal as refusal:
            known = measure if self.gate.agreements.pairs(measure) else ""
            await self.log.do(self._slip(known, refusal=refusal))
            raise
        return granted

    async def decide(
        self, granted: Grant, purpose: str, parties: Sequence[Party], shape: Shape
    ) -> Receipt:
        """The answer about all of these, once each decision in it is kept."""
        asked = [self._look_up(granted, party) for party in parties]
        numbers = [one.number for one in asked]

        def answer() -> Decided:
            drafts = [self._draft(granted, purpose, one) for one in asked]
            return shape(drafts), drafts

        if any(one.candidates for one in asked):
            await self.log.do(self._slip(granted.measure, numbers=numbers))
            await self._ask(asked)
            slip = self._slip(granted.measure, decide=answer, was_admitted=True)
        else:
            slip = self._slip(granted.measure, numbers=numbers, decided=answer())
        kept = await self.log.do(slip)
        assert kept is not None  # noqa: S101 - a slip with decisions has an answer
        return kept

    def _slip(self, measure: str, **more: object) -> Slip:
        return Slip(self.partner, measure, self.now, self.repeat, **more)  # type: ignore[arg-type]

    def _look_up(self, granted: Grant, party: Party) -> Asked:
        """Every standing listing with this name and mask that counts for the partner."""
        mask, today = party.truncated_id, legal_day(self.now)
        found = self.gate.index.candidates(party.kind, party.name, mask, granted.targets)
        standing = tuple(one for one in found if one.stands_on(today) and granted.about(one))
        return Asked(party, mask, self._number(party, mask), standing)

    def _number(self, party: Party, mask: TruncatedId) -> Number:
        about = hash_of(self.secret, f"{party.name}\n{mask}")
        return Number(self.partner.id, about, hash_of(self.secret, party.id_number))

    async def _ask(self, asked: Sequence[Asked]) -> None:
        """Put all questions at once, with one deadline; what is silent has no answer."""
        pairs = [(one, candidate) for one in asked for candidate in one.candidates]
        verdicts = await self.gate.enquirer.ask(
            [Question(found.issuer, found.ref, one.party.id_number) for one, found in pairs]
        )
        for (one, candidate), verdict in zip(pairs, verdicts, strict=True):
            one.answered.append((candidate, verdict))

    def _draft(self, granted: Grant, purpose: str, asked: Asked) -> Draft:
        # A withdrawal may have come in while the issuer was being asked.
        still = [
            pair for pair in asked.answered if self.gate.index.holds(pair[0].issuer, pair[0].ref)
        ]
        return self._written(granted.measure, purpose, asked, find(granted, still))

    def _written(self, measure: str, purpose: str, asked: Asked, finding: Finding) -> Draft:
        party, gate = asked.party, self.gate
        expected = expected_namesakes(party.kind, party.name, asked.mask, gate.names)
        position = gate.index.known()
        longest = gate.longest_validity(position.edition)
        return Draft(
            id=next_reference("d"),
            at=self.now,
            partner=self.partner.id,
            measure=measure,
            mou=finding.term.mou.id,
            purpose=purpose,
            outcome=finding.outcome,
            edition=position.edition,
            index_age_seconds=position.age_seconds(),
            namesakes_low=expected.low,
            namesakes_high=expected.high,
            valid_until=valid_until(self.now, longest, finding.told),
            party_hash=asked.number.number_hash,
            told=finding.told,
        )


def enquiry_at(request: Request, body: bytes) -> Enquiry:
    """The question that a partner is about to put, with this body."""
    partner = partner_at(request)
    state = request.app.state
    repeat = repeat_key_at(request, body)
    return Enquiry(state.gate, state.log, state.secret, partner, state.clock.now(), repeat)


async def enquiry_of(request: Request, _: ShownPartnerDep, __: RepeatKeyDep) -> Enquiry:
    """The same as a dependency; what it depends on is there to be documented."""
    return enquiry_at(request, await request.body())


EnquiryDep = Annotated[Enquiry, Depends(enquiry_of)]
