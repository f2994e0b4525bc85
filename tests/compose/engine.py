"""The containers as a test sees them: brought up from nothing, looked into, and removed again."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROJECT = "chimera-under-test"
UP_SECONDS = "300"


def docker(*words: str, stdin: str = "") -> str:
    """What the docker command prints; AssertionError with its last words if it fails."""
    done = ask(*words, stdin=stdin)
    assert done.returncode == 0, f"docker {' '.join(words[:4])}: {done.stderr[-600:]}"
    return done.stdout


def ask(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run docker, whatever comes of it."""
    return subprocess.run(
        ["docker", *words],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        errors="replace",  # the broker's files are not text, but a number in them would be
        check=False,
    )


def compose(*words: str) -> str:
    """`docker compose` in a project of the tests' own."""
    return docker("compose", "-p", PROJECT, *words)


def up() -> None:
    """Everything, with nothing prepared; returns when all is healthy."""
    compose("build", "--quiet")
    compose("up", "--detach", "--wait", "--wait-timeout", UP_SECONDS)


def down() -> None:
    """Remove containers, networks and volumes of the tests."""
    compose("down", "--volumes", "--remove-orphans")


def container(service: str) -> dict[str, Any]:
    """What the engine knows of the container of a service."""
    found = compose("ps", "--all", "--quiet", service).split()
    described: dict[str, Any] = json.loads(docker("inspect", found[0]))[0]
    return described


def run_in(service: str, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command inside the container of a service."""
    return ask("compose", "-p", PROJECT, "exec", "-T", service, *command)


def python_in(service: str, code: str) -> str:
    """What a piece of Python prints inside a service's container."""
    done = run_in(service, ["python", "-c", code])
    assert done.returncode == 0, done.stderr[-400:]
    return done.stdout.strip()


def addresses(service: str) -> list[str]:
    """The IP addresses of a service's container, on every network it is on."""
    networks = container(service)["NetworkSettings"]["Networks"]
    return [network["IPAddress"] for network in networks.values() if network["IPAddress"]]
