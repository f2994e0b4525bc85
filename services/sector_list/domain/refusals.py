"""What a sector's authority refuses, each with its code."""

from shared.errors import BadInput, Conflict


class FindingUnknown(BadInput):
    """The rulebook in force knows no such finding."""

    code = "finding_unknown"


class PenaltyUnknown(BadInput):
    """The rulebook in force knows no such penalty."""

    code = "penalty_unknown"


class DateInFuture(BadInput):
    """Nothing was found, imposed or put right on a day to come."""

    code = "date_in_future"


class DatesOutOfOrder(BadInput):
    """A later step has an earlier date."""

    code = "dates_out_of_order"


class BasisUnknown(BadInput):
    """A listing rests on a case that this authority has."""

    code = "basis_unknown"


class BasisNotOfParty(BadInput):
    """The case is about somebody else."""

    code = "basis_not_of_party"


class BasisOfOtherGround(BadInput):
    """What was found in the case is another ground."""

    code = "basis_of_other_ground"


class AlreadyDecided(Conflict):
    """The case was decided before."""

    code = "already_decided"


class NotDecided(Conflict):
    """Nobody is listed for what is still being looked into."""

    code = "not_decided"


class PartyIsMinor(Conflict):
    """Nobody under age is listed."""

    code = "party_is_minor"


class BelowThreshold(Conflict):
    """The case does not reach what the rulebook asks for."""

    code = "below_threshold"


class NoOrderForeseen(Conflict):
    """The rules know no order to put such a thing right."""

    code = "no_order_foreseen"


class AlreadyOrdered(Conflict):
    """The party was ordered to put it right before."""

    code = "already_ordered"


class OrderNotRunOut(Conflict):
    """No order to put it right was given, or there is still time to obey it."""

    code = "order_not_run_out"


class AlreadyCorrected(Conflict):
    """What was found has been put right."""

    code = "already_corrected"


class NotWatched(Conflict):
    """The party was not on the list that comes before, or not long or often enough."""

    code = "not_watched"


class GradeOutweighed(Conflict):
    """The party has another grade by now."""

    code = "grade_outweighed"


class NoEarlyEnd(Conflict):
    """The rules of this list know no early end."""

    code = "no_early_end"


class NotCorrected(Conflict):
    """Only who has put it right, and promised to keep it so, is let off early."""

    code = "not_corrected"


class TooEarly(Conflict):
    """The least time has not passed yet."""

    code = "too_early"


class NotMember(BadInput):
    """This body speaks of its own members only."""

    code = "not_member"


class NotLeft(Conflict):
    """The party is a member already, or has left already."""

    code = "membership_unchanged"
