"""When people were born, and how many of them are men.

Published figures (facts, cited): the population in five-year groups at the census of 1 November
2020 (1,409,778,724 people without the forces); sex ratio 105.07 men to 100 women, 111.3 at birth
(National Bureau of Statistics, through people.cn). The groups are quoted from memory; they add up
to the published total, and the youngest three to its published 17.95 %.

Ours: the census' shape is laid under any as-of date, ages spread evenly inside a group, the last
group ends at 104, and the ratio at birth holds below 15 while one other ratio, which follows from
the two published ones, holds above.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from demo.population.dice import Dice, Weighted

GROUP_YEARS: Final = 5

# People aged 0-4, 5-9, ... 95-99, 100 and over.
CENSUS_2020: Final = (
    77_883_888, 90_244_056, 85_255_994, 72_684_144, 74_941_675, 91_847_332, 124_145_190,
    99_012_932, 92_955_330, 114_224_887, 121_164_296, 101_400_786, 73_382_938, 74_005_560,
    49_590_036, 31_239_004, 20_382_661, 10_828_620, 3_653_512, 817_017, 118_866,
)  # fmt: skip

MEN_PER_100_WOMEN: Final = 105.07
BOYS_PER_100_GIRLS_AT_BIRTH: Final = 111.3
_OLDEST: Final = GROUP_YEARS * len(CENSUS_2020)
_EARLIEST_BIRTHDAY: Final = date(1900, 1, 1)


class Sex(StrEnum):
    """As the sequence number of a resident ID knows it."""

    MALE = "male"
    FEMALE = "female"


def years_before(day: date, years: int) -> date:
    """The same day so many years ago; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _men_among(per_100_women: float) -> float:
    return per_100_women / (100 + per_100_women)


MALE_SHARE: Final = _men_among(MEN_PER_100_WOMEN)
_MALE_SHARE_OF_CHILDREN: Final = _men_among(BOYS_PER_100_GIRLS_AT_BIRTH)
_CHILDREN: Final = sum(CENSUS_2020[:3]) / sum(CENSUS_2020)
_MALE_SHARE_FROM_15: Final = (MALE_SHARE - _CHILDREN * _MALE_SHARE_OF_CHILDREN) / (1 - _CHILDREN)


class Ages:
    """The census table laid under one as-of date."""

    def __init__(self, as_of: date) -> None:
        if years_before(as_of, _OLDEST) < _EARLIEST_BIRTHDAY:
            raise ValueError(f"an as-of date cannot be before {1900 + _OLDEST}-01-01")
        self._adolescence_began_on = years_before(as_of, 15)
        self._groups = [
            (years_before(as_of, age + GROUP_YEARS) + timedelta(days=1), years_before(as_of, age))
            for age in range(0, _OLDEST, GROUP_YEARS)
        ]
        self._table = Weighted(
            ((first.toordinal(), (last - first).days + 1), float(people))
            for (first, last), people in zip(self._groups, CENSUS_2020, strict=True)
        )

    def birthday(self, dice: Dice) -> date:
        """A birthday not after the as-of date."""
        first, days = dice.draw(self._table)
        return date.fromordinal(first + dice.below(days))

    def sex(self, dice: Dice, born_on: date) -> Sex:
        """Boys are more among children than men among adults."""
        is_child = born_on > self._adolescence_began_on
        share = _MALE_SHARE_OF_CHILDREN if is_child else _MALE_SHARE_FROM_15
        return Sex.MALE if dice.happens(share) else Sex.FEMALE

    def share_born(self, first_year: int, last_year: int) -> float:
        """The share of all people whose birthday lies in these years."""
        since, until = date(first_year, 1, 1), date(last_year, 12, 31)
        people = 0.0
        for (first, last), count in zip(self._groups, CENSUS_2020, strict=True):
            overlap = (min(last, until) - max(first, since)).days + 1
            people += count * max(overlap, 0) / ((last - first).days + 1)
        return people / sum(CENSUS_2020)
