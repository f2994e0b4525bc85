"""Who writes at the same moment shares one transaction, and nobody is told before it is kept."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

from shared.grouped import AT_ONCE, Grouped


class Press:
    """Keeps numbers, doubled; odd ones are refused; it can be held up and can break."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.is_broken = self.has_begun = False

    def keep(self, items: Sequence[int]) -> list[int | Exception]:
        """One batch."""
        self.has_begun = True
        assert self.may_go_on.wait(10)
        self.batches.append(list(items))
        if self.is_broken:
            raise OSError("the disk is full")
        return [ValueError(f"{one} is odd") if one % 2 else 2 * one for one in items]


async def test_what_comes_while_one_is_written_goes_together_and_in_order() -> None:
    press = Press()
    grouped = Grouped(press.keep)
    press.may_go_on.clear()
    first = asyncio.create_task(grouped.do(0))
    while not press.has_begun:
        await asyncio.sleep(0)
    rest = [asyncio.create_task(grouped.do(number)) for number in range(2, 40, 2)]
    await asyncio.sleep(0)
    press.may_go_on.set()
    assert await asyncio.gather(first, *rest) == [2 * number for number in range(0, 40, 2)]
    assert press.batches == [[0], list(range(2, 40, 2))]


async def test_one_refusal_is_for_one_alone() -> None:
    grouped = Grouped(Press().keep)
    results = await asyncio.gather(*(grouped.do(one) for one in (2, 3, 4)), return_exceptions=True)
    assert [str(one) for one in results] == ["4", "3 is odd", "8"]


async def test_a_transaction_that_fails_fails_for_all_in_it_and_the_next_is_tried() -> None:
    press = Press()
    grouped = Grouped(press.keep)
    press.is_broken = True
    results = await asyncio.gather(*(grouped.do(one) for one in (2, 4)), return_exceptions=True)
    assert [type(one) for one in results] == [OSError, OSError]
    press.is_broken = False
    assert await grouped.do(6) == 12


async def test_who_has_gone_disturbs_nobody() -> None:
    press = Press()
    grouped = Grouped(press.keep)
    press.may_go_on.clear()
    gone = asyncio.create_task(grouped.do(2))
    here = asyncio.create_task(grouped.do(4))
    await asyncio.sleep(0)
    gone.cancel()
    press.may_go_on.set()
    assert await here == 8
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_a_crowd_is_taken_in_bounded_transactions() -> None:
    press = Press()
    grouped = Grouped(press.keep)
    await asyncio.gather(*(grouped.do(2) for _ in range(2 * AT_ONCE + 1)))
    assert [len(batch) for batch in press.batches] == [AT_ONCE, AT_ONCE, 1]
