"""A population: the same people for the same size, seed and date, wherever it is made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from demo.population.ages import Ages, Sex
from demo.population.dice import Dice
from demo.population.given_names import GivenNames
from demo.population.households import GROWN_AT, Household, Member, households
from demo.population.namesakes import make_namesakes
from demo.population.organisations import Registry
from demo.population.people import FIRST_RESERVED_SEQUENCE, Organisation, Person, resident_id
from demo.population.regions import regions_by_size
from demo.population.surnames import SURNAMES
from shared.identifiers import IdNumber, age_on

DEFAULT_AS_OF: Final = date(2019, 1, 1)
LARGEST: Final = 10_000_000

# Homes are put together among so many people at a time, whatever the size asked for: a smaller
# population is the beginning of a larger one, and memory does not grow with the homes.
_AT_A_TIME: Final = 512


@dataclass(frozen=True)
class Population:
    """People are made while one looks at them; looking again gives the same ones."""

    size: int
    seed: int
    as_of: date = DEFAULT_AS_OF

    def __post_init__(self) -> None:
        if not 1 <= self.size <= LARGEST:
            raise ValueError(f"a population has from 1 to {LARGEST:,} people")
        if self.seed < 0:
            raise ValueError("a seed is zero or more")
        Ages(self.as_of)

    def __iter__(self) -> Iterator[Person | Organisation]:
        """Everyone in one pass, an organisation right after the person who answers for it."""
        registry = Registry(Dice(self.seed * 3 + 1))
        for person in self.people():
            yield person
            if age_on(person.id_number, self.as_of) >= GROWN_AT and registry.wants(person):
                yield registry.register(person)

    def people(self) -> Iterator[Person]:
        """Home by home, children last."""
        return islice(_Maker(Dice(self.seed * 3), self.as_of).everyone(), self.size)

    def organisations(self) -> Iterator[Organisation]:
        """Those whom somebody of this population answers for."""
        return (one for one in self if isinstance(one, Organisation))

    def namesake_pair(self) -> tuple[Person, Person]:
        """Two adults of one name and one truncated ID; nobody of the population shares theirs."""
        return make_namesakes(Dice(self.seed * 3 + 2), self.as_of)


class _Maker:
    """Makes people without end."""

    def __init__(self, dice: Dice, as_of: date) -> None:
        self._dice = dice
        self._as_of = as_of
        self._ages = Ages(as_of)
        self._given_names = GivenNames(self._ages)
        self._issued: set[str] = set()
        self._homes = 0

    def everyone(self) -> Iterator[Person]:
        while True:
            members = [self._member() for _ in range(_AT_A_TIME)]
            for home in households(self._dice, members, self._as_of):
                yield from self._moved_in(home)

    def _member(self) -> Member:
        birthday = self._ages.birthday(self._dice)
        return Member(birthday, self._ages.sex(self._dice, birthday))

    def _moved_in(self, home: Household) -> Iterator[Person]:
        self._homes += 1
        household_id = f"h{self._homes:07}"
        region = self._dice.draw(regions_by_size())
        surname = self._dice.draw(SURNAMES)
        yield self._person(surname, home.head, region, household_id)
        if home.wife:
            yield self._person(self._dice.draw(SURNAMES), home.wife, region, household_id)
        for child in home.children:
            yield self._person(surname, child, region, household_id)

    def _person(self, surname: str, member: Member, region: str, household_id: str) -> Person:
        born_on, sex = member
        name = surname + self._given_names.draw(self._dice, sex, born_on)
        return Person(name, self._unused_id(region, member), sex, born_on, region, household_id)

    def _unused_id(self, region: str, member: Member) -> IdNumber:
        while True:
            pair = self._dice.below(FIRST_RESERVED_SEQUENCE // 2)
            sequence = pair * 2 + (member.sex is Sex.MALE)
            id_number = resident_id(region, member.born_on, sequence)
            if id_number not in self._issued:
                self._issued.add(id_number)
                return id_number


def make_population(size: int, seed: int, as_of: date = DEFAULT_AS_OF) -> Population:
    """People, homes and organisations; nobody is born after the as-of date."""
    return Population(size, seed, as_of)


def namesake_pair(of: Population | int) -> tuple[Person, Person]:
    """Two adults of one name and one truncated ID, for a population or a seed."""
    population = of if isinstance(of, Population) else make_population(1, of)
    return population.namesake_pair()
