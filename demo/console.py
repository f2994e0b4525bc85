"""How the commands speak: results on standard output, all else on standard error."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from rich.console import Console
from typer.core import TyperGroup

from demo.trouble import Trouble

out = Console(soft_wrap=True, highlight=False, markup=False)
err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
INTERRUPTED = 130


def say(sentence: str) -> None:
    """Tell the person at the keyboard something."""
    err.print(sentence)


def answer(text: str) -> None:
    """Give what was asked for, as it is, so that it can be piped on."""
    out.print(text)


class OneSentence(TyperGroup):
    """Commands whose troubles are told in one sentence, without a traceback."""

    def invoke(self, ctx: Any) -> Any:  # the type of typer's own copy of click has no public name
        """Run the command."""
        try:
            return super().invoke(ctx)
        except Trouble as trouble:
            say(f"chimera: {trouble.sentence}.")
            ctx.exit(trouble.exit_code)
        except OSError as error:
            say(f"chimera: {error.filename or 'the system'}: {error.strerror}.")
            ctx.exit(1)
        except KeyboardInterrupt:
            say("chimera: interrupted.")
            ctx.exit(INTERRUPTED)


@contextmanager
def ending_once() -> Iterator[None]:
    """The first signal raises KeyboardInterrupt; further ones cannot disturb the stopping."""
    has_come = False

    def end(_: int, __: FrameType | None) -> None:
        nonlocal has_come
        if not has_come:
            has_come = True
            raise KeyboardInterrupt

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, end) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
