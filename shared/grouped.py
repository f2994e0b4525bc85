"""One durable transaction for all who write at the same moment.

A commit waits for the disk, and the next one waits for it. So what comes while a transaction is on
its way to the disk is gathered, and goes together with the next: each waits a little longer, and
the disk is asked once for many. Nobody hears that something was kept before it was.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Kept = TypeVar("Kept")
AT_ONCE = 1_000
QUIET_ROUNDS = 3  # of the event loop: one to read a request, one to begin with it, one to get here


class Grouped(Generic[Item, Kept]):
    """Gathers items on the event loop and has them kept by `act`, many at a time, in a thread.

    `act` keeps all that it is given in one transaction and says for each, in order, what came of
    it; an exception among these is for that item alone, one that `act` raises is for all of them.
    """

    def __init__(self, act: Callable[[Sequence[Item]], Sequence[Kept | Exception]]) -> None:
        self._act = act
        self._waiting: list[tuple[Item, asyncio.Future[Kept]]] = []
        self._running: asyncio.Task[None] | None = None

    async def do(self, item: Item) -> Kept:
        """What came of this item, once it is durable."""
        kept: asyncio.Future[Kept] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, kept))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        return await kept

    async def _run(self) -> None:
        while self._waiting:
            await self._let_all_in()
            taken, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            try:
                results = await asyncio.to_thread(self._act, [item for item, _ in taken])
            except Exception as error:  # noqa: BLE001 - whatever it is, those who wait must hear it
                results = [error] * len(taken)
            for (_, kept), result in zip(taken, results, strict=True):
                _settle(kept, result)

    async def _let_all_in(self) -> None:
        """Let the loop first read what has come already: fewer transactions, with more in each."""
        quiet_rounds, count = 0, len(self._waiting)
        while quiet_rounds < QUIET_ROUNDS and count < AT_ONCE:
            await asyncio.sleep(0)
            is_quiet = len(self._waiting) == count
            quiet_rounds, count = quiet_rounds + 1 if is_quiet else 0, len(self._waiting)


def _settle(kept: "asyncio.Future[Kept]", result: Kept | Exception) -> None:
    if kept.done():
        return  # whoever waited has gone
    if isinstance(result, Exception):
        kept.set_exception(result)
    else:
        kept.set_result(result)
