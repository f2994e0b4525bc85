"""What the doors work with; put together once, at start."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Protocol

from fastapi import Depends, Request
from joserfc.jwk import OKPKey

from services.partner_gateway.api.limits import Attempts, PartnerLimits
from services.partner_gateway.api.secrets import PartnerSecrets
from services.partner_gateway.domain import (
    Agreements,
    Grant,
    NameTables,
    grant,
    is_live,
    terms_of,
)
from services.partner_gateway.records import Index
from shared.calendar import Clock
from shared.rulebook import Rules
from shared.sealing import Question, Verdict
from shared.web.idempotency import keyed_hash

HASH_LETTERS = 32  # 128 bits


class Enquirer(Protocol):
    """The way to the issuers."""

    async def ask(self, questions: Sequence[Question]) -> Sequence[Verdict | None]:
        """Each issuer's own answer, in the order of the questions; None if there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Gate:
    """Agreements, rules, the index, the way to the issuers, and who the partners are."""

    agreements: Agreements
    rules: Rules
    names: NameTables
    index: Index
    enquirer: Enquirer
    secrets: PartnerSecrets
    limits: PartnerLimits
    attempts: Attempts
    token_clock: Clock
    signing: OKPKey
    contest_at: Mapping[str, str]
    grants: dict[tuple[str, str], Grant] = field(default_factory=dict)
    ever: dict[tuple[str, str], Grant] = field(default_factory=dict)

    def granted(self, partner: str, measure: str) -> Grant:
        """The right to ask, worked out once: agreements stay as they are while the gateway runs."""
        if (partner, measure) not in self.grants:
            self.grants[partner, measure] = grant(self.agreements, partner, measure)
        return self.grants[partner, measure]

    def ever_granted(self, partner: str, measure: str) -> Grant:
        """The measure as this partner carries it out, in force or not: old decisions name it."""
        if (partner, measure) not in self.ever:
            terms = terms_of(self.agreements, measure)
            own = (term for term in terms if partner in term.measure.partners)
            recognition = self.agreements.recognition
            self.ever[partner, measure] = Grant.of(partner, measure, own, recognition)
        return self.ever[partner, measure]

    @property
    def max_distinct_numbers(self) -> int:
        """How many numbers a partner may ask about behind one name and mask."""
        return self.rules.number("max-distinct-numbers")

    @property
    def numbers_remembered(self) -> timedelta:
        """For how long a number counts."""
        return timedelta(days=self.rules.number("distinct-numbers-remembered"))

    def longest_validity(self, edition: str | None) -> timedelta:
        """How long an answer from this edition may be relied on at most."""
        if is_live(edition):
            return timedelta(minutes=self.rules.number("live-decision-validity"))
        return timedelta(days=self.rules.number("decision-validity"))


async def gate_of(request: Request) -> Gate:
    """This service's gate."""
    gate: Gate = request.app.state.gate
    return gate


GateDep = Annotated[Gate, Depends(gate_of)]


def hash_of(secret: bytes, text: str) -> str:
    """What the gateway keeps of a number, or of a name and mask: enough to find the same again."""
    return keyed_hash(secret, text.encode())[:HASH_LETTERS]
