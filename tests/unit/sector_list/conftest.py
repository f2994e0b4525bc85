"""Opens any sector's authority, with the rules of any date."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from services.sector_list.app import create_app
from tests.unit.apps import OpenApp, open_app

Opens = Callable[..., Awaitable[OpenApp]]


@pytest.fixture
async def open_sector(keys: Path, tmp_path: Path) -> AsyncIterator[Opens]:
    """A sector by its slug; its clock stands on 2 January 2019 whatever rules it applies."""
    async with AsyncExitStack() as until_the_end:

        async def one(slug: str, rules_as_of: str = "2019-11-01") -> OpenApp:
            extra = {"CHIMERA_RULES_AS_OF": rules_as_of}
            opened = open_app(create_app, slug, keys, tmp_path / slug, extra)
            return await until_the_end.enter_async_context(opened)

        yield one
