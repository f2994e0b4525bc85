"""Orders that restrict consumption (限制消费): no bad faith is needed, only a payment not made.

2010 Provisions, as amended by 法释〔2015〕17号 in force from 2015-07-22. Being listed as a
defaulter asks for such an order; the order asks for no listing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.court.domain.judgments import Duty, Judgment, must_be_of_age
from services.court.domain.refusals import (
    AlreadyLifted,
    DateInFuture,
    DutyNotPayment,
    MeasureUnknown,
    NotListed,
    NotReached,
)
from shared.identifiers import Kind, Party
from shared.ledger.listing import Listing, NotStanding
from shared.rulebook import Consequence, Reach, Rules

RESTRICTIONS, DEFAULTERS = "consumption-restrictions", "judgment-defaulters"
UNPAID, LISTED = "unpaid-after-notice", "listed-as-defaulter"
BREACH_GROUND = "breaks-consumption-restriction"
BREACH_ANSWERED = "breach-answered"  # what a breach brings: nothing that an order forbids
YOUNGEST_RESTRICTED = "youngest-restricted-age"
DEBTOR = "debtor"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom an order reaches: the debtor, or somebody who runs a debtor that is no person."""

    role: str
    party: Party


@dataclass(frozen=True, slots=True)
class Restriction:
    """One order under one judgment; whom it reaches stands on its list, each by a procedure.

    The debtor is the first of those whom it reaches.
    """

    id: str
    judgment_id: str
    ground: str
    addressees: tuple[Addressee, ...]
    ordered_by: str
    ordered_at: datetime
    lifted_at: datetime | None = None
    lifted_by: str | None = None
    lifted_because: str | None = None

    @property
    def others(self) -> tuple[Addressee, ...]:
        """Whom it reaches besides the debtor."""
        return self.addressees[1:]

    def lift(self, because: str, by: str, at: datetime) -> "Restriction":
        """It is over for everybody whom it reached."""
        self.must_not_be_lifted()
        return replace(self, lifted_at=at, lifted_by=by, lifted_because=because)

    def must_not_be_lifted(self) -> None:
        """AlreadyLifted if it is over."""
        if self.lifted_at is not None:
            raise AlreadyLifted("This order was lifted.")


@dataclass(frozen=True, slots=True)
class Breach:
    """Something that an order forbids, done while it stood: a fact for ground 5, and no more."""

    ref: str
    restriction_id: str
    measure: str
    happened_on: date
    noted_by: str
    noted_at: datetime


def must_reach(judgment: Judgment, others: Iterable[Addressee], rules: Rules) -> None:
    """NotReached for anybody besides the debtor whom the rules do not reach.

    Nobody else is reached where the debtor is a person.
    """
    roles = [key for key, one in rules.all_of(Reach).items() if one.of == RESTRICTIONS]
    is_of_a_body = judgment.party.kind is Kind.ORGANISATION
    for other in others:
        acts_for_it = other.role in roles and other.party.kind is Kind.PERSON
        if not (is_of_a_body and acts_for_it):
            raise NotReached("The rules in force reach no such person besides this party.")


def must_be_restrictable(judgment: Judgment, ground: str, *, is_listed: bool, today: date) -> None:
    """Raise unless a notice's period has run out unpaid, or the debtor is listed.

    Any enforcement notice will do: the warning is about the other list.
    """
    if ground == LISTED and not is_listed:
        raise NotListed("The debtor does not stand on the list of judgment defaulters.")
    if ground == UNPAID and judgment.duty is not Duty.PAY:
        raise DutyNotPayment("Nothing is to be paid under this judgment.")
    last = judgment.notices[-1] if judgment.notices else None
    judgment.must_be_in_default(today, last)


def must_be_old_enough(party: Party, rules: Rules, today: date) -> None:
    """No minor is restricted; the rules do not say so, it is our floor."""
    must_be_of_age(party, rules.number(YOUNGEST_RESTRICTED), today)


def measures(rules: Rules) -> dict[str, Consequence]:
    """What an order forbids, by id."""
    found = rules.all_of(Consequence)
    return {
        key: effect
        for key, effect in found.items()
        if effect.of == RESTRICTIONS and key != BREACH_ANSWERED
    }


def must_be_a_breach(
    breach: Breach, listing: Listing, rules: Rules, today: date, *, was_exempt: bool
) -> None:
    """Raise unless the order forbade this to the party on that day."""
    if breach.measure not in measures(rules):
        raise MeasureUnknown("The order forbids no such thing.")
    if breach.happened_on > today:
        raise DateInFuture("What lies in the future is no breach.")
    ended = listing.withdrawn_on or listing.stands_until
    if not listing.listed_on <= breach.happened_on < ended or was_exempt:
        raise NotStanding("The party was not restricted on that day.")
