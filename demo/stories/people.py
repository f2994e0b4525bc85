"""Who plays: people and organisations of a story's own population, as the story needs them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from demo.cast import party_of
from demo.population import Organisation, Person, Population, regions, resident_id
from demo.stories.story import Cast
from shared.identifiers import Kind, Party, age_on

OF_WORKING_AGE = range(25, 56)
# Pairs that sound the same, tone and all, and are written otherwise.
SOUNDS_LIKE = {"张": "章", "于": "余", "余": "俞", "江": "姜", "石": "时", "陆": "路", "袁": "元"}


def adults(population: Population) -> Iterator[Person]:
    """People of working age, no two of one name."""
    seen: set[str] = set()
    for person in population.people():
        if _age(person, population) in OF_WORKING_AGE and person.name not in seen:
            seen.add(person.name)
            yield person


def cast(*roles: str) -> Cast:
    """Grown-ups, one for each role."""

    def choose(population: Population) -> Mapping[str, Party]:
        return {role: party_of(one) for role, one in zip(roles, adults(population), strict=False)}

    return choose


def with_firms(people: tuple[str, ...], firms: tuple[str, ...]) -> Cast:
    """Grown-ups and organisations."""

    def choose(population: Population) -> Mapping[str, Party]:
        known = zip(firms, population.organisations(), strict=False)
        return {**cast(*people)(population), **{role: party_of(firm) for role, firm in known}}

    return choose


def first(
    population: Population, fits: Callable[[Person], bool], but: tuple[Person, ...] = ()
) -> Person:
    """The first grown-up who fits and plays no other part."""
    return next(one for one in adults(population) if one not in but and fits(one))


def namesake_elsewhere(person: Person, years_older: int) -> Person:
    """Somebody of the same name, from another region and some years older."""
    region = next(code for code in regions() if code[:2] != person.region[:2])
    birthday = date(person.born_on.year - years_older, person.born_on.month, 1)
    sequence = 988 + int(person.id_number[16]) % 2
    number = resident_id(region, birthday, sequence)
    return Person(person.name, number, person.sex, birthday, region, "n0000003")


def sounds_alike(population: Population) -> tuple[Person, Person]:
    """Two whose surnames sound alike, with the same given name, and each with an own number."""
    one = first(population, lambda person: person.name[0] in SOUNDS_LIKE)
    other = first(population, lambda person: person.sex is one.sex, but=(one,))
    name = SOUNDS_LIKE[one.name[0]] + one.name[1:]
    named = Person(
        name, other.id_number, other.sex, other.born_on, other.region, other.household_id
    )
    return one, named


def parent_and_child(population: Population) -> tuple[Person, Person]:
    """Two of one home and one surname, the younger of them of an age to go to university."""
    homes: dict[str, Person] = {}
    for person in population.people():
        parent = homes.setdefault(person.household_id, person)
        is_child = _age(parent, population) - _age(person, population) >= 20
        if is_child and _age(person, population) == 18 and parent.name[0] == person.name[0]:
            return parent, person
    raise LookupError("no parent with a child of eighteen in this population")


def renamed(firm: Organisation, code: str) -> Party:
    """The same body under another code."""
    return Party.model_validate({"kind": Kind.ORGANISATION, "name": firm.name, "id_number": code})


def _age(person: Person, population: Population) -> int:
    return age_on(person.id_number, population.as_of)
