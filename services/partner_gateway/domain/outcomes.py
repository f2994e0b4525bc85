"""From what the issuers say about the matching listings to one outcome.

Two people can share a name and a truncated ID. So only an issuer's own yes, to the whole number,
makes a listing count; whatever is left open makes the outcome `refer`, and nobody may act on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.partner_gateway.domain.agreements import Force
from services.partner_gateway.domain.rights import Grant, Term
from shared.contract import Effect
from shared.sealing import Verdict


class Outcome(StrEnum):
    """The verdict of a decision."""

    NO_LISTING = "no_listing"
    RESTRICTED = "restricted"
    ADVISORY = "advisory"
    REFER = "refer"
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"

    @property
    def may_be_acted_on(self) -> bool:
        """Whether the measure may be applied: only where the issuer confirmed a listing."""
        return self in (Outcome.RESTRICTED, Outcome.ADVISORY, Outcome.ELIGIBLE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listing whose name and truncated ID are those of the party asked about."""

    issuer: str
    ref: str
    list: str
    reason: str
    listed_on: date
    stands_until: date

    def stands_on(self, day: date) -> bool:
        """Expiry needs no message: whoever reads a listing looks at its last day."""
        return day < self.stands_until


Answered = tuple[Candidate, Verdict | None]


@dataclass(frozen=True, slots=True)
class Finding:
    """An outcome, the agreement that decided, and the listings that it rests on.

    None of the listings are other people's.
    """

    outcome: Outcome
    term: Term
    told: tuple[Candidate, ...] = ()


def find(granted: Grant, answered: Sequence[Answered]) -> Finding:
    """The confirmed decide; an open answer with none confirmed is for nobody to act on.

    Where several agreements attach the measure to what is confirmed, the gravest one decides: one
    that must be applied before one that is only weighed.
    """
    confirmed = tuple(candidate for candidate, verdict in answered if verdict == "yes")
    if confirmed:
        term = _gravest(granted, confirmed)
        return Finding(_confirmed(term), term, confirmed)
    if any(verdict != "no" for _, verdict in answered):
        return Finding(Outcome.REFER, granted.terms[0])
    return nothing_found(granted)


def nothing_found(granted: Grant) -> Finding:
    """What is said where no listing matches, or none of those that do is the party's."""
    favours = granted.terms[0].mou.effect is Effect.FAVOURABLE
    return Finding(Outcome.NOT_ELIGIBLE if favours else Outcome.NO_LISTING, granted.terms[0])


def _gravest(granted: Grant, confirmed: Sequence[Candidate]) -> Term:
    under = {term.mou.id for one in confirmed for term in granted.about(one)}
    return next(term for term in granted.terms if term.mou.id in under)


def _confirmed(term: Term) -> Outcome:
    if term.mou.effect is Effect.FAVOURABLE:
        return Outcome.ELIGIBLE
    return Outcome.RESTRICTED if term.measure.force is Force.BINDING else Outcome.ADVISORY
