"""Libraries without what they would load only to paint on a terminal.

structlog, httpx and mako (which alembic loads) look for rich and pygments when they are first
imported, and load hundreds of lexers to colour what a person reads. Services write JSON lines: it
is seven megabytes a process for nothing.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Final

PAINTERS: Final = ("rich", "pygments")


@contextmanager
def unpainted() -> Iterator[None]:
    """What is imported meanwhile for the first time finds no painter; afterwards they can be had.

    A name whose value is None in `sys.modules` is what Python itself calls not to be found.
    """
    absent = [name for name in PAINTERS if name not in sys.modules]
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]
    modules.update(dict.fromkeys(absent))
    try:
        yield
    finally:
        for name in absent:
            del modules[name]
