"""Libraries without what they would load only to paint on a terminal.

structlog, mako and httpx look for rich and pygments when they are first imported, and load hundreds
of lexers to colour what a person reads. Services write JSON lines: seven megabytes for nothing.
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


def import_lean(*libraries: str) -> None:
    """Import these before anybody else does, while they find nothing to paint with."""
    with hidden("rich", "pygments"):
        for library in libraries:
            importlib.import_module(library)


@contextmanager
def hidden(*names: str) -> Iterator[None]:
    """These libraries cannot be imported meanwhile, unless they were before; afterwards they can.

    A name whose value is None in `sys.modules` is what Python itself calls not to be found.
    """
    absent = [name for name in names if name not in sys.modules]
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]
    modules.update(dict.fromkeys(absent))
    try:
        yield
    finally:
        for name in absent:
            del modules[name]
