"""The tax authority's application, new for each test."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

from services.tax.app import create_app
from tests.unit.apps import START, open_app
from tests.unit.tax.stories import TaxOffice

OpenTax = Callable[[date], AbstractAsyncContextManager[TaxOffice]]


@pytest.fixture
async def tax(keys: Path, tmp_path: Path) -> AsyncIterator[TaxOffice]:
    """The tax authority on 2 January 2019, under the rules of November 2019."""
    async with open_app(create_app, "tax", keys, tmp_path / "state") as app:
        yield TaxOffice(app)


@pytest.fixture
def tax_under(keys: Path, tmp_path: Path) -> OpenTax:
    """The same under the rules of another day; its clock still begins in January 2019."""

    @asynccontextmanager
    async def opened(rules_as_of: date) -> AsyncIterator[TaxOffice]:
        extra = {"CHIMERA_RULES_AS_OF": rules_as_of.isoformat(), "CHIMERA_START": START.isoformat()}
        async with open_app(create_app, "tax", keys, tmp_path / "state", extra) as app:
            yield TaxOffice(app)

    return opened
