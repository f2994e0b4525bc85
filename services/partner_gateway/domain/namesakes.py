"""How many others are expected to share a name and a truncated ID: a range, from public tables.

A function of the question alone: it reads no register, so it tells nothing about anybody in one.
The method is explained in docs/namesakes.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.checked_yaml import parse
from shared.identifiers import Kind, TruncatedId
from shared.rulebook import Confidence

Share = Annotated[float, Field(gt=0, lt=1)]
FIRST_YEAR_COUNTED, LAST_YEAR_COUNTED = 1930, 2008
GROUP_YEARS = 5
OTHER_BIRTHDAYS = 364  # one bearer of a sequence number for each other day of the year, at most
SEQUENCES = 999
CHECK_DIGITS = 11
YEARS_OF_BIRTH = range(1900, 2101)  # those that a number can carry


@dataclass(frozen=True, slots=True)
class Expected:
    """From how many to how many others are expected to share both."""

    low: float
    high: float

    def times(self, other: "Expected") -> "Expected":
        """Both factors at their lowest, both at their highest."""
        return Expected(self.low * other.low, self.high * other.high)


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(_Closed):
    """One published figure and how sure it is."""

    value: Annotated[float, Field(gt=0)]
    source: Annotated[str, Field(min_length=1)]
    confidence: Confidence


class Sourced(_Closed):
    """Where a whole table comes from."""

    source: Annotated[str, Field(min_length=1)]
    confidence: Confidence


class Surnames(Sourced):
    """Published shares of the commonest surnames, and what is known of all others."""

    shares: dict[str, Share]
    others_average: Share
    compound: tuple[str, ...]
    compound_share: Share


class GivenName(_Closed):
    """A frequent given name: its share of all people, and its years where they are published."""

    share: Share
    years: tuple[int, int] | None = None


class GivenNames(Sourced):
    """Published shares of the most frequent given names."""

    names: dict[str, GivenName]


class Census(Sourced):
    """People by age on the day of the census, in groups of five years, the oldest last."""

    year: int
    groups: tuple[int, ...]

    @cached_property
    def shares(self) -> Mapping[int, Expected]:
        """Which share of all was born in each year that a number can carry."""
        return {born: _year_share(born, self) for born in YEARS_OF_BIRTH}


class NameTables(_Closed):
    """Everything public that the estimate rests on."""

    declared_population: Fact
    counties: Fact
    largest_to_smallest: Fact
    surnames: Surnames
    given_names: GivenNames
    census: Census

    # What depends on the tables alone, or on a year, is reckoned once: each question asks for it.
    @cached_property
    def behind_a_mask(self) -> Mapping[int, Expected]:
        """Others of one county, one year of birth and the same last four, by that year."""
        here = {born: _born_there(born, self) for born in YEARS_OF_BIRTH}
        return {born: one.times(_last_four(one)) for born, one in here.items()}

    @cached_property
    def crowdings(self) -> Mapping[str, float]:
        """How much commoner each given name with published years is within these."""
        known = self.given_names.names.items()
        return {name: _crowding(one.years, self.census) for name, one in known if one.years}

    @cached_property
    def strongest_crowding(self) -> float:
        """The most crowded of them."""
        return max(self.crowdings.values())

    @cached_property
    def rarest_given_name(self) -> float:
        """The share of the least frequent one that is published."""
        return min(one.share for one in self.given_names.names.values())

    @cached_property
    def rarest_surname(self) -> float:
        """The share of the least frequent one that is published."""
        return min(self.surnames.shares.values())


def read_tables(text: str, file: str) -> NameTables:
    """The tables in a file; BrokenAgreement names file, line and reason."""
    return parse(text, file, NameTables)


def expected_namesakes(kind: Kind, name: str, mask: TruncatedId, tables: NameTables) -> Expected:
    """(Population - 1) times the shares of surname, given name, county, year and last four."""
    if kind is Kind.ORGANISATION:
        return Expected(0.0, 0.0)  # its code is public and stays whole
    born = int(mask[6:10])
    surname = _surname_of(name, tables.surnames)
    found = (
        tables.behind_a_mask[born]
        .times(_surname_share(surname, tables))
        .times(_given_share(name[len(surname) :], born, tables))
    )
    return Expected(_rounded(found.low), _rounded(found.high))


def _born_there(born: int, tables: NameTables) -> Expected:
    """Others of one county and year of birth; counties taken as unequal as provinces are."""
    others = tables.declared_population.value - 1
    year = tables.census.shares[born]
    county, spread = 1 / tables.counties.value, sqrt(tables.largest_to_smallest.value)
    return Expected(others * year.low * county / spread, others * year.high * county * spread)


def _last_four(here: Expected) -> Expected:
    """Sequence and check digit: spread evenly, or as crowded as one bearer a day allows."""
    crowded = min(1.0, OTHER_BIRTHDAYS / here.high)
    return Expected(1 / SEQUENCES / CHECK_DIGITS, crowded / CHECK_DIGITS)


def _year_share(born: int, census: Census) -> Expected:
    """Whoever was born in a year had one of two ages on the day of the census."""
    total = sum(census.groups)
    last = len(census.groups) - 1
    ages = (max(0, census.year - born - 1), max(0, census.year - born))
    shares = [census.groups[min(age // GROUP_YEARS, last)] / GROUP_YEARS / total for age in ages]
    return Expected(min(shares), max(shares))


def _surname_of(name: str, surnames: Surnames) -> str:
    return name[:2] if name[:2] in surnames.compound else name[:1]


def _surname_share(surname: str, tables: NameTables) -> Expected:
    surnames = tables.surnames
    if surname in surnames.compound:
        return Expected(surnames.compound_share / len(surnames.compound), surnames.compound_share)
    if surname in surnames.shares:
        return Expected(surnames.shares[surname], surnames.shares[surname])
    return Expected(surnames.others_average, tables.rarest_surname)


def _given_share(given: str, born: int, tables: NameTables) -> Expected:
    """Among people of that year and sex; twice the share at most, for half are of the other sex."""
    known, crowding = tables.given_names.names, tables.strongest_crowding
    if given not in known:
        return Expected(0.0, min(1.0, 2 * tables.rarest_given_name * crowding))
    share, years = known[given].share, known[given].years
    if years is None:
        return Expected(share / crowding, 2 * share * crowding)
    if years[0] <= born <= years[1]:
        return Expected(share, 2 * share * tables.crowdings[given])
    return Expected(0.0, 2 * share)


def _crowding(years: tuple[int, int], census: Census) -> float:
    """How many times commoner a name is in its years than among all who were counted."""
    first, last = max(years[0], FIRST_YEAR_COUNTED), min(years[1], LAST_YEAR_COUNTED)
    return _born_in(FIRST_YEAR_COUNTED, LAST_YEAR_COUNTED, census) / _born_in(first, last, census)


def _born_in(first: int, last: int, census: Census) -> float:
    return sum(census.shares[year].high for year in range(first, last + 1))


def _rounded(value: float) -> float:
    """Two digits; the tables carry no more."""
    return float(f"{value:.2g}")
