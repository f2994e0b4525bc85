"""Given names by sex and year of birth.

Published figures (facts, cited; no data set is shipped): holders of the ten most frequent given
names among 1.18 billion people born 1930-2008, and for four of them the years they belong to, as
published with the package psychbruce/ChineseNames; names of two characters, surname included, are
6.3 % of all (Ministry of Public Security for 2020).

Ours: the years of the other six names, and every other name (see the fashions).
"""

from datetime import date
from typing import Final, NamedTuple

from demo.population.ages import MALE_SHARE, Ages, Sex
from demo.population.dice import Dice, Weighted
from demo.population.fashions import FASHIONS, WIDER, WIDER_SHARE

PEOPLE_COUNTED_MILLIONS: Final = 1_180.0
FIRST_YEAR_COUNTED, LAST_YEAR_COUNTED = 1930, 2008
TWO_CHARACTER_NAMES_PERCENT: Final = 6.3


class FrequentName(NamedTuple):
    """One of the ten commonest given names."""

    holders_millions: float
    sex: Sex
    first_year: int
    last_year: int


FREQUENT: Final = {
    "伟": FrequentName(3.28, Sex.MALE, 1970, 1989),  # years published
    "秀英": FrequentName(3.03, Sex.FEMALE, 1900, 1959),  # years published
    "敏": FrequentName(2.74, Sex.FEMALE, 1960, 1994),
    "静": FrequentName(2.64, Sex.FEMALE, 1970, 1989),  # years published
    "丽": FrequentName(2.48, Sex.FEMALE, 1965, 1994),
    "勇": FrequentName(2.44, Sex.MALE, 1965, 1989),
    "杰": FrequentName(2.41, Sex.MALE, 1990, 2100),  # years published
    "军": FrequentName(2.25, Sex.MALE, 1960, 1989),
    "艳": FrequentName(2.20, Sex.FEMALE, 1965, 1994),
    "涛": FrequentName(2.20, Sex.MALE, 1970, 1999),
}


# How steeply fashion falls: the favourite is borne this many places more often than the next ones.
_FLATNESS: Final = 4.0


def _by_favour(in_fashion: str, sex: Sex) -> Weighted[str]:
    """Characters in fashion, falling from the favourite, and the wider choice, all alike."""
    weights = [1 / (place + _FLATNESS) for place in range(len(in_fashion))]
    scale = (1 - WIDER_SHARE) / sum(weights)
    wider = [(one, WIDER_SHARE / len(WIDER[sex])) for one in WIDER[sex]]
    return Weighted([*zip(in_fashion, (scale * weight for weight in weights), strict=True), *wider])


_BY_YEAR_AND_SEX: Final = {
    (fashion.last_year, sex): (
        fashion.one_character_share,
        _by_favour(fashion.opening[sex], sex),
        _by_favour(fashion.closing[sex], sex),
    )
    for fashion in FASHIONS
    for sex in Sex
}


class GivenNames:
    """Given names for a population with these ages."""

    def __init__(self, ages: Ages) -> None:
        self._ages = ages
        self._counted = ages.share_born(FIRST_YEAR_COUNTED, LAST_YEAR_COUNTED)
        self._frequent: dict[tuple[Sex, int], Weighted[str]] = {}

    def draw(self, dice: Dice, sex: Sex, born_on: date) -> str:
        """A frequent name as often as published, else one put together from its time."""
        key = (sex, born_on.year)
        if key not in self._frequent:
            self._frequent[key] = self._frequent_in(*key)
        return dice.draw(self._frequent[key]) or _composed(dice, sex, born_on.year)

    def _frequent_in(self, sex: Sex, year: int) -> Weighted[str]:
        chances = {
            name: self._chance(known)
            for name, known in FREQUENT.items()
            if known.sex is sex and known.first_year <= year <= known.last_year
        }
        return Weighted([*chances.items(), ("", 1 - sum(chances.values()))])

    def _chance(self, name: FrequentName) -> float:
        """Among one sex and its years, so that the share of all people is the published one."""
        first = max(name.first_year, FIRST_YEAR_COUNTED)
        last = min(name.last_year, LAST_YEAR_COUNTED)
        sex_share = MALE_SHARE if name.sex is Sex.MALE else 1 - MALE_SHARE
        possible = sex_share * self._ages.share_born(first, last)
        share_of_all = name.holders_millions / PEOPLE_COUNTED_MILLIONS * self._counted
        return share_of_all / possible if possible else 0.0


def _composed(dice: Dice, sex: Sex, year: int) -> str:
    """One character or two different ones; no frequent name, whose share is already spent."""
    last_year = next(fashion.last_year for fashion in FASHIONS if year <= fashion.last_year)
    one_character_share, opening, closing = _BY_YEAR_AND_SEX[last_year, sex]
    while True:
        last = dice.draw(closing)
        first = "" if dice.happens(one_character_share) else dice.draw(opening)
        if first != last and first + last not in FREQUENT:
            return first + last
