"""A gateway for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.partner_gateway.world import Gateway, open_gateway


@pytest.fixture
async def gateway(keys: Path, tmp_path: Path) -> AsyncIterator[Gateway]:
    """A gateway beside a platform that has brought out no edition yet."""
    async with open_gateway(keys, tmp_path / "state") as opened:
        yield opened
