"""Telling a story step by step, and noticing when it does not come out as told."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

from demo.stage import Tell
from demo.storyline.doors import Answer, Doors

ABOUT_PARTIES = ("listings.", "confirm.")
WATCHED = ("platform", "gateway")
SHOWN_BYTES, SHOWN_START = 240, 32


class NotAsTold(Exception):
    """A step came out otherwise than the story says."""


# What ends a step, and with it the story, without ending the command.
GOES_WRONG = (NotAsTold, httpx.HTTPError, KeyError, OSError)


@dataclass(frozen=True, slots=True)
class StepTold:
    """How one step came out, and what crossed while it was told."""

    name: str
    ok: bool
    seconds: float
    crossed: Sequence[dict[str, Any]]
    problem: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The step as the command prints it."""
        told = {"name": self.name, "ok": self.ok, "seconds": round(self.seconds, 3)}
        return {**told, "crossed": list(self.crossed), "problem": self.problem}


@dataclass(slots=True)
class Teller:
    """Says what happens, checks it, and shows what crossed."""

    doors: Doors
    tell: Tell
    facts: dict[str, Any] = field(default_factory=dict)
    told: list[StepTold] = field(default_factory=list)
    _seen: dict[str, int] = field(default_factory=dict)

    def say(self, sentence: str) -> None:
        """One line of the story."""
        self.tell(f"   {sentence}")

    def stayed(self, *fields: str) -> None:
        """What did not cross."""
        self.say(f"stayed at home: {', '.join(fields)}")

    def expect(self, answer: Answer, status: int, code: str = "") -> Answer:
        """The answer, if it is the one the story tells; NotAsTold otherwise."""
        if answer.status != status or (code and answer.code != code):
            wanted = f"{status} {code}".strip()
            raise NotAsTold(f"expected {wanted}, got {answer.status} {answer.code}".strip())
        return answer

    def must(self, is_so: bool, sentence: str) -> None:
        """NotAsTold unless it is so."""
        if not is_so:
            raise NotAsTold(sentence)

    def step(self, name: str, happens: Callable[["Teller"], None]) -> bool:
        """Tell one step; whether it came out as told."""
        self.tell(name)
        started, problem = time.monotonic(), None
        try:
            happens(self)
        except GOES_WRONG as error:
            problem = f"{type(error).__name__}: {error}"
        return self.close_step(name, started, problem)

    def close_step(self, name: str, started: float, problem: str | None) -> bool:
        """Say how a step came out, with what crossed; whether it came out as told."""
        seconds, crossed = time.monotonic() - started, self.crossed()
        self.told.append(StepTold(name, problem is None, seconds, crossed, problem))
        self.tell(f"   {'as told' if problem is None else f'NOT AS TOLD: {problem}'}\n")
        return problem is None

    def crossed(self) -> list[dict[str, Any]]:
        """The bytes that platform and gateway saw since the last step."""
        crossed: list[dict[str, Any]] = []
        for service in WATCHED:
            with suppress(httpx.HTTPError, KeyError):
                crossed += self._news(service)
        for message in crossed:
            self.show(message)
        return crossed

    def _news(self, service: str) -> list[dict[str, Any]]:
        window = self.doors.auditor(service)
        answer = window.get("/v1/crossings", after=self._seen.get(service, 0))
        self._seen[service] = int(answer["next_after"])
        # Hints and what is fetched are about nobody: the story goes on without them.
        return [one for one in answer["crossings"] if one["subject"].startswith(ABOUT_PARTIES)]

    def show(self, message: dict[str, Any]) -> None:
        """One message that crossed, in a line."""
        body = message["body"]
        shown = body if len(body) <= SHOWN_BYTES else f"{body[:SHOWN_START]}… ({len(body)} bytes)"
        self.say(f"crossed: {message['subject']}  {shown}")
