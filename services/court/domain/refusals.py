"""Every no that the court's own rules can say."""

from shared.errors import BadInput, Conflict


class DateInFuture(BadInput):
    """Something that has happened cannot have a date to come."""

    code = "date_in_future"


class DatesOutOfOrder(BadInput):
    """A later step has an earlier date."""

    code = "dates_out_of_order"


class AmountWrong(BadInput):
    """An amount is missing, or does not fit the duty."""

    code = "amount_wrong"


class BasisUnknown(BadInput):
    """A listing rests on a judgment that this court has."""

    code = "basis_unknown"


class BasisNotOfParty(BadInput):
    """A judgment binds the party that it names, and nobody else."""

    code = "basis_not_of_party"


class PartyIsMinor(Conflict):
    """Minors are never listed (2017 Provisions, Art. 4)."""

    code = "party_is_minor"


class DutyNotDue(Conflict):
    """Nobody is late before the last day has passed."""

    code = "duty_not_due"


class DutyPerformed(Conflict):
    """What was demanded has been done."""

    code = "duty_performed"


class NotNotified(Conflict):
    """No enforcement notice with its warning was given, or its period still runs."""

    code = "not_notified"


class AlreadyNotified(Conflict):
    """The debtor was given a notice with its warning before."""

    code = "already_notified"


class ListingBarred(Conflict):
    """A circumstance stands against a listing on this ground; `bar` is the rule that says so."""

    code = "listing_barred"


class BarUnknown(BadInput):
    """The rules in force know no such circumstance for this party."""

    code = "bar_unknown"


class AlreadyEnded(Conflict):
    """It ended before."""

    code = "already_ended"


class EndingUnknown(BadInput):
    """The rules in force know no such reason for an end."""

    code = "ending_unknown"


class EndingNotForGround(Conflict):
    """The rules do not let a listing on this ground end for this reason."""

    code = "ending_not_for_ground"


class EndingNotReached(Conflict):
    """What must have happened for this end has not happened."""

    code = "ending_not_reached"


class RelistingBarred(Conflict):
    """The listing ended at the creditor's request, and the time of the bar still runs."""

    code = "relisting_barred"


class NothingToRenew(Conflict):
    """The rules give this ground a fixed term; nothing makes it longer once it runs."""

    code = "fixed_term"


class TermOutOfBounds(BadInput):
    """The rules do not allow so many years, or months, here."""

    code = "term_out_of_bounds"


class NotAggravated(Conflict):
    """The facts for a longer term are not there."""

    code = "not_aggravated"


class NoSuchRelief(Conflict):
    """The rules in force know no such relief."""

    code = "no_such_relief"


class BreachNotNoted(Conflict):
    """Nobody has noted that the party broke an order restricting consumption."""

    code = "breach_not_noted"


class DutyNotPayment(Conflict):
    """This order answers a payment not made."""

    code = "duty_not_payment"


class NotListed(Conflict):
    """The party does not stand on the list of judgment defaulters for this judgment."""

    code = "not_listed"


class AlreadyRestricted(Conflict):
    """An order for this judgment stands or is under way."""

    code = "already_restricted"


class AlreadyLifted(Conflict):
    """The order was lifted; only a new one can restrict again."""

    code = "already_lifted"


class NotReached(BadInput):
    """The rules in force reach no such person besides this party."""

    code = "role_not_reached"


class MeasureUnknown(BadInput):
    """The order forbids no such thing, or this exemption does not reach it."""

    code = "measure_unknown"


class AlreadyDecided(Conflict):
    """It was decided before."""

    code = "already_decided"
