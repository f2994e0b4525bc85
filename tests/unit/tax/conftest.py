"""The tax authority's application, new for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.tax.app import create_app
from tests.unit.apps import open_app
from tests.unit.tax.stories import TaxOffice


@pytest.fixture
async def tax(keys: Path, tmp_path: Path) -> AsyncIterator[TaxOffice]:
    """The tax authority on 2 January 2019."""
    async with open_app(create_app, "tax", keys, tmp_path / "state") as app:
        yield TaxOffice(app)
