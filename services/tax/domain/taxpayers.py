"""Who is registered here, and from when on."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.calendar import legal_day
from shared.errors import BadInput, Conflict
from shared.identifiers import Kind, Party, age_on
from shared.rulebook import Rules

YOUNGEST_AGE = "youngest-age"


class PartyIsMinor(Conflict):
    """Nobody under age is listed."""

    code = "party_is_minor"


class IndividualsNotRated(Conflict):
    """The rating is for enterprises; individuals are outside it."""

    code = "individuals_not_rated"


class YearNotOver(BadInput):
    """A year is graded when it is over."""

    code = "year_not_over"


class DateInFuture(BadInput):
    """Nothing happened on a day that has not come."""

    code = "date_in_future"


@dataclass(frozen=True, slots=True)
class Taxpayer:
    """An organisation or person registered here; `began_on` is the day of its first tax matter."""

    id: str
    party: Party
    registered_by: str
    registered_at: datetime
    began_on: date | None = None

    @property
    def began(self) -> date:
        """The first tax matter; the registration here, if nothing older is known."""
        return self.began_on or legal_day(self.registered_at)

    def must_be_organisation(self) -> None:
        """IndividualsNotRated for a person."""
        if self.party.kind is not Kind.ORGANISATION:
            raise IndividualsNotRated("Individuals are outside the rating; only firms are graded.")

    def may_be_rated(self, year: int, today: date) -> None:
        """Raise unless this taxpayer may have a grade for that year."""
        self.must_be_organisation()
        must_be_over(year, today)


def must_be_over(year: int, today: date) -> None:
    """YearNotOver unless the year is over."""
    if year >= today.year:
        raise YearNotOver("A year can be graded only when it is over.")


def must_not_be_future(day: date, today: date) -> None:
    """DateInFuture unless the day has come."""
    if day > today:
        raise DateInFuture("This date lies in the future.")


def must_be_of_age(party: Party, rules: Rules, today: date) -> None:
    """PartyIsMinor for a person who is too young to be listed; a body has no age."""
    if party.kind is Kind.PERSON and age_on(party.id_number, today) < rules.number(YOUNGEST_AGE):
        raise PartyIsMinor("Nobody under age is listed.")
