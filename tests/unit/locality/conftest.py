"""Three places from one code, each open for one test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.locality.app import create_app
from tests.unit.apps import open_app
from tests.unit.locality.story import Place, handed_out

# No platform anywhere: a place goes on without one.
AWAY = {"CHIMERA_PLATFORM_URL": "http://127.0.0.1:1"}


@pytest.fixture
async def rongcheng(keys: Path, tmp_path: Path) -> AsyncIterator[Place]:
    """The place after Rongcheng; its clock stands on 2 January 2019."""
    async with open_app(create_app, "rongcheng", keys, tmp_path / "rongcheng", AWAY) as opened:
        yield Place(opened, handed_out(keys, "rongcheng"))


@pytest.fixture
async def bailu(keys: Path, tmp_path: Path) -> AsyncIterator[Place]:
    """The place after Bailu; its clock stands on 2 January 2019."""
    async with open_app(create_app, "bailu", keys, tmp_path / "bailu", AWAY) as opened:
        yield Place(opened, handed_out(keys, "bailu"))


@pytest.fixture
async def village(keys: Path, tmp_path: Path) -> AsyncIterator[Place]:
    """The village with norms of its own; its clock stands on 2 January 2019."""
    async with open_app(create_app, "village", keys, tmp_path / "village") as opened:
        yield Place(opened, handed_out(keys, "village"))
