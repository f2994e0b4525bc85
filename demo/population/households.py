"""Who lives with whom: couples of like age, with children young enough to be theirs.

Ages and sexes are drawn first and only then sorted into homes, so that living together bends
neither the age table nor the sex ratio. Ours throughout: the modelled rules say nothing of homes.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from demo.population.ages import Sex, years_before
from demo.population.dice import Dice

GROWN_AT: Final = 22
_MARRIED_SHARE: Final = 0.85
_MOST_CHILDREN: Final = 2
_DAYS_A_YEAR: Final = 365.25


class Member(NamedTuple):
    """Somebody before having a name."""

    born_on: date
    sex: Sex


@dataclass
class Household:
    """A head, whose surname the children bear, perhaps with a wife who keeps her own."""

    head: Member
    wife: Member | None = None
    children: list[Member] = field(default_factory=list)


def households(dice: Dice, members: Iterable[Member], as_of: date) -> list[Household]:
    """Everyone in exactly one home, the homes in an order of chance."""
    grown_by = years_before(as_of, GROWN_AT)
    grown, young = _parted(members, lambda member: member.born_on <= grown_by)
    homes = dice.shuffled(_paired(dice, grown))
    couples = [home for home in homes if home.wife]
    for child in young:
        home = _parents(dice, child, couples) or _grandparents(dice, child, homes)
        if home is None:
            homes.append(Household(child))
        else:
            home.children.append(child)
    return dice.shuffled(homes)


def _parted(
    members: Iterable[Member], belongs_first: Callable[[Member], bool]
) -> tuple[list[Member], list[Member]]:
    first: list[Member] = []
    second: list[Member] = []
    for member in members:
        (first if belongs_first(member) else second).append(member)
    return first, second


def _paired(dice: Dice, grown: list[Member]) -> list[Household]:
    men, women = _parted(sorted(grown), lambda member: member.sex is Sex.MALE)
    couples = min(len(men), len(women))
    homes = [Household(member) for member in men[couples:] + women[couples:]]
    for man, woman in zip(men, women, strict=False):
        if dice.happens(_MARRIED_SHARE):
            homes.append(Household(man, woman))
        else:
            homes += [Household(man), Household(woman)]
    return homes


def _parents(dice: Dice, child: Member, couples: Sequence[Household]) -> Household | None:
    """A couple with room, both at least 20 when the child was born, the wife 40 at most."""
    return _first_from_anywhere(
        dice,
        couples,
        lambda home: (
            len(home.children) < _MOST_CHILDREN
            and home.wife is not None
            and 20 <= _years_older(home.wife, child) <= 40
            and _years_older(home.head, child) >= 20
        ),
    )


def _grandparents(dice: Dice, child: Member, homes: Sequence[Household]) -> Household | None:
    return _first_from_anywhere(
        dice, homes, lambda home: 45 <= _years_older(home.head, child) <= 75
    )


def _first_from_anywhere(
    dice: Dice, homes: Sequence[Household], fits: Callable[[Household], bool]
) -> Household | None:
    start = dice.below(len(homes)) if homes else 0
    around = (homes[place % len(homes)] for place in range(start, start + len(homes)))
    return next((home for home in around if fits(home)), None)


def _years_older(elder: Member, child: Member) -> float:
    return (child.born_on - elder.born_on).days / _DAYS_A_YEAR
