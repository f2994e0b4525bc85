"""Who may ask about what; every no has a code of its own."""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass

from services.partner_gateway.domain.agreements import Agreements
from services.partner_gateway.domain.memorandums import Force, Measure, Mou, Target
from services.partner_gateway.domain.recognition import ListingRead, Recognition
from shared.contract import Effect
from shared.errors import Forbidden, NotFound, Refusal


class MeasureUnknown(NotFound):
    """No agreement has such a measure."""

    code = "measure_unknown"


class MeasureNotInForce(Forbidden):
    """The measure, or its agreement, was not in force on the date of the rules."""

    code = "measure_not_in_force"


class OutsideMou(Forbidden):
    """Whoever asks did not sign the agreement."""

    code = "outside_mou"


class MeasureNotYours(Forbidden):
    """The partner signed, but somebody else carries out this measure."""

    code = "measure_not_yours"


class OptedOut(Forbidden):
    """The partner itself does not take part in this measure."""

    code = "opted_out"


class ScopeMissing(Forbidden):
    """The token was asked for without this measure."""

    code = "scope_missing"


class PartnerStopped(Forbidden):
    """The partner asked with too many distinct numbers behind one name and mask."""

    code = "partner_stopped"


@dataclass(frozen=True, slots=True)
class Term:
    """A measure as one agreement has it."""

    mou: Mou
    measure: Measure

    @property
    def gravity(self) -> tuple[bool, bool]:
        """How far it reaches: what must be applied, then what is only weighed, then a favour."""
        is_adverse = self.mou.effect is Effect.ADVERSE
        return is_adverse, is_adverse and self.measure.force is Force.BINDING


@dataclass(frozen=True, slots=True)
class Grant:
    """A measure that a partner may ask about, and every agreement that says so, gravest first."""

    partner: str
    measure: str
    terms: tuple[Term, ...]
    targets: tuple[Target, ...]
    recognition: Recognition

    @classmethod
    def of(
        cls, partner: str, measure: str, terms: Iterable[Term], recognition: Recognition
    ) -> "Grant":
        """The same, put in order."""
        gravest_first = tuple(sorted(terms, key=lambda term: term.gravity, reverse=True))
        targets = dict.fromkeys(target for term in gravest_first for target in term.mou.targets)
        return cls(partner, measure, gravest_first, tuple(targets), recognition)

    def about(self, listing: ListingRead) -> tuple[Term, ...]:
        """The agreements under which a listing counts for the partner, gravest first."""
        recognises = self.recognition.recognises
        return tuple(
            term for term in self.terms if recognises(self.partner, term.mou, term.measure, listing)
        )


def grant(agreements: Agreements, partner: str, measure: str) -> Grant:
    """The right to ask; a refusal says which condition failed and nothing about any party."""
    terms = terms_of(agreements, measure)
    if not terms:
        raise MeasureUnknown("No agreement has such a measure.")
    signed = _those(
        terms,
        lambda term: partner in term.mou.signatories,
        OutsideMou("You did not sign the agreement that this measure stands in."),
    )
    own = _those(
        signed,
        lambda term: partner in term.measure.partners,
        MeasureNotYours("Other partners carry out this measure."),
    )
    taken = _those(
        own,
        lambda term: not agreements.has_left(partner, term.mou, term.measure),
        OptedOut("You opted out of this measure."),
    )
    in_force = _those(
        taken,
        lambda term: agreements.is_in_force(term.mou, term.measure),
        MeasureNotInForce("This measure is not in force."),
    )
    return Grant.of(partner, measure, in_force, agreements.recognition)


def terms_of(agreements: Agreements, measure: str) -> tuple[Term, ...]:
    """The measure in every agreement that has it, whoever asks and whenever."""
    return tuple(Term(mou, own) for mou, own in agreements.pairs(measure))


def must_be_in_scope(measure: str, scope: Set[str]) -> None:
    """A token opens the measures that it was asked for, and no others."""
    if measure not in scope:
        raise ScopeMissing("Your token was not asked for this measure.")


def _those(
    terms: tuple[Term, ...], is_so: Callable[[Term], bool], otherwise: Refusal
) -> tuple[Term, ...]:
    found = tuple(term for term in terms if is_so(term))
    if not found:
        raise otherwise
    return found
