"""While the launcher tells the storyline, nobody else moves its time."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from demo.keys import make_all
from demo.launcher import StateFolder
from demo.roster import read_roster
from demo.site import settings as configuration
from demo.site.app import build
from demo.stage import Stage, Tell
from demo.telling import kept

ROOT = Path(__file__).resolve().parents[3]


class Nowhere:
    """A stage on which nothing is asked for."""

    document: Mapping[str, Any] = {}


@pytest.fixture
def folder(tmp_path: Path) -> StateFolder:
    found = StateFolder(tmp_path / "var")
    found.state.mkdir(parents=True)
    make_all(found.keys, read_roster(ROOT / "authorities.yaml"))
    found.document.write_text("{}")
    return found


@pytest.fixture
def site(folder: StateFolder) -> httpx.AsyncClient:
    told = {
        "CHIMERA_KEYS_DIR": str(folder.keys / "identity"),
        "CHIMERA_STATE_DIR": str(folder.state),
        "CHIMERA_SERVICES": "court=http://127.0.0.1:8101",
        "CHIMERA_DEMO_DOCUMENT": str(folder.document),
    }
    app = build(configuration.read(told))
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://localhost:8000", timeout=10
    )


async def test_the_map_plays_nothing_meanwhile(
    folder: StateFolder, site: httpx.AsyncClient
) -> None:
    folder.telling.touch()
    refused = await site.post("/map/clock", json={"by": "day"})
    assert (refused.status_code, refused.json()["code"]) == (409, "story_is_playing")
    folder.telling.unlink()
    answered = await site.post("/map/clock", json={"by": "day"})
    assert answered.json()["code"] == "no_document"


@pytest.mark.parametrize("trouble", [None, RuntimeError("the lights went out")])
def test_the_mark_is_there_as_long_as_it_is_told(
    folder: StateFolder, trouble: Exception | None
) -> None:
    def play(stage: Stage, tell: Tell) -> Mapping[str, Any]:
        assert folder.telling.exists()
        if trouble is not None:
            raise trouble
        tell("(a) a duty")
        return {"ok": True, "steps": []}

    stage: Any = Nowhere()
    if trouble is None:
        kept(play, folder.path)(stage, lambda line: None)
        assert json.loads(folder.account.read_text())["lines"] == ["(a) a duty"]
    else:
        with pytest.raises(RuntimeError):
            kept(play, folder.path)(stage, lambda line: None)
    assert not folder.telling.exists()


def test_a_mark_that_a_killed_run_left_is_gone_with_the_next(folder: StateFolder) -> None:
    folder.telling.touch()
    with folder.held():
        assert not folder.telling.exists()
