"""Moving the model's time: from one due instant to the next, so that nothing due is jumped over.

At each instant the authorities that list move first, then the platform, then the gateway and the
localities, which read the platform. Each stage waits until the one before has nothing on its way:
what an authority says at midnight is in the edition of that midnight, wherever the processes run.
"""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

import httpx

from demo.trouble import Trouble
from shared.calendar import start_of
from shared.certificates import trusted

SPAN = re.compile(r"(?P<count>\d{1,5})(?P<unit>[hdw])")
UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Face:
    """What a service's clock shows."""

    now: datetime
    next_due_at: datetime | None
    idle: bool


class Clocks(Protocol):
    """The clocks of all services, by their doors."""

    def read(self, name: str) -> Face:
        """What one clock shows."""
        ...

    def put(self, name: str, to: datetime) -> None:
        """Put one clock forward."""
        ...


class DoorClocks:
    """The clocks of a running stack, moved with its operators' tokens."""

    def __init__(self, services: Mapping[str, str], operators: Mapping[str, str]) -> None:
        self._services = services
        self._operators = operators
        self._client = httpx.Client(timeout=30, trust_env=False, verify=trusted())

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def read(self, name: str) -> Face:
        """`GET /v1/clock`."""
        return _face(self._ask(name, "GET"))

    def put(self, name: str, to: datetime) -> None:
        """`PUT /v1/clock`."""
        self._ask(name, "PUT", {"now": to.isoformat()})

    def _ask(self, name: str, method: str, body: dict[str, str] | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self._operators[name]}"}
        try:
            answer = self._client.request(
                method, f"{self._services[name]}/v1/clock", json=body, headers=headers
            )
            answer.raise_for_status()
            return answer.json()
        except httpx.HTTPStatusError as error:
            raise Trouble(f"{name} refused: {_detail(error.response)}") from error
        except (httpx.HTTPError, ValueError) as error:
            raise Trouble(f"{name} does not answer at {self._services[name]}") from error


def _detail(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["detail"]).rstrip(".")
    except (ValueError, KeyError, TypeError):
        return f"status {answer.status_code}"


def _face(told: Mapping[str, Any]) -> Face:
    due = told["next_due_at"]
    return Face(
        now=datetime.fromisoformat(told["now"]),
        next_due_at=datetime.fromisoformat(due) if due else None,
        idle=bool(told["idle"]),
    )


def span(text: str) -> timedelta | None:
    """`30d`, `2w` or `12h`; None for anything else."""
    found = SPAN.fullmatch(text)
    return int(found["count"]) * UNITS[found["unit"]] if found else None


def target(text: str, now: datetime) -> datetime:
    """A span from now, or the beginning of a day such as 2019-03-01 (Asia/Shanghai)."""
    ahead = span(text)
    if ahead is not None:
        return now + ahead
    try:
        return start_of(date.fromisoformat(text))
    except ValueError as error:
        raise Trouble(f"{text} is neither a span like 30d nor a day like 2019-03-01", 2) from error


def latest(clocks: Clocks, stages: Sequence[Sequence[str]]) -> datetime:
    """Where the foremost clock stands."""
    return max(clocks.read(name).now for stage in stages for name in stage)


def advance(
    clocks: Clocks, stages: Sequence[Sequence[str]], to: datetime, idle_seconds: float = 60.0
) -> Iterator[datetime]:
    """Move all clocks to an instant, stopping at each at which something falls due."""
    at = latest(clocks, stages)
    if to < at:
        raise Trouble(f"The clock stands at {at.isoformat()} and never moves backwards", 2)
    _settle(clocks, stages, at, idle_seconds)
    while at < to:
        at = min([to, *_dues(clocks, stages, at)])
        _settle(clocks, stages, at, idle_seconds)
        yield at


def move(clocks: Clocks, stages: Sequence[Sequence[str]], by: timedelta | datetime) -> datetime:
    """Move all clocks by a span or to an instant; returns where they stand."""
    at = latest(clocks, stages)
    to = at + by if isinstance(by, timedelta) else by
    for at in advance(clocks, stages, to):  # noqa: B007 - the last instant is what we want
        pass
    return at


def _dues(clocks: Clocks, stages: Sequence[Sequence[str]], after: datetime) -> list[datetime]:
    faces = [clocks.read(name) for stage in stages for name in stage]
    return [face.next_due_at for face in faces if face.next_due_at and face.next_due_at > after]


def _settle(
    clocks: Clocks, stages: Sequence[Sequence[str]], at: datetime, idle_seconds: float
) -> None:
    """Bring stage after stage to an instant; each is idle before the next one moves."""
    for stage in stages:
        for name in stage:
            if clocks.read(name).now < at:
                clocks.put(name, at)
        for name in stage:
            _wait_until_idle(clocks, name, idle_seconds)


def _wait_until_idle(clocks: Clocks, name: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not clocks.read(name).idle:
        if time.monotonic() > deadline:
            raise Trouble(f"{name} still has work on its way after {seconds:.0f} s")
        time.sleep(POLL_SECONDS)
