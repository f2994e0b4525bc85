"""Two people whom a name and a truncated ID cannot tell apart, and how many could stand behind one.

The check digit leaves about one date in eleven of the hidden year, hence about 33 candidates.
"""

from datetime import date, timedelta

from demo.population.ages import Ages, Sex
from demo.population.dice import Dice
from demo.population.given_names import GivenNames
from demo.population.people import FIRST_RESERVED_SEQUENCE, Person, resident_id
from demo.population.regions import regions_by_size
from demo.population.surnames import SURNAMES
from shared.identifiers import IdNumber, Kind, TruncatedId, born_on, check_truncated, truncate


def candidates_behind(truncated_id: TruncatedId) -> list[IdNumber]:
    """Every ID that a person's mask can stand for, by birthday."""
    mask = check_truncated(Kind.PERSON, truncated_id)
    region, year, sequence = mask[:6], int(mask[6:10]), int(mask[14:17])
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    every_id = (
        resident_id(region, date(year, 1, 1) + timedelta(days=day), sequence) for day in range(days)
    )
    return [id_number for id_number in every_id if id_number[-1] == mask[-1]]


def make_namesakes(dice: Dice, as_of: date) -> tuple[Person, Person]:
    """Two adults of one name and one mask, who are in no population."""
    sex = dice.pick((Sex.MALE, Sex.FEMALE))
    birthday = date(as_of.year - 25 - dice.below(30), 1, 1) + timedelta(days=dice.below(365))
    name = dice.draw(SURNAMES) + GivenNames(Ages(as_of)).draw(dice, sex, birthday)
    region = dice.draw(regions_by_size())
    sequence = FIRST_RESERVED_SEQUENCE + dice.below(5) * 2 + (sex is Sex.MALE)
    known = resident_id(region, birthday, sequence)
    others = [one for one in candidates_behind(truncate(Kind.PERSON, known)) if one != known]
    first, second = (
        Person(name, id_number, sex, born_on(id_number), region, household_id)
        for id_number, household_id in ((known, "n0000001"), (dice.pick(others), "n0000002"))
    )
    return first, second
