"""Invented organisations: companies of no place that exists, under codes nobody can have."""

from typing import Final

from stdnum.cn import uscc

from demo.population.dice import Dice
from demo.population.people import Organisation, Person
from demo.population.regions import regions
from shared.identifiers import SYNTHETIC_DEPARTMENT, IdNumber

# One organisation to about so many people. Ours.
PEOPLE_PER_ORGANISATION: Final = 30

_CATEGORY: Final = "1"
_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_NUMBERS: Final = 1_000_000
_STRIDE: Final = 387_421  # no divisor in common with a million: all numbers pass before one returns

_TRADE_FIRST: Final = "恒瑞鼎昌盛弘泰嘉盈锦腾卓旭晟凌"
_TRADE_LAST: Final = "达源兴利和远川润诚捷通邦隆业丰"
_TRADES: Final = (
    "建材", "食品", "物流", "纺织", "家具", "园林", "机械", "餐饮", "印刷", "环保", "种业", "渔业",
)  # fmt: skip


class Registry:
    """Gives every organisation of one population a code of its own."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._first = dice.below(_NUMBERS)
        self._count = 0

    def wants(self, grown_up: Person) -> bool:
        """Whether this person answers for an organisation; the first one asked always does."""
        return self._count == 0 or self._dice.happens(1 / PEOPLE_PER_ORGANISATION)

    def register(self, representative: Person) -> Organisation:
        """An organisation in the region of the person who answers for it."""
        number = (self._first + self._count * _STRIDE) % _NUMBERS
        self._count += 1
        region = representative.region
        code = organisation_code(region, f"MA{number:06}")
        return Organisation(self._name(region), code, region, representative.id_number)

    def _name(self, region: str) -> str:
        draw = self._dice.pick
        trade_name = draw(_TRADE_FIRST) + draw(_TRADE_LAST) + draw(_TRADES)
        return f"{regions()[region].chinese}{trade_name}有限公司"


def organisation_code(region: str, body: str) -> IdNumber:
    """The unified social credit code around eight characters of an organisation code."""
    code = f"{SYNTHETIC_DEPARTMENT}{_CATEGORY}{region}{body}{check_character(body)}"
    return IdNumber(code + uscc.calc_check_digit(code + "0"))


def check_character(body: str) -> str:
    """The check character of an organisation code (GB 11714): 10 is written X, 11 is 0."""
    total = sum(int(one, 36) * weight for one, weight in zip(body, _WEIGHTS, strict=True))
    return "123456789X0"[10 - total % 11]
