"""Who lives in the model: a population as parties, with its pair of namesakes."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from demo.population import Organisation, Person, make_population
from demo.scene import Scene, WantedScene, filled
from demo.trouble import Trouble
from shared.identifiers import Kind, Party


def everyone(size: int, seed: int, as_of: date) -> Iterator[Party]:
    """The whole population, then two who share name and truncated ID."""
    population = make_population(size, seed, as_of)
    for one in population:
        yield party_of(one)
    for one in population.namesake_pair():
        yield party_of(one)


def check_population(wanted: WantedScene) -> Scene:
    """The whole scene; Trouble if no such population can be made."""
    scene = filled(wanted)
    try:
        make_population(scene.population, scene.seed, scene.start)
    except ValueError as error:
        raise Trouble(f"No such population can be made: {error}", exit_code=2) from error
    return scene


def party_of(one: Person | Organisation) -> Party:
    """What the services know of somebody."""
    if isinstance(one, Person):
        return Party(kind=Kind.PERSON, name=one.name, id_number=one.id_number)
    return Party(kind=Kind.ORGANISATION, name=one.name, id_number=one.code)


def some(size: int, seed: int, as_of: date) -> list[dict[str, str]]:
    """A few people, a few organisations and the namesakes, for whoever wants to try the doors."""
    population = make_population(size, seed, as_of)
    chosen: list[Person | Organisation] = [
        *islice(population.people(), 5),
        *islice(population.organisations(), 3),
        *population.namesake_pair(),
    ]
    return [party_of(one).model_dump(mode="json") for one in chosen]
