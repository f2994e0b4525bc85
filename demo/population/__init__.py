"""A population of people who never lived, shaped by published figures.

Surnames, given names, ages, sexes and the sizes of places follow figures that are cited beside
them; what no figure covers is filled by us, and each table says where that begins. Every ID starts
with a region that was never assigned, so that none can belong to anybody.
"""

from demo.population.ages import Sex
from demo.population.namesakes import candidates_behind
from demo.population.people import Organisation, Person, resident_id
from demo.population.population import Population, make_population, namesake_pair
from demo.population.regions import Region, regions
from demo.population.writing import write_jsonl

__all__ = [
    "Organisation",
    "Person",
    "Population",
    "Region",
    "Sex",
    "candidates_behind",
    "make_population",
    "namesake_pair",
    "regions",
    "resident_id",
    "write_jsonl",
]
