"""A synthetic person and a synthetic organisation."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from stdnum.cn import ric

from demo.population.ages import Sex
from shared.identifiers import IdNumber

# Sequences from here on are kept for namesakes, so that they meet nobody of any population.
FIRST_RESERVED_SEQUENCE: Final = 990


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who never lived."""

    name: str
    id_number: IdNumber = field(repr=False)
    sex: Sex
    born_on: date
    region: str
    household_id: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that never was, and the person who answers for it."""

    name: str
    code: IdNumber
    region: str
    representative: IdNumber = field(repr=False)


def resident_id(region: str, born_on: date, sequence: int) -> IdNumber:
    """The resident ID that these make, with its check digit (GB 11643)."""
    body = f"{region}{born_on:%Y%m%d}{sequence:03}"
    return IdNumber(body + ric.calc_check_digit(body + "0"))
