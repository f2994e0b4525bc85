"""Who runs what where tests run side by side: those that share a running stack stay together.

Spread over the workers, each worker would start the same stack anew, or one of them twice.
"""

from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

LONGEST_FIRST = ("integration", "slow")
# The story that these two look at is told once in a worker.
TOLD = ("tests/integration/test_journey.py", "tests/integration/test_no_number_leaks.py")


class ByStack(LoadFileScheduling):  # type: ignore[misc]  # xdist tells no types
    """One worker for a module, and one for the modules that share a stack."""

    def _split_scope(self, nodeid: str) -> str:
        module: str = super()._split_scope(nodeid)
        return TOLD[0] if module in TOLD else module


def longest_first(items: list[pytest.Item]) -> None:
    """Modules with long tests begin, so that none is left alone at the end."""
    turns: dict[Path, int] = {}
    for item in items:
        turns[item.path] = min(_turn(item), turns.get(item.path, len(LONGEST_FIRST)))
    items.sort(key=lambda item: turns[item.path])


def _turn(item: pytest.Item) -> int:
    marks = (mark for mark in LONGEST_FIRST if item.get_closest_marker(mark))
    return next(map(LONGEST_FIRST.index, marks), len(LONGEST_FIRST))
