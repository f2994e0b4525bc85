"""A stack of its own that somebody watches over, as `chimera up` does: wishes are granted."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo.launcher import Options, Stack


@contextmanager
def supervised(folder: Path, options: Options | None = None) -> Iterator[Stack]:
    """The running stack; its launcher looks for wishes in a thread of its own."""
    with Stack.on_free_ports(folder, options) as stack:
        said: list[str] = []
        watching = threading.Thread(target=stack.supervise, args=(said.append,), kwargs=KEPT)
        watching.start()
        try:
            yield stack
        finally:
            stack.crew.leave()
            watching.join(timeout=60)


KEPT = {"restart": False}
