"""How serious a duty behind a listing is, in a few brackets: ours, no rule read has any."""

from collections.abc import Mapping, Sequence
from typing import Final

from shared.procedure.casework import Bracket
from shared.rulebook import Rules, Text

# Each with the row of the floor that bounds it, from small to large; the last has no bound.
BOUNDS: Final[Mapping[str, str]] = {
    "small-amount": "small-amount-below",
    "middle-amount": "middle-amount-below",
    "large-amount": "large-amount-below",
}
LARGEST: Final = "largest-amount"
# For a list whose listings rest on no duty that could be more or less serious.
ALL: Final = Bracket("all", Text(en="All of them", zh="全部"))


def amount_bracket(amount_yuan: int, floor: Rules) -> str:
    """Into which bracket an amount falls."""
    for bracket, bound in BOUNDS.items():
        if amount_yuan < floor.number(bound):
            return bracket
    return LARGEST


def amount_brackets(floor: Rules) -> Sequence[Bracket]:
    """The brackets of amounts, from small to large, in words."""
    made, least = [], 0
    for bracket, bound in BOUNDS.items():
        most = floor.number(bound)
        made.append(Bracket(bracket, _between(least, most)))
        least = most
    largest = Text(en=f"{least:,} yuan or more", zh=f"{least:,}元及以上")
    return [*made, Bracket(LARGEST, largest)]


def _between(least: int, most: int) -> Text:
    if least == 0:
        return Text(en=f"Under {most:,} yuan", zh=f"不足{most:,}元")
    return Text(
        en=f"{least:,} to under {most:,} yuan",
        zh=f"{least:,}元至不足{most:,}元",
    )
