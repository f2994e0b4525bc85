"""Who may ask about what; every no has a code of its own."""

from collections.abc import Set
from dataclasses import dataclass

from services.partner_gateway.domain.agreements import Agreements, Measure, Mou
from shared.errors import Forbidden, NotFound


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


class ScopeMissing(Forbidden):
    """The token was asked for without this measure."""

    code = "scope_missing"


class PartnerStopped(Forbidden):
    """The partner asked with too many distinct numbers behind one name and mask."""

    code = "partner_stopped"


@dataclass(frozen=True, slots=True)
class Grant:
    """A measure that a partner may ask about, and the agreement that says so."""

    mou: Mou
    measure: Measure


def grant(agreements: Agreements, partner: str, measure_id: str, scope: Set[str]) -> Grant:
    """The right to ask; a refusal says which condition failed and nothing about any party."""
    found = agreements.holding(measure_id)
    if found is None:
        raise MeasureUnknown("No agreement has such a measure.")
    mou, measure = found
    if partner not in mou.signatories:
        raise OutsideMou("You did not sign the agreement that this measure stands in.")
    if partner not in measure.partners:
        raise MeasureNotYours("Other partners carry out this measure.")
    if not agreements.is_in_force(mou, measure):
        raise MeasureNotInForce("This measure is not in force.")
    if measure_id not in scope:
        raise ScopeMissing("Your token was not asked for this measure.")
    return Grant(mou, measure)
