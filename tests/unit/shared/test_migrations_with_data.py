"""Every service's first tables, with data in them, become today's tables, on SQLite."""

from pathlib import Path

import pytest

from shared.database import open_database
from tests.migrated import SERVICES, bounds, fresh_bounds, take_to_the_newest


@pytest.mark.parametrize("service", SERVICES)
def test_the_first_tables_with_data_become_those_of_a_fresh_database(
    service: str, tmp_path: Path
) -> None:
    old, new = (open_database(f"sqlite:///{tmp_path}/{name}.sqlite") for name in ("old", "new"))
    take_to_the_newest(old, service, tmp_path)
    assert bounds(old) == fresh_bounds(new, service)
    for engine in (old, new):
        engine.dispose()
