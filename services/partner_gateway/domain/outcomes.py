"""From what the issuers say about the matching listings to one outcome.

Two people can share a name and a truncated ID. So only an issuer's own yes, to the whole number,
makes a listing count; whatever is left open makes the outcome `refer`, and nobody may act on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.partner_gateway.domain.agreements import Force
from services.partner_gateway.domain.rights import Grant
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


@dataclass(frozen=True, slots=True)
class Finding:
    """An outcome and the listings that it rests on; none of them are other people's."""

    outcome: Outcome
    told: tuple[Candidate, ...] = ()


Answered = tuple[Candidate, Verdict | None]


def find(granted: Grant, answered: Sequence[Answered]) -> Finding:
    """The confirmed decide; an open answer with none confirmed is for nobody to act on."""
    confirmed = tuple(candidate for candidate, verdict in answered if verdict == "yes")
    if confirmed:
        return Finding(_confirmed(granted), confirmed)
    if any(verdict != "no" for _, verdict in answered):
        return Finding(Outcome.REFER)
    favours = granted.mou.effect is Effect.FAVOURABLE
    return Finding(Outcome.NOT_ELIGIBLE if favours else Outcome.NO_LISTING)


def _confirmed(granted: Grant) -> Outcome:
    if granted.mou.effect is Effect.FAVOURABLE:
        return Outcome.ELIGIBLE
    return Outcome.RESTRICTED if granted.measure.force is Force.BINDING else Outcome.ADVISORY
