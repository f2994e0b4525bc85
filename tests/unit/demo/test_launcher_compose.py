"""The same stage in containers: what is asked of `docker compose`, and what its failures say."""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.launcher.compose import ComposeStage
from demo.launcher.ports import free_ports
from demo.launcher.readiness import wait_until_ready
from demo.trouble import Trouble
from tests.builders import make_party, words_of
from tests.unit.demo import dummies

# Notes what it is asked, and answers as the container with the keys would.
DOCKER = """#!/bin/sh
echo "$*" >> "{folder}/asked"
case "$*" in
  *demo-json*) cat "{folder}/document.json" ;;
  *party-token*) cat > "{folder}/stdin"; echo a-token ;;
  *"stop bank"*) echo 'no such service: bank' >&2; exit 1 ;;
esac
"""


@pytest.fixture
def docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A docker command that only pretends, and one service that is really there."""
    (port,) = free_ports(1)
    court = dummies.server(tmp_path, "court", port)
    court.child.start()
    wait_until_ready([court], seconds=10)
    party = {"kind": "person", "name": "王秀英", "id_number": "660101199001010020"}
    document = {"services": {"court": f"http://127.0.0.1:{port}"}, "parties": [party]}
    (tmp_path / "document.json").write_text(json.dumps(document))
    command = tmp_path / "docker"
    command.write_text(DOCKER.format(folder=tmp_path))
    command.chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    yield tmp_path
    court.child.kill()


def test_the_document_comes_from_the_container_that_has_the_keys(docker: Path) -> None:
    assert ComposeStage().document["services"].keys() == {"court"}
    (asked,) = (docker / "asked").read_text().splitlines()
    assert asked == "compose run --rm --no-deps -T keys python -m demo.keys demo-json /keys"


def test_a_partys_number_is_in_no_command_line(docker: Path) -> None:
    assert ComposeStage().party_token("660101199001010020", "court") == "a-token"
    assert "660101199001010020" not in (docker / "asked").read_text()
    assert json.loads((docker / "stdin").read_text())["audience"] == "court"


def test_whoever_was_made_known_gets_a_token_too(docker: Path) -> None:
    stage, party = ComposeStage(), make_party("陈思雨", sequence=31)
    stage.register([party])
    assert stage.party_token(party.id_number, "tax") == "a-token"
    asked = json.loads((docker / "stdin").read_text())
    assert asked == {"audience": "tax", "party": words_of(party)}


def test_a_service_is_stopped_and_started_again(docker: Path) -> None:
    stage = ComposeStage()
    stage.stop_service("court")
    stage.start_service("court")
    asked = (docker / "asked").read_text().splitlines()
    assert asked[-2:] == ["compose stop court", "compose start court"]


def test_a_failing_docker_is_told_of_in_one_sentence(docker: Path) -> None:
    with pytest.raises(Trouble, match="docker compose stop failed: no such service: bank"):
        ComposeStage().stop_service("bank")


def test_without_docker_that_is_said(docker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(docker / "nowhere"))
    with pytest.raises(Trouble, match="no docker command"):
        ComposeStage()


def test_a_container_that_is_not_ready_in_time_is_named(docker: Path) -> None:
    nobody = f"http://127.0.0.1:{free_ports(1)[0]}"
    (docker / "document.json").write_text(json.dumps({"services": {"tax": nobody}}))
    with pytest.raises(Trouble, match="tax was not ready"):
        ComposeStage(ready_seconds=0.3)
