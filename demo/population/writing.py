"""A population as lines of JSON, one person or organisation a line."""

import json
from collections.abc import Iterable
from typing import TextIO

from demo.population.people import Organisation, Person


def write_jsonl(population: Iterable[Person | Organisation], stream: TextIO) -> int:
    """Write everyone in order and return how many lines that made."""
    lines = 0
    for one in population:
        said = _person(one) if isinstance(one, Person) else _organisation(one)
        stream.write(json.dumps(said, ensure_ascii=False) + "\n")
        lines += 1
    return lines


def _person(person: Person) -> dict[str, str]:
    return {
        "kind": "person",
        "name": person.name,
        "id_number": person.id_number,
        "sex": person.sex.value,
        "born_on": person.born_on.isoformat(),
        "region": person.region,
        "household_id": person.household_id,
    }


def _organisation(organisation: Organisation) -> dict[str, str]:
    return {
        "kind": "organisation",
        "name": organisation.name,
        "id_number": organisation.code,
        "region": organisation.region,
        "representative": organisation.representative,
    }
