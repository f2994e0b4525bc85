"""How many others are expected to share a name and a truncated ID: a range, from public tables.

A function of the question alone: it reads no register, so it tells nothing about anybody in one.
The method is explained in docs/namesakes.md.
"""

from dataclasses import dataclass
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


class NameTables(_Closed):
    """Everything public that the estimate rests on."""

    declared_population: Fact
    counties: Fact
    largest_to_smallest: Fact
    surnames: Surnames
    given_names: GivenNames
    census: Census


@dataclass(frozen=True, slots=True)
class Expected:
    """From how many to how many others are expected to share both."""

    low: float
    high: float

    def times(self, other: "Expected") -> "Expected":
        """Both factors at their lowest, both at their highest."""
        return Expected(self.low * other.low, self.high * other.high)


def read_tables(text: str, file: str) -> NameTables:
    """The tables in a file; BrokenAgreement names file, line and reason."""
    return parse(text, file, NameTables)


def expected_namesakes(kind: Kind, name: str, mask: TruncatedId, tables: NameTables) -> Expected:
    """(Population - 1) times the shares of surname, given name, county, year and last four."""
    if kind is Kind.ORGANISATION:
        return Expected(0.0, 0.0)  # its code is public and stays whole
    born = int(mask[6:10])
    surname = _surname_of(name, tables.surnames)
    here = _born_there(born, tables)
    found = (
        here.times(_last_four(here))
        .times(_surname_share(surname, tables.surnames))
        .times(_given_share(name[len(surname) :], born, tables))
    )
    return Expected(_rounded(found.low), _rounded(found.high))


def _born_there(born: int, tables: NameTables) -> Expected:
    """Others of one county and year of birth; counties taken as unequal as provinces are."""
    others = tables.declared_population.value - 1
    year = _year_share(born, tables.census)
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


def _surname_share(surname: str, surnames: Surnames) -> Expected:
    if surname in surnames.compound:
        return Expected(surnames.compound_share / len(surnames.compound), surnames.compound_share)
    if surname in surnames.shares:
        return Expected(surnames.shares[surname], surnames.shares[surname])
    return Expected(surnames.others_average, min(surnames.shares.values()))


def _given_share(given: str, born: int, tables: NameTables) -> Expected:
    """Among people of that year and sex; twice the share at most, for half are of the other sex."""
    known = tables.given_names.names
    crowding = max(_crowding(one.years, tables.census) for one in known.values() if one.years)
    if given not in known:
        rarest = min(one.share for one in known.values())
        return Expected(0.0, min(1.0, 2 * rarest * crowding))
    share, years = known[given].share, known[given].years
    if years is None:
        return Expected(share / crowding, 2 * share * crowding)
    if years[0] <= born <= years[1]:
        return Expected(share, 2 * share * _crowding(years, tables.census))
    return Expected(0.0, 2 * share)


def _crowding(years: tuple[int, int], census: Census) -> float:
    """How many times commoner a name is in its years than among all who were counted."""
    first, last = max(years[0], FIRST_YEAR_COUNTED), min(years[1], LAST_YEAR_COUNTED)
    return _born_in(FIRST_YEAR_COUNTED, LAST_YEAR_COUNTED, census) / _born_in(first, last, census)


def _born_in(first: int, last: int, census: Census) -> float:
    return sum(_year_share(year, census).high for year in range(first, last + 1))


def _rounded(value: float) -> float:
    """Two digits; the tables carry no more."""
    return float(f"{value:.2g}")
