"""One set of containers for all tests here; the storyline is played on it once."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from demo import storyline
from demo.launcher.compose import ComposeStage
from tests.compose import engine


@pytest.fixture(scope="session")
def containers() -> Iterator[None]:
    """The whole system, from nothing to healthy, and away again."""
    before = os.environ.get("COMPOSE_PROJECT_NAME")
    os.environ["COMPOSE_PROJECT_NAME"] = engine.PROJECT
    engine.down()
    try:
        engine.up()
        yield
    finally:
        if os.environ.get("CHIMERA_KEEP_CONTAINERS") != "1":
            engine.down()
        os.environ.pop("COMPOSE_PROJECT_NAME")
        if before is not None:
            os.environ["COMPOSE_PROJECT_NAME"] = before


@pytest.fixture(scope="session")
def told(containers: None) -> dict[str, Any]:
    """The storyline, played on the containers, and the parties it was about."""
    stage = ComposeStage()
    outcome = storyline.play(stage, lambda _: None)
    return {**outcome, "parties": stage.document["parties"]}
