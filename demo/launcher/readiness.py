"""Whether a process can do its work yet."""

import socket
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import httpx

from demo.launcher.children import Child
from demo.trouble import Trouble
from shared.certificates import trusted

POLL_SECONDS = 0.1
# None when ready, otherwise what is missing.
Check = Callable[[], str | None]


@dataclass(frozen=True, slots=True)
class Member:
    """A process of the stack and how to tell that it is ready."""

    child: Child
    missing: Check
    # Those that come after it are started only when it is ready.
    is_needed_first: bool = False


def http_check(base_url: str) -> Check:
    """Ready when `/readyz` answers 200."""

    def missing() -> str | None:
        try:
            answer = httpx.get(f"{base_url}/readyz", timeout=5, trust_env=False, verify=trusted())
        except httpx.HTTPError:
            return "it does not answer"
        return None if answer.status_code == httpx.codes.OK else _said(answer)

    return missing


def _said(answer: httpx.Response) -> str:
    with suppress(ValueError, AttributeError):
        lacks = answer.json().get("not_ready", {})
        return ", ".join(f"{what}: {why}" for what, why in lacks.items()) or "it is not ready"
    return f"it answers {answer.status_code}"


def all_of(checks: Mapping[str, Check]) -> Check:
    """Ready when all are; otherwise what the first of them misses."""

    def missing() -> str | None:
        told = ((name, check()) for name, check in checks.items())
        return next((f"{name}: {lacks}" for name, lacks in told if lacks is not None), None)

    return missing


def tcp_check(host: str, port: int) -> Check:
    """Ready when it takes a connection."""

    def missing() -> str | None:
        with suppress(OSError), socket.create_connection((host, port), timeout=1):
            return None
        return "it takes no connection"

    return missing


def wait_until_ready(members: Sequence[Member], seconds: float) -> None:
    """Return when all are ready; Trouble names the first that ended or was not ready in time."""
    deadline = time.monotonic() + seconds
    for member in members:
        while (missing := member.missing()) is not None:
            _give_up_if_hopeless(member.child, missing, deadline, seconds)
            time.sleep(POLL_SECONDS)


def _give_up_if_hopeless(child: Child, missing: str, deadline: float, seconds: float) -> None:
    if not child.is_running:
        what = f"{child.name} ended while starting (exit code {child.exit_code})"
    elif time.monotonic() > deadline:
        what = f"{child.name} was not ready within {seconds:.0f} s ({missing})"
    else:
        return
    raise Trouble(f"{what}; the last line of {child.recipe.log}: {child.last_line()}")
