"""Chance that falls the same way on every machine and in every version of Python.

Python promises that `random()` keeps its sequence for a seed; `choice`, `shuffle` and the rest
may change. Weights are made by multiplying and adding only, which IEEE 754 fixes to the last bit.
"""

from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """Options, each with its weight; the weights need not add up to anything."""

    def __init__(self, pairs: Iterable[tuple[T, float]]) -> None:
        kept = [(option, weight) for option, weight in pairs if weight > 0]
        self.options = [option for option, _ in kept]
        self.bounds = list(accumulate(weight for _, weight in kept))
        self.total = self.bounds[-1]


class Dice:
    """One sequence of draws."""

    def __init__(self, seed: int) -> None:
        if seed < 0:
            raise ValueError("a seed is zero or more: Python takes -1 and 1 for the same")
        self._random = Random(seed).random  # noqa: S311 - must be repeatable, keeps no secret

    def fraction(self) -> float:
        """From 0 up to, but not including, 1."""
        return self._random()

    def below(self, bound: int) -> int:
        """A whole number from 0 up to, but not including, the bound."""
        return int(self._random() * bound)

    def happens(self, chance: float) -> bool:
        """True in this share of all draws."""
        return self._random() < chance

    def pick(self, options: Sequence[T]) -> T:
        """Any one of them, all equally likely."""
        return options[int(self._random() * len(options))]

    def draw(self, weighted: Weighted[T]) -> T:
        """One of them, by weight."""
        return weighted.options[bisect(weighted.bounds, self._random() * weighted.total)]

    def shuffled(self, items: Iterable[T]) -> list[T]:
        """The same items in an order of chance."""
        keyed = [(self._random(), place, item) for place, item in enumerate(items)]
        return [item for _, _, item in sorted(keyed, key=lambda entry: entry[:2])]


def declining(first: float, ratio: float, count: int) -> list[float]:
    """Shares that fall by the same ratio each time."""
    return list(accumulate([first] + [ratio] * (count - 1), lambda share, by: share * by))
