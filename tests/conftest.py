"""What holds for every test: how fast a machine is decides nothing, and a stack is shared."""

import gc

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer

from tests.side_by_side import ByStack, longest_first
from tests.thrown_away import write_in_memory

write_in_memory()

settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByStack:
    """Modules stay whole."""
    return ByStack(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a worker, which has others beside it, the long ones go first."""
    if hasattr(config, "workerinput"):
        longest_first(items)


def pytest_collection_finish() -> None:
    """All modules and tests stay to the end: looking for garbage among them finds none.

    What an application leaves behind is looked for less often than a small program would need.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
