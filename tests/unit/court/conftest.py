"""Courts under rules of other dates than the paper's."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.court.app import create_app
from tests.unit.apps import OpenApp, open_app


@pytest.fixture
async def court_2020(keys: Path, tmp_path: Path) -> AsyncIterator[OpenApp]:
    """A court under the rules of January 2020, its clock on 2 January 2019 all the same."""
    rules = {"CHIMERA_RULES_AS_OF": "2020-01-01"}
    async with open_app(create_app, "court", keys, tmp_path, rules) as opened:
        yield opened


@pytest.fixture
async def court_2015(keys: Path, tmp_path: Path) -> AsyncIterator[OpenApp]:
    """A court under the rules of January 2015: the first list of 2013, the order of 2010."""
    rules = {"CHIMERA_RULES_AS_OF": "2015-01-01"}
    async with open_app(create_app, "court", keys, tmp_path, rules) as opened:
        yield opened
