"""The rules about persons behind firms: pure; time and what is known are given."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from shared.calendar import legal_day
from shared.errors import BadInput, Conflict
from shared.identifiers import Kind, Party
from shared.ledger.listing import Listing
from shared.procedure.answers import Answer, SamePerson
from shared.rulebook import Consequence, Ground, Indicator, Rules
from shared.signature import Signature
from shared.ties.roles import Role

# Rows of the floor: what a false tie, and one that is contested, is worth at every authority.
FALSE_TIE, STAYED = "false-tie-cut", "contested-tie-stayed"


class TieOfPersonOnly(BadInput):
    """Who stands behind a firm is a person."""

    code = "tie_of_person_only"


class TieToFirmOnly(BadInput):
    """Nobody stands behind a person."""

    code = "tie_to_firm_only"


class TieWithoutPurpose(Conflict):
    """Where no rule in force makes anything of such a tie, none is recorded."""

    code = "tie_without_purpose"


class TieOver(Conflict):
    """The tie was cut, or did not stand when it mattered."""

    code = "tie_over"


class TieContested(Conflict):
    """Nothing new follows from a tie before its contest is decided."""

    code = "tie_contested"


class AlreadyTied(Conflict):
    """The same person has the same role in the same firm already."""

    code = "already_tied"


class FoundFalse(Conflict):
    """What was found never to have been true is not recorded again."""

    code = "tie_found_false"


class EndsBeforeBeginning(BadInput):
    """Nothing ends before it began."""

    code = "ends_before_beginning"


class DayNotCome(BadInput):
    """Nobody has begun, or ceased, to stand behind a firm on a day that has not come."""

    code = "date_in_future"


class NothingFollows(Conflict):
    """No row of the rulebook says that this follows for a person in such a role."""

    code = "nothing_follows"


class FirmNotListed(Conflict):
    """A person is listed through a firm only while the firm itself is."""

    code = "firm_not_listed"


@dataclass(frozen=True, slots=True)
class Tie:
    """One person's tie to one firm; `firm` is the name that this authority's own books give it."""

    id: str
    firm: str
    person: Party
    role: Role
    since_on: date
    recorded_by: str
    recorded_at: datetime
    until_on: date | None = None
    cut_at: datetime | None = None
    cut_because: str | None = None

    def end(self, until_on: date, today: date) -> "Tie":
        """The person is no longer what they were to the firm."""
        self.must_not_be_cut()
        must_have_come(until_on, today)
        if until_on < self.since_on:
            raise EndsBeforeBeginning("A tie does not end before it began.")
        return replace(self, until_on=until_on)

    def cut(self, signed: Signature, because: str) -> "Tie":
        """It was never true; nothing follows from it, nor ever did."""
        self.must_not_be_cut()
        return replace(self, cut_at=signed.at, cut_because=because)

    def must_not_be_cut(self) -> None:
        """TieOver if it was."""
        if self.cut_at is not None:
            raise TieOver("This tie was cut.")

    def stood_on(self, day: date) -> bool:
        """Whether the person was behind the firm on that day, as far as is known today."""
        is_over = self.until_on is not None and day > self.until_on
        return self.cut_at is None and self.since_on <= day and not is_over

    def is_like(self, other: "Tie") -> bool:
        """Whether it tells the same of the same person and firm."""
        told = (self.firm, self.person.id_number, self.role)
        return told == (other.firm, other.person.id_number, other.role)


@dataclass(frozen=True, slots=True)
class Contest(Answer):
    """A person's word that a tie was never true, and what became of it."""

    id: str
    tie_id: str
    raised_at: datetime
    statement: str
    decide_by: date

    @property
    def is_pending(self) -> bool:
        """Whether anybody still owes a decision; until then nothing new follows from the tie."""
        return self.is_open or self.is_being_reviewed


@dataclass(frozen=True, slots=True)
class Behind:
    """What a firm's listing is about: which firm, and on which day it was found."""

    firm: str
    found_on: date


@dataclass(frozen=True, slots=True)
class Claim:
    """A person's listing, asked for since a firm is listed; `ties` are theirs to this firm."""

    ground: Ground
    firms_listing: Listing
    found_on: date
    ties: Sequence[Tie]
    pending: Collection[str]


def must_follow(claim: Claim, today: date) -> Tie:
    """The tie through which the listing follows; a refusal with a code if it does not."""
    if not claim.ground.through:
        raise NothingFollows("This ground is about a party's own conduct.")
    in_role = [tie for tie in claim.ties if tie.role in claim.ground.through]
    if not in_role:
        raise NothingFollows("The party has no such role in the firm as the rule names.")
    _must_be_listed(claim, today)
    stood = [tie for tie in in_role if tie.stood_on(claim.found_on)]
    if not stood:
        raise TieOver("The party did not stand behind the firm when this was found.")
    free = [tie for tie in stood if tie.id not in claim.pending]
    if not free:
        raise TieContested("The party contests the tie; it is not decided yet.")
    return free[0]


def _must_be_listed(claim: Claim, today: date) -> None:
    """FirmNotListed unless it stands today on the list that the ground is for."""
    listing = claim.firms_listing
    is_firm = listing.kind is Kind.ORGANISATION
    if not is_firm or listing.list != claim.ground.list or not listing.stands_on(today):
        raise FirmNotListed("What it would rest on is no firm's listing that stands there today.")


def must_have_come(day: date, today: date) -> None:
    """DayNotCome for a day of the future."""
    if day > today:
        raise DayNotCome("This date lies in the future.")


def must_be_recordable(new: Tie, known: Iterable[Tie], rules: Rules, today: date) -> None:
    """Raise unless a person's tie is new, plausible, and of use under the rules in force."""
    if new.person.kind is not Kind.PERSON:
        raise TieOfPersonOnly("A tie is a person's; an organisation has its own.")
    must_have_come(new.since_on, today)
    if new.role not in roles_with_purpose(rules):
        raise TieWithoutPurpose("No rule in force makes anything of such a tie.")
    for other in known:
        if new.is_like(other):
            _must_not_repeat(new, other)


def _must_not_repeat(new: Tie, other: Tie) -> None:
    if other.cut_at is not None and new.since_on <= legal_day(other.cut_at):
        raise FoundFalse("This was found never to have been true.")
    if other.cut_at is None and other.until_on is None:
        raise AlreadyTied("This person has this role in this firm already.")


def must_be_decided_by_others(tie: Tie, by: str) -> None:
    """SamePerson if this officer recorded the tie: nobody judges a contest of the own act."""
    if by == tie.recorded_by:
        raise SamePerson("Whoever recorded the tie cannot decide on its contest.")


def roles_in(rules: Rules, rule_id: str) -> tuple[Role, ...]:
    """The roles that a row names; none where there is no such row in force."""
    row = rules.rows.get(rule_id)
    value = row.value if row else None
    return value.through if isinstance(value, Ground | Consequence | Indicator) else ()


def roles_with_purpose(rules: Rules) -> set[Role]:
    """Every role of which some rule in force makes something."""
    return {role for rule_id in rules.rows for role in roles_in(rules, rule_id)}


def rules_naming(rules: Rules, role: Role) -> tuple[str, ...]:
    """The rows that make something of a tie with this role."""
    return tuple(rule_id for rule_id in rules.rows if role in roles_in(rules, rule_id))
