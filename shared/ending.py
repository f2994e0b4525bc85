"""Ending background tasks for certain."""

import asyncio
from typing import Any

ASK_AGAIN_SECONDS = 0.5


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel these and return when all have ended.

    Before Python 3.12 `asyncio.wait_for` loses a cancellation that comes in the very moment in
    which what it waits for is there, so a task that goes on is asked again.
    """
    going_on = set(tasks)
    while going_on:
        for task in going_on:
            task.cancel()
        _, going_on = await asyncio.wait(going_on, timeout=ASK_AGAIN_SECONDS)
